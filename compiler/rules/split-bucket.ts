import { createHash } from 'node:crypto';

/** Where a value lands between 0 and 100: it is in every `split` whose percentage is above. */
export type SplitBucket = (split: {
  /** The values of `by`, as text: a number and the same digits in quotes are one customer. */
  readonly values: readonly string[];
  /** Absent: the place depends on the flag. */
  readonly seed?: string;
  /** `component/key`. */
  readonly flag: string;
}) => number;

/**
 * Our own bucket: AppConfig does not publish its hash, so who is in differs from AWS.
 *
 * The rest is as AppConfig documents it: always the same place for a value, the same in all flags that share a seed,
 * another one in every flag without, and a higher percentage only adds members.
 */
export const splitBucket: SplitBucket = ({ values, seed, flag }) => {
  const hash = createHash('sha256').update(
    JSON.stringify([seed === undefined ? 'flag' : 'seed', seed ?? flag, ...values]),
  );
  return (hash.digest().readUIntBE(0, 6) / 2 ** 48) * 100;
};
