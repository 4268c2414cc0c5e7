/** One test of a JUnit report. */
export interface ReportedCase {
  readonly suite: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly failures: readonly string[];
  /** @default 0 */
  readonly seconds?: number;
  /** @default false */
  readonly isSkipped?: boolean;
  /** What does not fail it but should be read. @default - nothing */
  readonly notes?: readonly string[];
}

/** JUnit XML as CodeBuild and GitHub read it: one suite per `suite`, failures with their place. */
export function junitReport(name: string, cases: readonly ReportedCase[]): string {
  const suites = new Map<string, ReportedCase[]>();
  for (const one of cases) suites.set(one.suite, [...(suites.get(one.suite) ?? []), one]);
  const inner = [...suites].map(([suite, members]) => suiteXml(suite, members));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name, ...counts(cases) })}>\n${inner.join('')}</testsuites>\n`;
}

function suiteXml(name: string, cases: readonly ReportedCase[]): string {
  return `  <testsuite${attributes({ name, ...counts(cases) })}>\n${cases.map(caseXml).join('')}  </testsuite>\n`;
}

function caseXml(one: ReportedCase): string {
  const { suite, name, file, line, seconds = 0 } = one;
  const opening = `    <testcase${attributes({ classname: suite, name, file, line, time: seconds })}`;
  const inner = [failureXml(one), one.isSkipped ? '<skipped/>' : '', notesXml(one.notes ?? [])].filter(
    Boolean,
  );
  if (inner.length === 0) return `${opening}/>\n`;
  return `${opening}>\n${inner.map((element) => `      ${element}\n`).join('')}    </testcase>\n`;
}

function failureXml({ file, line, failures }: ReportedCase): string {
  if (failures.length === 0) return '';
  const message = failures.join(', ');
  return `<failure${attributes({ message })}>${escape(`${file}:${line}\n${failures.join('\n')}`)}</failure>`;
}

function notesXml(notes: readonly string[]): string {
  return notes.length === 0 ? '' : `<system-out>${escape(notes.join('\n'))}</system-out>`;
}

function counts(cases: readonly ReportedCase[]): Record<string, number> {
  const failures = cases.filter((one) => one.failures.length > 0).length;
  const skipped = cases.filter(({ isSkipped }) => isSkipped).length;
  const milliseconds = cases.reduce((sum, { seconds = 0 }) => sum + Math.round(seconds * 1000), 0);
  return { tests: cases.length, failures, errors: 0, skipped, time: milliseconds / 1000 };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([key, value]) => ` ${key}="${escape(String(value))}"`)
    .join('');
}

/** XML 1.0 cannot hold most control characters at all, not even escaped. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
