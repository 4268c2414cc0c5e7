import type { Paired } from './pair';
import type { Workplace } from './workplace';

/** One row of the bench. */
export interface Measure {
  /** What `--only` calls it. */
  readonly id: string;
  /** `ours / the other`, at most 31 characters. */
  readonly title: string;
  readonly unit: 'ms' | 'MB';
  /** The largest ratio that is good enough. @default - measured for information only */
  readonly goal?: number;
  /** Makes sure that both write the same, then measures. */
  readonly run: (workplace: Workplace) => Promise<Paired>;
}
