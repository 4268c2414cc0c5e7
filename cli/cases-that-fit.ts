import { PIPELINE_LIMITS } from '../delivery/pipeline/pipeline-limits';
import type { ReportedCase } from './junit-report';

/**
 * As many cases as one report of CodeBuild holds.
 *
 * Where there are more, what passes of a suite becomes one case, in the longest suites first, and then what passes at
 * all. What fails or is skipped always stays a case of its own, while there is room.
 */
export function casesThatFit(
  cases: readonly ReportedCase[],
  limit: number = PIPELINE_LIMITS.testCasesPerReport,
): ReportedCase[] {
  const suites = bySuite(cases);
  let count = cases.length;
  for (const suite of [...suites].sort((left, right) => right.length - left.length)) {
    if (count <= limit) break;
    const folded = fold(suite);
    count -= suite.length - folded.length;
    suites[suites.indexOf(suite)] = folded;
  }
  if (count <= limit) return suites.flat();
  const [failed, others] = split(fold(cases), ({ failures }) => failures.length > 0);
  return cut([...failed, ...others], limit);
}

/** In the order of their names. */
export function bySuite(cases: readonly ReportedCase[]): (readonly ReportedCase[])[] {
  const suites = new Map<string, ReportedCase[]>();
  for (const one of cases) {
    const members = suites.get(one.suite);
    if (members) members.push(one);
    else suites.set(one.suite, [one]);
  }
  return [...suites].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, members]) => members);
}

function fold(cases: readonly ReportedCase[]): ReportedCase[] {
  const [passed, others] = split(
    cases,
    ({ failures, isSkipped }) => failures.length === 0 && isSkipped !== true,
  );
  const [first] = passed;
  if (!first) return others;
  const seconds = passed.reduce((sum, one) => sum + (one.seconds ?? 0), 0);
  return [{ ...first, name: `${passed.length} tests pass`, line: 1, seconds }, ...others];
}

/** What is left out is counted in the last case. */
function cut(cases: readonly ReportedCase[], limit: number): ReportedCase[] {
  const [next] = cases.slice(limit - 1);
  if (cases.length <= limit || !next) return [...cases];
  const left = cases.length - limit + 1;
  const failures = next.failures.length > 0 ? [`${left} more are in the log`] : [];
  return [...cases.slice(0, limit - 1), { ...next, name: `${left} more`, failures }];
}

function split(
  cases: readonly ReportedCase[],
  isFirst: (one: ReportedCase) => boolean,
): [ReportedCase[], ReportedCase[]] {
  return [cases.filter(isFirst), cases.filter((one) => !isFirst(one))];
}
