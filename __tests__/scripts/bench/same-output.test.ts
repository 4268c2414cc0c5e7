import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireSameOutput } from '../../../scripts/bench/same-output';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynconf-same-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('requireSameOutput() accepts folders with the same bytes at any depth', () => {
  expect(() => requireSameOutput(aFolder('one', { x: '1' }), aFolder('other', { x: '1' }))).not.toThrow();
});

test('requireSameOutput() names the file and the line that differ', () => {
  const [one, other] = [aFolder('one', { x: '1\n2\n' }), aFolder('other', { x: '1\n3\n' })];
  expect(() => requireSameOutput(one, other)).toThrow('deep/x differs at line 2');
});

test.each([
  ['one', 'other'],
  ['other', 'one'],
])('requireSameOutput() names a file that only %s has', (first, second) => {
  const folders = [aFolder(first, { x: '1', y: '2' }), aFolder(second, { x: '1' })].sort();
  expect(() => requireSameOutput(folders[0] ?? '', folders[1] ?? '')).toThrow('has deep/y');
});

test('requireSameOutput() refuses two folders without files: nothing was compared', () => {
  expect(() => requireSameOutput(aFolder('one', {}), aFolder('other', {}))).toThrow('is empty');
});

function aFolder(name: string, files: Readonly<Record<string, string>>): string {
  const place = join(folder, name);
  mkdirSync(join(place, 'deep'), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(place, 'deep', file), text);
  return place;
}
