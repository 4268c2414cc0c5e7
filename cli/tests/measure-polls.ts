/** One poll of one client. */
export interface Poll {
  /** Since the load began. */
  readonly atMilliseconds: number;
  readonly milliseconds: number;
  /** What went wrong. @default - nothing */
  readonly error?: string;
}

/** What many polls were like. Latencies are of those that succeeded, in milliseconds. */
export interface Measures {
  readonly polls: number;
  readonly errorPercent: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** A hiccup of a second or two is in one or two of them. */
const ROUNDS = 5;

/**
 * Measures polls in rounds and takes the median of each number: one hiccup of a machine or a network, however long,
 * decides nothing.
 */
export function measurePolls(polls: readonly Poll[]): Measures {
  const end = Math.max(1, ...polls.map(({ atMilliseconds }) => atMilliseconds));
  const rounds = Array.from({ length: ROUNDS }, (_, round) =>
    polls.filter(
      ({ atMilliseconds }) => Math.min(ROUNDS - 1, Math.floor((atMilliseconds / end) * ROUNDS)) === round,
    ),
  ).filter((each) => each.length > 0);
  const latencies = rounds.map(latenciesOf);
  const typical = (share: number): number =>
    rounded(
      percentile(
        latencies.filter((each) => each.length > 0).map((each) => percentile(each, share)),
        0.5,
      ),
    );
  const failed = polls.filter(({ error }) => error !== undefined).length;
  const roundSeconds = end / ROUNDS / 1000;
  return {
    polls: polls.length,
    errorPercent: rounded(polls.length === 0 ? 100 : (failed / polls.length) * 100),
    perSecond: rounded(
      percentile(
        latencies.map((each) => each.length / roundSeconds),
        0.5,
      ),
    ),
    p50: typical(0.5),
    p95: typical(0.95),
    p99: typical(0.99),
  };
}

/** What is compared with an earlier run. */
export interface Tolerance {
  /** More than so much worse is a failure. */
  readonly percent: number;
  /** Differences below it are noise, whatever share of a small number they are. */
  readonly milliseconds: number;
}

/** Errors may be there that were not there before: one poll in a hundred. */
const MORE_ERRORS_PERCENT = 1;

/** A sentence for each thing that has become worse than is tolerated; p99 is told, not judged: a few polls make it. */
export function regressions(before: Measures, now: Measures, tolerance: Tolerance): string[] {
  const worse: string[] = [];
  for (const name of ['p50', 'p95'] as const) {
    const limit = Math.max(
      before[name] * (1 + tolerance.percent / 100),
      before[name] + tolerance.milliseconds,
    );
    if (now[name] <= limit) continue;
    worse.push(`${name} is ${now[name]} ms, it was ${before[name]} ms and may be ${rounded(limit)} ms`);
  }
  if (now.errorPercent > before.errorPercent + MORE_ERRORS_PERCENT) {
    worse.push(`${now.errorPercent} % of polls fail, ${before.errorPercent} % did`);
  }
  return worse;
}

/** One line. */
export function describeMeasures({ polls, errorPercent, perSecond, p50, p95, p99 }: Measures): string {
  return `${polls} polls, ${perSecond} per second, p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, ${errorPercent} % failed`;
}

/** The smallest value that at least this share of all is not above. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function latenciesOf(polls: readonly Poll[]): number[] {
  return polls.filter(({ error }) => error === undefined).map(({ milliseconds }) => milliseconds);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
