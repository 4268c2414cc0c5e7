import { existsSync } from 'node:fs';
import { writeReadyValues } from './ready-values';
import type { Workplace } from './workplace';

export interface AppRun {
  readonly targets: number;
  /** Name of the output folder. */
  readonly out: string;
  /** Options of node. @default - none */
  readonly node?: readonly string[];
  /** @default - nothing more */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the app of cdktf.json once, without the CLI; milliseconds. */
export function runApp(workplace: Workplace, { targets, out, node = [], env = {} }: AppRun): Promise<number> {
  return workplace.run([process.execPath, ...node, 'scripts/app.js'], {
    DYNCONF_ROOT: workplace.fleet(targets),
    CDKTF_OUTDIR: workplace.path(out),
    ...env,
  });
}

/** Runs the same app as bare cdktf code, from values that are ready; milliseconds. */
export function runBareApp(
  workplace: Workplace,
  { targets, out, node = [], env = {} }: AppRun,
): Promise<number> {
  const ready = workplace.path(`ready-${targets}`);
  if (!existsSync(ready)) writeReadyValues(workplace.fleet(targets), ready);
  return workplace.run([process.execPath, ...node, 'scripts/bench/bare.js'], {
    BENCH_READY: ready,
    CDKTF_OUTDIR: workplace.path(out),
    ...env,
  });
}
