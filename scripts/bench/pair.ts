/** One run of what is measured, in its unit. */
export type Run = () => Promise<number>;

export interface Paired {
  readonly medianA: number;
  readonly medianB: number;
  /** Median of A/B, round by round: what a drifting machine does to both cancels out. */
  readonly ratio: number;
  /** The largest round ratio divided by the smallest: how noisy the machine was. */
  readonly spread: number;
}

export interface Rounds {
  readonly rounds: number;
  /** Called before each round, counted from 1. */
  readonly onRound?: (round: number) => void;
}

/** Runs A and B in turn, once to warm up and then `rounds` times that count; every other round B goes first. */
export async function pair(a: Run, b: Run, { rounds, onRound }: Rounds): Promise<Paired> {
  await a();
  await b();
  const measured: (readonly [a: number, b: number])[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    onRound?.(round);
    measured.push(round % 2 === 1 ? [await a(), await b()] : swap([await b(), await a()]));
  }
  return summarize(measured);
}

/** Medians, median ratio and spread of rounds that are measured already. */
export function summarize(rounds: readonly (readonly [a: number, b: number])[]): Paired {
  const ratios = rounds.map(([a, b]) => a / b);
  return {
    medianA: median(rounds.map(([a]) => a)),
    medianB: median(rounds.map(([, b]) => b)),
    ratio: median(ratios),
    spread: Math.max(...ratios) / Math.min(...ratios),
  };
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}

function swap([first, second]: readonly [number, number]): readonly [number, number] {
  return [second, first];
}
