import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { cpSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

interface Bundle {
  readonly folder: string;
  readonly zip: string;
  readonly hash: string;
}

const PROJECT = resolve(__dirname, '..', '..');
const { bundleCanary, HANDLER } = jest.requireActual('../../scripts/bundle-canary.js') as {
  bundleCanary: () => Bundle;
  HANDLER: string;
};
const bundle = bundleCanary();
let away: string;

beforeAll(() => {
  away = mkdtempSync(join(tmpdir(), 'dynconf-canary-'));
  cpSync(bundle.folder, away, { recursive: true });
});
afterAll(() => rmSync(away, { recursive: true }));

test.each(['nodejs/node_modules/canary.js', 'canary.js'])(
  'bundleCanary() puts a handler into %s that plain Node loads, away from the project',
  (file) => {
    const [, name] = HANDLER.split('.');
    const program = `process.stdout.write(typeof require(${JSON.stringify(join(away, file))}).${name})`;
    const environment = { PATH: process.env['PATH'] };
    const output = execFileSync(process.execPath, ['-e', program], { cwd: away, env: environment });
    expect(String(output)).toBe('function');
  },
);

test('bundleCanary() packs the same files as it leaves in the folder', () => {
  const files = entriesOf(readFileSync(bundle.zip));
  expect([...files.keys()].sort()).toEqual(['canary.js', 'nodejs/node_modules/canary.js']);
  for (const [name, content] of files)
    expect(content.equals(readFileSync(join(bundle.folder, name)))).toBe(true);
});

test('bundleCanary() stays below what a canary takes without a bucket', () => {
  expect(readFileSync(bundle.zip).toString('base64').length).toBeLessThan(225_000);
});

test('bundleCanary() names no place on this machine', () => {
  const code = readFileSync(join(bundle.folder, 'nodejs/node_modules/canary.js'), 'utf8');
  expect(code).not.toContain(PROJECT);
});

test('bundleCanary() makes the same bytes again, in another checkout too', () => {
  const checkout = mkdtempSync(join(tmpdir(), 'dynconf-checkout-'));
  try {
    for (const name of ['runtime', 'scripts', 'package-lock.json']) {
      cpSync(join(PROJECT, name), join(checkout, name), { recursive: true });
    }
    const program = `
      const { readdirSync, mkdirSync, symlinkSync } = require('node:fs');
      mkdirSync('node_modules');
      for (const name of readdirSync(process.argv[1])) {
        if (!name.startsWith('.')) symlinkSync(process.argv[1] + '/' + name, 'node_modules/' + name);
      }
      process.stdout.write(JSON.stringify(require('./scripts/bundle-canary.js').bundleCanary()));`;
    const modules = join(PROJECT, 'node_modules');
    const output = execFileSync(process.execPath, ['-e', program, modules], { cwd: checkout });
    const other = JSON.parse(String(output)) as Bundle;
    expect(other.zip).not.toBe(bundle.zip);
    expect(other.hash).toBe(bundle.hash);
    expect(readFileSync(other.zip).equals(readFileSync(bundle.zip))).toBe(true);
  } finally {
    rmSync(checkout, { recursive: true });
  }
});

test('bundleCanary() is done once', () => {
  expect(bundleCanary()).toEqual(bundle);
  expect(existsSync(bundle.zip)).toBe(true);
});

/** Reads an archive by its central directory, as unzip does. */
function entriesOf(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  const entries = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count--) {
    const [size, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    entries.set(name, inflateRawSync(zip.subarray(start, start + size)));
    at += 46 + nameLength;
  }
  return entries;
}
