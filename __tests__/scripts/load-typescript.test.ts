import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '..', '..');
const LONG_AGO = new Date('2020-01-01T00:00:00Z');

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'dynconf-load-'));
  mkdirSync(join(project, 'node_modules'));
  for (const name of ['esbuild', '@esbuild']) {
    symlinkSync(join(PROJECT, 'node_modules', name), join(project, 'node_modules', name));
  }
  for (const name of ['load-typescript.js', 'run-bundle.js', 'whole-file.js', 'installed.js']) {
    cpSync(join(PROJECT, 'scripts', name), join(project, 'scripts', name));
    utimesSync(join(project, 'scripts', name), LONG_AGO, LONG_AGO);
  }
  write('package-lock.json', '{}');
  write('main.ts', `import { part } from './part';\nexport const answer: string = part;\n`);
  write('part.ts', `export const part = 'one';\n`);
});
afterEach(() => rmSync(project, { recursive: true }));

test('loadTypeScript() runs a TypeScript file with what it imports', () => {
  expect(load()).toBe('one');
});

test('loadTypeScript() does not build again while no source has changed', () => {
  load();
  // Without the bundler nothing can be built.
  rmSync(join(project, 'node_modules', 'esbuild'));
  expect(load()).toBe('one');
});

test('loadTypeScript() says how to install the packages where they are missing', () => {
  rmSync(join(project, 'node_modules', 'esbuild'));
  write('package-lock.json', JSON.stringify({ packages: { 'node_modules/esbuild': { version: '1.0.0' } } }));
  const ended = spawnSync(
    process.execPath,
    ['-e', `require('./scripts/load-typescript').loadTypeScript('main.ts')`],
    {
      cwd: project,
      encoding: 'utf8',
    },
  );
  expect(ended).toMatchObject({
    status: 2,
    stderr: 'The packages of package-lock.json are not installed: run `npm ci`.\n',
  });
});

test('loadTypeScript() sees a change of an imported file that has the same length', () => {
  load();
  write('part.ts', `export const part = 'two';\n`);
  expect(load()).toBe('two');
});

test('loadTypeScript() follows import() into what it bundles and into Node', () => {
  write(
    'main.ts',
    `export const answer = (async () => (await import('./part')).part + typeof (await import('node:os')).cpus)();`,
  );
  expect(load()).toBe('onefunction');
});

test.each(['package-lock.json', 'scripts/load-typescript.js'])(
  'loadTypeScript() builds again when %s changes',
  (file) => {
    load();
    rmSync(join(project, 'node_modules', 'esbuild'));
    utimesSync(join(project, file), new Date(), new Date());
    expect(load).toThrow('npm ci');
  },
);

test('loadTypeScript() does not keep a bundle of sources that were saved while it was made', () => {
  const soon = new Date(Date.now() + 3_600_000);
  utimesSync(join(project, 'part.ts'), soon, soon);
  expect(load()).toBe('one');
  rmSync(join(project, 'node_modules', 'esbuild'));
  expect(load).toThrow('npm ci');
});

function write(file: string, text: string): void {
  const path = join(project, file);
  rmSync(path, { force: true });
  writeFileSync(path, text);
  utimesSync(path, LONG_AGO, LONG_AGO);
}

function load(): string {
  const program = `Promise.resolve(require('./scripts/load-typescript').loadTypeScript('main.ts').answer)
    .then((answer) => process.stdout.write(answer))`;
  return execFileSync(process.execPath, ['-e', program], { cwd: project, encoding: 'utf8', stdio: 'pipe' });
}
