import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CachePlace } from '../../compiler/cache/cache-place';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder for caches, even of one file; it is gone when the test file is done. */
export function aCachePlace(place: Partial<CachePlace> = {}): CachePlace {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-cache-'));
  folders.push(folder);
  return { folder, version: 'one', fewestFiles: 1, ...place };
}
