import { relative } from 'node:path';
import { bySuite } from '../../cli/cases-that-fit';
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

/** Every test as a case of a report, by the name of its file. */
export function allCases({ testResults }: JestRun, project: string): ReportedCase[] {
  return bySuite(testResults.flatMap((file) => casesOf(file, project))).flat();
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

/** Without the colours of a terminal. */
function plain(text: string): string {
  return text.replace(/\u001b\[[\d;]*m/g, '');
}
