import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const RUN_BUNDLE = resolve(__dirname, '..', '..', 'scripts', 'run-bundle.js');
/** A function that V8 compiles only when it is called: the part that a wrong cache would get wrong. */
const answering = (answer: string): string => `module.exports = { answer: () => '${answer}' };`;

let folder: string;
let bundle: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynconf-bundle-'));
  bundle = join(folder, 'bundle.js');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('runBundle() leaves a cache for the next process, which answers the same', () => {
  writeFileSync(bundle, answering('one'));
  expect(run()).toBe('one');
  expect(caches()).toHaveLength(1);
  expect(run()).toBe('one');
  expect(caches()).toHaveLength(1);
});

test('runBundle() does not write a cache again that it could use', () => {
  writeFileSync(bundle, answering('one'));
  run();
  const { ino } = statSync(cacheFile());
  run();
  expect(statSync(cacheFile()).ino).toBe(ino);
});

test('runBundle() never believes the cache of another bundle, though it has the same length', () => {
  writeFileSync(bundle, answering('one'));
  run();
  rmSync(bundle);
  writeFileSync(bundle, answering('two'));
  expect(run()).toBe('two');
  expect(run()).toBe('two');
});

test.each([
  ['empty', () => Buffer.alloc(0)],
  ['cut off', (cache: Buffer) => cache.subarray(0, cache.length / 2)],
  ['made of other bytes', (cache: Buffer) => Buffer.concat([cache.subarray(0, 96), Buffer.alloc(4096, 7)])],
])('runBundle() works without a cache that is %s, and replaces it', (_, damage) => {
  writeFileSync(bundle, answering('one'));
  run();
  const good = readFileSync(cacheFile());
  writeFileSync(cacheFile(), damage(good));
  expect(run()).toBe('one');
  expect(readFileSync(cacheFile())).toHaveLength(good.length);
});

test('runBundle() keeps a cache for each set of flags of V8', () => {
  writeFileSync(bundle, answering('one'));
  run();
  expect(run(['--max-old-space-size=512'])).toBe('one');
  expect(caches()).toHaveLength(2);
});

test('runBundle() hands a bundle that is looked at with source maps to Node itself', () => {
  writeFileSync(bundle, answering('one'));
  expect(run(['--enable-source-maps'])).toBe('one');
  expect(caches()).toEqual([]);
});

test('runBundle() lets a bundle require from its own folder, and know its name', () => {
  writeFileSync(join(folder, 'part.json'), '"one"');
  writeFileSync(
    bundle,
    `const path = require('node:path'); exports.answer = () => require('./part') + path.relative(__dirname, __filename);`,
  );
  expect(run()).toBe('onebundle.js');
});

function run(flags: readonly string[] = []): string {
  const program = `process.stdout.write(require(${JSON.stringify(RUN_BUNDLE)}).runBundle(${JSON.stringify(bundle)}).answer())`;
  return execFileSync(process.execPath, [...flags, '-e', program], { encoding: 'utf8' });
}

function caches(): string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.cache'));
}

function cacheFile(): string {
  const [first = 'none'] = caches();
  return join(folder, first);
}
