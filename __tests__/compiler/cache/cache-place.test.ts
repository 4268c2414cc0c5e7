import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { cachePathOf, ownCachePlace, tidyCaches, type CachePlace } from '../../../compiler/cache/cache-place';
import { aCachePlace } from '../../builders/cache';

const ENTRY = resolve(__dirname, '../../../compiler/cache/cache-place.ts');

/** What a bundle in a folder says of its place. */
function placeInBundle(folder: string, { code = '', env = {} } = {}): CachePlace | undefined {
  const outfile = join(folder, 'bundle.js');
  const footer = { js: `console.log(JSON.stringify(ownCachePlace() ?? null));${code}` };
  buildSync({ entryPoints: [ENTRY], outfile, bundle: true, platform: 'node', format: 'cjs', footer });
  const output = execFileSync(process.execPath, [outfile], {
    encoding: 'utf8',
    env: { ...process.env, DYNCONF_NO_CACHE: '', ...env },
  });
  return (JSON.parse(output) as CachePlace | null) ?? undefined;
}

function bundleFolder(): string {
  const folder = join(aCachePlace().folder, 'node_modules', '.cache', 'dynconf');
  mkdirSync(folder, { recursive: true });
  return folder;
}

test('ownCachePlace() is nowhere for code that runs from its sources', () => {
  expect(ownCachePlace()).toBeUndefined();
});

test('ownCachePlace() is beside the bundle, with a version that changes with every byte of it', () => {
  const folder = bundleFolder();
  const one = placeInBundle(folder);
  expect(one?.folder).toBe(folder);
  expect(placeInBundle(folder)).toEqual(one);
  expect(placeInBundle(folder, { code: ' ' })?.version).not.toBe(one?.version);
});

test('ownCachePlace() is nowhere with DYNCONF_NO_CACHE, and for a bundle that lies elsewhere', () => {
  expect(placeInBundle(bundleFolder(), { env: { DYNCONF_NO_CACHE: '1' } })).toBeUndefined();
  expect(placeInBundle(aCachePlace().folder)).toBeUndefined();
});

test('cachePathOf() is another one for another folder of definitions', () => {
  const place = aCachePlace();
  expect(cachePathOf(__dirname, place)).toBe(cachePathOf(`${__dirname}/../cache/`, place));
  expect(cachePathOf(__dirname, place)).not.toBe(cachePathOf(resolve(__dirname, '..'), place));
});

test('tidyCaches() keeps the eight folders that were used last, and everything that is not its own', () => {
  const place = aCachePlace();
  const name = (number: number): string => `definitions-${String(number).padStart(16, '0')}`;
  for (let number = 1; number <= 10; number += 1) {
    for (const ending of ['answers', 'trees']) {
      const file = join(place.folder, `${name(number)}.${ending}`);
      writeFileSync(file, '');
      utimesSync(file, number, number);
    }
  }
  writeFileSync(join(place.folder, 'bundle.js'), '');
  tidyCaches(place);
  const kept = readdirSync(place.folder);
  expect(kept).toHaveLength(17);
  expect(kept).toContain('bundle.js');
  expect(kept.filter((file) => file.startsWith(name(1)) || file.startsWith(name(2)))).toEqual([]);
});
