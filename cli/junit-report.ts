/** One test of a JUnit report. */
export interface ReportedCase {
  readonly suite: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly failures: readonly string[];
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

function caseXml({ suite, name, file, line, failures }: ReportedCase): string {
  const opening = `    <testcase${attributes({ classname: suite, name, file, line, time: 0 })}`;
  if (failures.length === 0) return `${opening}/>\n`;
  const place = `${file}:${line}`;
  const message = failures.join(', ');
  return `${opening}>\n      <failure${attributes({ message })}>${escape(`${place}\n${failures.join('\n')}`)}</failure>\n    </testcase>\n`;
}

function counts(cases: readonly ReportedCase[]): Record<string, number> {
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  return { tests: cases.length, failures: failed, errors: 0, skipped: 0, time: 0 };
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
