import {
  isAtLeast,
  NOT_A_STACK,
  type PolicyFinding,
  type PolicyReport,
} from '../../release/policies/check-synthesized';
import { POLICIES } from '../../release/policies/policies';
import { SEVERITIES, type Severity } from '../../release/policies/policy';
import { junitReport } from '../junit-report';

export const POLICY_FORMATS = ['text', 'json', 'sarif', 'junit'] as const;
export type PolicyFormat = (typeof POLICY_FORMATS)[number];

/** Every rule, in the order of the report. */
const RULES = [NOT_A_STACK, ...POLICIES];

/** What the rules found, for a person, a program, a code scanner or a report group. */
export function formatPolicies(
  report: PolicyReport,
  { format, threshold }: { readonly format: PolicyFormat; readonly threshold: Severity },
): string {
  switch (format) {
    case 'text':
      return formatText(shown(report, threshold));
    case 'json':
      return `${JSON.stringify({ stacks: report.stacks.length, ...countsOf(report), findings: report.findings }, undefined, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(sarif(report), undefined, 2)}\n`;
    case 'junit':
      return junit(report, threshold);
  }
}

/** `1 error, 2 notes in 38 stacks by 27 rules`. */
export function summarisePolicies(report: PolicyReport): string {
  const counts = countsOf(report);
  const parts = SEVERITIES.filter((severity) => counts[`${severity}s`] > 0).map((severity) => {
    const count = counts[`${severity}s`];
    return `${count} ${severity}${count === 1 ? '' : 's'}`;
  });
  const found = parts.length > 0 ? parts.join(', ') : 'nothing found';
  const stacks = `${report.stacks.length} ${report.stacks.length === 1 ? 'stack' : 'stacks'}`;
  return `${found} in ${stacks} by ${RULES.length} rules`;
}

/** Notes are counted; who wants to read them lowers the threshold, or asks for another format. */
function shown({ stacks, findings }: PolicyReport, threshold: Severity): PolicyReport {
  return { stacks, findings: findings.filter(({ severity }) => severity !== 'note' || threshold === 'note') };
}

function formatText({ findings }: PolicyReport): string {
  return findings
    .map(({ file, line, severity, rule, message, path, fix }) =>
      [
        `${file}:${line}  ${severity}  ${rule}`,
        `  ${message}`,
        ...(path === '' ? [] : [`  at ${path}`]),
        `  fix: ${fix}`,
        '',
        '',
      ].join('\n'),
    )
    .join('');
}

function countsOf({ findings }: PolicyReport): Readonly<Record<`${Severity}s`, number>> {
  const count = (wanted: Severity): number => findings.filter(({ severity }) => severity === wanted).length;
  return { errors: count('error'), warnings: count('warning'), notes: count('note') };
}

function sarif({ findings }: PolicyReport): object {
  const rules = RULES.map(({ rule, severity, meaning }) => ({
    id: rule,
    shortDescription: { text: meaning },
    defaultConfiguration: { level: severity },
  }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'dynconf-policies', rules } },
        originalUriBaseIds: { ROOT: { description: { text: 'The folder of the artifact' } } },
        results: findings.map(sarifResult),
      },
    ],
  };
}

function sarifResult({ rule, severity, message, fix, file, line, path }: PolicyFinding): object {
  return {
    ruleId: rule,
    ruleIndex: RULES.findIndex((known) => known.rule === rule),
    level: severity,
    message: { text: `${message} (fix: ${fix})` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' },
          region: { startLine: line },
        },
        ...(path !== '' && { logicalLocations: [{ fullyQualifiedName: path }] }),
      },
    ],
  };
}

/**
 * One case per rule: a report of CodeBuild holds 500, and there may be more stacks than that.
 *
 * What is below the threshold fails no case, as it fails no build.
 */
function junit({ findings, stacks }: PolicyReport, threshold: Severity): string {
  const cases = RULES.map(({ rule, meaning }) => {
    const found = findings.filter((finding) => finding.rule === rule && isAtLeast(finding, threshold));
    const [first] = found;
    return {
      suite: 'policies',
      name: `${rule}: ${meaning}`,
      file: first?.file ?? `cdktf.out/stacks (${stacks.length})`,
      line: first?.line ?? 1,
      failures: found.map(({ severity, file, line, message }) => `${severity}: ${file}:${line} ${message}`),
    };
  });
  return junitReport('policies', cases);
}
