import { relative } from 'node:path';
import type { ReportedCase } from '../../cli/junit-report';

/** What jest's `--json --testLocationInResults` writes, as far as a report needs it. */
export interface JestRun {
  readonly testResults: readonly JestFile[];
}

interface JestFile {
  /** Absolute. */
  readonly name: string;
  /** What went wrong outside any test: a file that does not compile, for one. */
  readonly message: string;
  readonly assertionResults: readonly JestTest[];
}

interface JestTest {
  readonly fullName: string;
  readonly status: string;
  readonly duration?: number | null;
  readonly failureMessages: readonly string[] | null;
  readonly location?: { readonly line: number } | null;
}

/** CodeBuild shows no more of one report (CodeBuild user guide, "Quotas": test cases per report). */
export const CASES_PER_REPORT = 500;

/** Every test as a case of a report, by the name of its file. */
export function allCases({ testResults }: JestRun, project: string): ReportedCase[] {
  return byFile(testResults.flatMap((file) => casesOf(file, project))).flat();
}

/**
 * As many cases as one report holds.
 *
 * Where there are more, the passed tests of a file become one case, in the longest files first. Failed and skipped
 * ones always stay cases of their own.
 */
export function casesThatFit(cases: readonly ReportedCase[], limit = CASES_PER_REPORT): ReportedCase[] {
  const files = byFile(cases);
  let count = cases.length;
  for (const file of [...files].sort((left, right) => right.length - left.length)) {
    if (count <= limit) break;
    const folded = fold(file);
    count -= file.length - folded.length;
    files[files.indexOf(file)] = folded;
  }
  return files.flat();
}

function byFile(cases: readonly ReportedCase[]): (readonly ReportedCase[])[] {
  const files = new Map<string, ReportedCase[]>();
  for (const one of cases) files.set(one.suite, [...(files.get(one.suite) ?? []), one]);
  return [...files].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, members]) => members);
}

function casesOf({ name, message, assertionResults }: JestFile, project: string): ReportedCase[] {
  const file = relative(project, name).replaceAll('\\', '/');
  if (assertionResults.length === 0 && message !== '') {
    return [{ suite: file, name: 'runs', file, line: 1, failures: [plain(message)] }];
  }
  return assertionResults.map(({ fullName, status, duration, failureMessages, location }) => ({
    suite: file,
    name: fullName,
    file,
    line: location?.line ?? 1,
    failures: status === 'failed' ? (failureMessages ?? []).map(plain) : [],
    isSkipped: status !== 'failed' && status !== 'passed',
    seconds: (duration ?? 0) / 1000,
  }));
}

function fold(cases: readonly ReportedCase[]): ReportedCase[] {
  const passed = cases.filter(({ failures, isSkipped }) => failures.length === 0 && !isSkipped);
  const others = cases.filter((one) => !passed.includes(one));
  const [first] = passed;
  if (!first) return others;
  const seconds = passed.reduce((sum, one) => sum + (one.seconds ?? 0), 0);
  return [{ ...first, name: `${passed.length} tests pass`, line: 1, seconds }, ...others];
}

/** Without the colours of a terminal. */
function plain(text: string): string {
  return text.replace(/\u001b\[[\d;]*m/g, '');
}
