import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import satisfies from 'spdx-satisfies';
import policy from './licence-policy.json';
import { reportFindings } from './report-findings';
import { type Finding, sarifLog } from './sarif';
import type { BuildPlace, StepOutcome } from './step';

/** Which licences the packages may have: SPDX identifiers, and single packages that were looked at. */
export interface LicencePolicy {
  readonly allowed: readonly string[];
  readonly exceptions: readonly {
    readonly package: string;
    readonly licence: string;
    readonly reason: string;
  }[];
}

/** A package-lock.json of version 3: npm copies each package's `license` into it. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly link?: boolean;
}

const LOCK_FILE = 'package-lock.json';
const RULES = ['licence-not-allowed', 'licence-unknown', 'exception-not-needed'];

/** Every package of the lock file, optional ones for other platforms too, has a licence that the policy allows. */
export async function checkLicences(place: BuildPlace): Promise<StepOutcome> {
  const text = readFileSync(join(place.project, LOCK_FILE), 'utf8');
  const findings = licenceFindings(text, policy, (folder) => installedLicence(join(place.project, folder)));
  return reportFindings('licences', [sarifLog('licences', findings, RULES)], place);
}

/** What is not allowed, and exceptions that nothing needs any more. */
export function licenceFindings(
  lockText: string,
  { allowed, exceptions }: LicencePolicy,
  licenceIn: (folder: string) => string | undefined,
): Finding[] {
  const { packages } = JSON.parse(lockText) as LockFile;
  const lines = lockText.split('\n');
  const used = new Set<string>();
  const findings: Finding[] = [];
  for (const [folder, { license, name, version, link }] of Object.entries(packages)) {
    if (folder === '' || link) continue;
    const licence = license ?? licenceIn(folder);
    if (isAllowed(licence, allowed)) continue;
    const packageName = name ?? folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const exception = exceptions.find((one) => one.package === packageName && one.licence === licence);
    if (exception) used.add(exception.package);
    else findings.push(refused({ folder, name: `${packageName} ${version}`, licence }, lines));
  }
  return [...findings, ...exceptions.filter((one) => !used.has(one.package)).map(notNeeded)];
}

function isAllowed(licence: string | undefined, allowed: readonly string[]): boolean {
  if (licence === undefined) return false;
  try {
    return satisfies(licence, [...allowed]);
  } catch {
    // No SPDX expression: only a person can say what it means.
    return false;
  }
}

function refused(
  { folder, name, licence }: { folder: string; name: string; licence: string | undefined },
  lines: readonly string[],
): Finding {
  const line = lines.findIndex((text) => text.trimStart().startsWith(`${JSON.stringify(folder)}:`)) + 1;
  const at = { level: 'error' as const, file: LOCK_FILE, line: Math.max(1, line), column: 5 };
  if (licence === undefined) return { ...at, rule: 'licence-unknown', message: `${name} names no licence` };
  return { ...at, rule: 'licence-not-allowed', message: `${name} is under ${licence}, which is not allowed` };
}

function notNeeded(exception: LicencePolicy['exceptions'][number]): Finding {
  const message = `no package ${exception.package} is under ${exception.licence}: take the exception away`;
  const file = 'scripts/build/licence-policy.json';
  return { rule: 'exception-not-needed', level: 'error', message, file, line: 1, column: 1 };
}

function installedLicence(folder: string): string | undefined {
  try {
    const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as LockedPackage;
    return typeof license === 'string' ? license : undefined;
  } catch {
    return undefined;
  }
}
