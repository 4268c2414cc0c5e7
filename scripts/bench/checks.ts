import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cachePathOf } from '../../compiler/cache/cache-place';
import { writeManyFlags } from './many-flags';
import type { Workplace } from './workplace';

export interface CheckRun {
  readonly flags: number;
  /** What is remembered: nothing, what the run before left, or nothing ever. @default 'cold' */
  readonly cache?: 'cold' | 'warm' | 'off';
  /** Options of node. @default - none */
  readonly node?: readonly string[];
  /** @default - nothing more */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the whole `dynconf check` once; milliseconds. What it prints is in `foundBy`. */
export async function runCheck(workplace: Workplace, run: CheckRun): Promise<number> {
  const { flags, cache = 'cold', node = [], env = {} } = run;
  const root = manyFlags(workplace, flags);
  if (cache === 'cold') forget(workplace, root);
  const command = [
    process.execPath,
    ...node,
    'scripts/dynconf.js',
    'check',
    '--format',
    'json',
    '--root',
    root,
  ];
  return runTo(workplace, foundBy(workplace, cache), {
    command,
    env: { DYNCONF_NO_CACHE: cache === 'off' ? '1' : '', ...env },
  });
}

/** Parses the same files with yaml and does nothing else; milliseconds. */
export function runYamlAlone(workplace: Workplace, { flags }: CheckRun): Promise<number> {
  const command = [process.execPath, 'scripts/bench/yaml-alone.js', manyFlags(workplace, flags)];
  return runTo(workplace, workplace.path('yaml-alone.txt'), { command, env: {} });
}

/** Throws unless all ways to check find the same, and yaml alone reads as many files. */
export async function requireSameChecks(workplace: Workplace, flags: number): Promise<void> {
  const found: string[] = [];
  for (const cache of ['off', 'cold', 'warm'] as const) {
    await runCheck(workplace, { flags, cache });
    found.push(readFileSync(foundBy(workplace, cache), 'utf8'));
  }
  const [withoutCache = ''] = found;
  if (!withoutCache.includes('"EXPIRED"')) throw new Error('the flags that have expired are not found');
  if (found.some((each) => each !== withoutCache)) throw new Error('with a cache something else is found');
  await runYamlAlone(workplace, { flags });
  const read = Number(readFileSync(workplace.path('yaml-alone.txt'), 'utf8'));
  if (read < flags) throw new Error(`yaml has read ${read} files, not ${flags}`);
}

/** Nobody checks a folder of the bench again. */
export function forget(workplace: Workplace, root: string): void {
  const folder = join(workplace.project, 'node_modules', '.cache', 'dynconf');
  const path = cachePathOf(root, { folder, version: '' });
  for (const ending of ['.answers', '.trees']) rmSync(`${path}${ending}`, { force: true });
}

/** The folder of definitions with this many flags; written once. */
export function manyFlags(workplace: Workplace, flags: number): string {
  const folder = workplace.path(`flags-${flags}`);
  if (!existsSync(folder)) writeManyFlags(folder, flags);
  return folder;
}

function foundBy(workplace: Workplace, cache: string): string {
  return workplace.path(`found-${cache}.json`);
}

function runTo(
  workplace: Workplace,
  file: string,
  { command, env }: { command: readonly string[]; env: Readonly<Record<string, string>> },
): Promise<number> {
  return workplace.run(['sh', '-c', 'exec "$@" > "$BENCH_OUTPUT"', 'sh', ...command], {
    ...env,
    BENCH_OUTPUT: file,
  });
}
