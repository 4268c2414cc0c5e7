import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readCacheFile, writeCacheFile } from '../../../compiler/cache/cache-file';
import { aCachePlace } from '../../builders/cache';

const DATA = Buffer.from('what was read');
let path: string;

beforeEach(() => {
  path = join(aCachePlace().folder, 'file');
  writeCacheFile(path, 'one', [DATA.subarray(0, 5), DATA.subarray(5)]);
});

test('readCacheFile() reads what was written, and nothing else is left beside it', () => {
  expect(readCacheFile(path, 'one')).toEqual(DATA);
  expect(readdirSync(join(path, '..'))).toEqual(['file']);
});

test('readCacheFile() does not read what another version wrote', () => {
  expect(readCacheFile(path, 'two')).toBeUndefined();
});

test('readCacheFile() reads no file in which a single bit is wrong', () => {
  const whole = readFileSync(path);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(7), (at, bit) => {
      const broken = Buffer.from(whole);
      broken.writeUInt8(broken.readUInt8(at) ^ (1 << bit), at);
      writeFileSync(path, broken);
      expect(readCacheFile(path, 'one')).toBeUndefined();
    }),
  );
});

test.each([0, 1, 64, 127, 128, 130])('readCacheFile() reads no file that ends after %i bytes', (bytes) => {
  truncateSync(path, bytes);
  expect(readCacheFile(path, 'one')).toBeUndefined();
});

test('readCacheFile() reads no file with something behind it', () => {
  writeFileSync(path, 'x', { flag: 'a' });
  expect(readCacheFile(path, 'one')).toBeUndefined();
});

test('readCacheFile() takes a folder, a file that is not there and a path through a file for nothing', () => {
  expect(readCacheFile(join(path, '..'), 'one')).toBeUndefined();
  expect(readCacheFile(`${path}x`, 'one')).toBeUndefined();
  expect(readCacheFile(join(path, 'x'), 'one')).toBeUndefined();
});

test('writeCacheFile() says nothing where it cannot write, and leaves nothing behind', () => {
  const folder = join(path, '..', 'taken');
  mkdirSync(join(folder, 'inner'), { recursive: true });
  writeCacheFile(folder, 'one', [DATA]);
  writeCacheFile(join(path, 'x'), 'one', [DATA]);
  expect(readdirSync(join(path, '..')).sort()).toEqual(['file', 'taken']);
});
