import { createHash, hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/** Where reading is remembered, and by whom. */
export interface CachePlace {
  readonly folder: string;
  /** Changes with everything that decides what is found: another version's cache is as good as none. */
  readonly version: string;
  /** Below this reading takes a few hundredths of a second, and there is nothing to gain. @default 100 */
  readonly fewestFiles?: number;
}

/** Where bundles are kept (scripts/load-typescript.js): git-ignored, gone with `npm ci`. */
const FOLDER = join(sep, 'node_modules', '.cache', 'dynconf');
const PREFIX = 'definitions-';
/** Folders of definitions whose caches are kept. */
const MAXIMUM_ROOTS = 8;
const ID_CHARACTERS = 16;

/** Beside the bundle that this code runs from; none where it runs from its sources, or with DYNCONF_NO_CACHE. */
export function ownCachePlace(): CachePlace | undefined {
  const folder = dirname(__filename);
  if (process.env['DYNCONF_NO_CACHE'] || !folder.endsWith(FOLDER)) return undefined;
  try {
    const { version, arch, versions } = process;
    const runtime = [version, versions['icu'], versions['tz'], arch].join(' ');
    const code = createHash('sha256').update(readFileSync(__filename)).update(runtime);
    return { folder, version: code.digest('hex') };
  } catch {
    return undefined;
  }
}

/** The start of the names of all caches of a folder of definitions. */
export function cachePathOf(root: string, { folder }: CachePlace): string {
  const id = hash('sha256', realpathSync(resolve(root)), 'hex').slice(0, ID_CHARACTERS);
  return join(folder, `${PREFIX}${id}`);
}

/** Makes the folder, and takes away what was not used for longest: temporary folders come and go. */
export function tidyCaches({ folder }: CachePlace): void {
  try {
    mkdirSync(folder, { recursive: true });
    const names = readdirSync(folder).filter((name) => name.startsWith(PREFIX));
    const times = new Map<string, number>();
    for (const name of names) {
      const id = name.slice(0, PREFIX.length + ID_CHARACTERS);
      times.set(id, Math.max(times.get(id) ?? 0, statSync(join(folder, name)).mtimeMs));
    }
    const old = [...times].sort(([, a], [, b]) => b - a).slice(MAXIMUM_ROOTS);
    for (const name of names) {
      if (old.some(([id]) => name.startsWith(id))) rmSync(join(folder, name), { force: true });
    }
  } catch {
    // Nothing depends on it.
  }
}
