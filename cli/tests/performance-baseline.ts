import { existsSync, readFileSync } from 'node:fs';
import { EXIT, CommandError } from '../exit-codes';
import type { Measures } from './measure-polls';
import type { Load } from './poll-under-load';
import { writeAsked } from './target-test';

/** Beside the definitions, and in git: what was measured is reviewed as they are. */
export const BASELINE_FILE = 'performance-baselines.json';

/** An earlier run on one target. */
export interface Baseline {
  readonly load: Pick<Load, 'clients' | 'pauseMilliseconds'>;
  readonly measured: Measures;
}

type Baselines = Readonly<Record<string, Baseline>>;

/** By `<environment>/<region>`; absent where nobody has saved one. */
export function readBaseline(file: string, target: string): Baseline | undefined {
  const baseline = readAll(file)[target];
  if (baseline === undefined) return undefined;
  const { measured, load } = (baseline ?? {}) as Partial<Baseline>;
  const numbers = [
    ...[measured?.p50, measured?.p95, measured?.errorPercent],
    ...[load?.clients, load?.pauseMilliseconds],
  ];
  if (numbers.every(Number.isFinite)) return baseline;
  throw new CommandError(
    EXIT.usage,
    `${file} has no measures of ${target}: save them again with --save-baseline`,
  );
}

/** The baselines of other targets stay as they are. */
export function saveBaseline(file: string, target: string, baseline: Baseline): void {
  const entries = Object.entries({ ...readAll(file), [target]: baseline });
  const sorted = entries.sort(([left], [right]) => (left < right ? -1 : 1));
  writeAsked('the baseline', file, `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`);
}

/** A run as a person adds it to the file: what a container has measured is gone with it unless it is said. */
export function baselineEntry(target: string, baseline: Baseline): string {
  return JSON.stringify({ [target]: baseline });
}

/** Beside the report, for `jq --slurp add`. */
export function writeEntry(report: string, entry: string): void {
  writeAsked('the baseline', `${report.replace(/\.xml$/, '')}.baseline.json`, `${entry}\n`);
}

function readAll(file: string): Baselines {
  if (!existsSync(file)) return {};
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Baselines;
  } catch {
    // Said below.
  }
  throw new CommandError(EXIT.usage, `${file} is not a JSON object of baselines`);
}
