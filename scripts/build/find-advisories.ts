import accepted from './accepted-advisories.json';
import { reportFindings } from './report-findings';
import { runProgram } from './run-program';
import { type Finding, sarifLog } from './sarif';
import type { BuildPlace, StepOutcome } from './step';

/** A vulnerability that is known, looked at, and accepted until a day. */
export interface AcceptedAdvisory {
  /** `GHSA-…`. */
  readonly advisory: string;
  readonly package: string;
  readonly reason: string;
  /** `YYYY-MM-DD`: from the day after, it fails again. */
  readonly until: string;
}

/** What `npm audit --json` writes (format 2), or how it says that the registry has no advisories. */
export interface AuditReport {
  readonly auditReportVersion?: number;
  readonly message?: string;
  readonly vulnerabilities?: Readonly<Record<string, { readonly via: readonly (Advisory | string)[] }>>;
}

interface Advisory {
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly severity: string;
  readonly range: string;
}

/** Severities that fail the build; lower ones are reported. */
const FAILING = ['high', 'critical'];

/** `npm audit`: asks the registry about every package of the lock file; skipped where the registry has no answer. */
export async function findAdvisories(place: BuildPlace): Promise<StepOutcome> {
  const { out, err } = await runProgram(['npm', 'audit', '--json', '--package-lock-only'], {
    folder: place.project,
  });
  const report = readReport(out);
  if (report?.vulnerabilities === undefined) {
    const reason = report?.message ?? (err.trim().split('\n')[0] || 'npm audit gave no answer');
    return { result: 'skipped', findings: 0, reports: [], note: `the registry has no advisories: ${reason}` };
  }
  const today = new Date().toISOString().slice(0, 10);
  const findings = advisoryFindings(report, accepted, today);
  return reportFindings('sca', [sarifLog('npm audit', findings)], place);
}

/** Each advisory once per package; what is accepted is a warning that says until when. */
export function advisoryFindings(
  { vulnerabilities = {} }: AuditReport,
  acceptances: readonly AcceptedAdvisory[],
  today: string,
): Finding[] {
  const advisories = Object.values(vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((cause) => typeof cause !== 'string');
  const once = new Map(advisories.map((advisory) => [`${advisory.url} ${advisory.name}`, advisory]));
  return [...once.values()].map((advisory) => toFinding(advisory, acceptances, today));
}

function toFinding(advisory: Advisory, acceptances: readonly AcceptedAdvisory[], today: string): Finding {
  const { name, title, url, severity, range } = advisory;
  const rule = url.split('/').at(-1) ?? url;
  const acceptance = acceptances.find((one) => one.advisory === rule && one.package === name);
  const isAccepted = acceptance !== undefined && acceptance.until >= today;
  const comment = acceptance
    ? ` (${isAccepted ? 'accepted until' : 'no longer accepted since'} ${acceptance.until}: ${acceptance.reason})`
    : '';
  return {
    rule,
    level: FAILING.includes(severity) && !isAccepted ? 'error' : 'warning',
    message: `${severity}: ${name} ${range}: ${title}, ${url}${comment}`,
    file: 'package-lock.json',
    line: 1,
    column: 1,
  };
}

function readReport(text: string): AuditReport | undefined {
  try {
    return JSON.parse(text) as AuditReport;
  } catch {
    return undefined;
  }
}
