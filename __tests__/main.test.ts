import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Json } from '../compiler/project';
import { synthesize } from '../main';
import { anAlarm, anEnvironment } from './builders/environment';
import { aFlag } from './builders/flag';
import { anOperations } from './builders/operations';
import { aComponent, aProject, aTools } from './builders/project';
import { withSynthesized } from './builders/synth';
import { WHOLE_SHOP } from './builders/whole-shop';
import { writeProject } from './builders/write-project';

const PROJECT = resolve(__dirname, '..');
const APP = join(PROJECT, 'scripts', 'app.js');
let folder: string;
let shop: string;

// Every run is a process of its own.
jest.setTimeout(60_000);

beforeAll(() => {
  shop = writeProject(WHOLE_SHOP);
});
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'dynconf-main-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the app as cdktf does, on a shop of the tests' own unless told otherwise. */
function app(place: string, env: Record<string, string> = {}) {
  const temporary = join(place, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, [APP], {
    cwd: place,
    env: { PATH: process.env['PATH'], DYNCONF_ROOT: shop, TMPDIR: temporary, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stderr, outdir: join(place, 'cdktf.out'), temporary };
}

/** Every file of a folder with its content. */
function contentsOf(place: string): Record<string, string> {
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(place.length), readFileSync(path, 'utf8')]));
}

test('main() writes the same bytes on every run, wherever the checkout is', () => {
  const [one, other] = [join(folder, 'one'), join(folder, 'somewhere', 'else')];
  // Every kind of stack is among them.
  const env = { DYNCONF_ENVIRONMENTS: 'local,gamma,tools' };
  const first = app(one, env);
  expect(first).toMatchObject({ status: 0 });
  expect(app(other, env).status).toBe(0);
  const written = contentsOf(first.outdir);
  expect(Object.keys(written).length).toBeGreaterThan(40);
  expect(contentsOf(join(other, 'cdktf.out'))).toEqual(written);
  expect(app(one, env).status).toBe(0);
  expect(contentsOf(first.outdir)).toEqual(written);
  expect(JSON.stringify(written)).not.toContain(folder);
});

test('synthesize() takes away the documents of a component that is gone', () => {
  const outdir = join(folder, 'cdktf.out');
  const assets = () => readdirSync(join(outdir, 'stacks', 'beta-us-east-1-flags', 'assets'));
  synthesize(aProject({ components: [aComponent(), aComponent({ name: 'search' })] }), { outdir });
  expect(assets()).toHaveLength(2);
  synthesize(aProject(), { outdir });
  expect(assets()).toEqual([expect.stringMatching(/^checkout_/)]);
});

test('main() leaves no staged document behind', () => {
  const { status, temporary } = app(folder, { DYNCONF_ENVIRONMENTS: 'local' });
  expect(status).toBe(0);
  expect(readdirSync(temporary)).toEqual([]);
});

test('main() leaves no staged document behind when it fails', () => {
  mkdirSync(join(folder, 'cdktf.out', 'stacks', 'local-eu-west-1-flags', 'cdk.tf.json'), { recursive: true });
  const { status, stderr, temporary } = app(folder, { DYNCONF_ENVIRONMENTS: 'local' });
  expect(status).toBe(70);
  expect(stderr).toContain('a bug of ours');
  expect(readdirSync(temporary)).toEqual([]);
});

test('main() writes the stacks of the chosen environments only', () => {
  const { status, outdir } = app(folder, { DYNCONF_ENVIRONMENTS: 'local, beta' });
  expect(status).toBe(0);
  const environments = readdirSync(join(outdir, 'stacks')).map((name) => name.replace(/-(eu|us)-.*/, ''));
  expect([...new Set(environments)].sort()).toEqual(['access-beta', 'beta', 'local']);
});

test('main() writes the once-only stacks for tools', () => {
  const { status, outdir } = app(folder, { DYNCONF_ENVIRONMENTS: 'tools' });
  expect(status).toBe(0);
  expect(readdirSync(join(outdir, 'stacks')).sort()).toEqual([
    'access-tools',
    'delivery-pipeline',
    'platform-pipeline',
    'release-events',
    'temporary-environments',
  ]);
});

test('main() refuses an environment that does not exist, and says which do', () => {
  const { status, stderr, outdir } = app(folder, { DYNCONF_ENVIRONMENTS: 'betta' });
  expect(status).toBe(2);
  expect(stderr).toBe(
    'DYNCONF_ENVIRONMENTS names betta, which is no environment: there are beta, gamma, local, prod, tools\n',
  );
  expect(existsSync(outdir)).toBe(false);
});

test('main() refuses a definitions folder that does not exist', () => {
  const { status, stderr } = app(folder, { DYNCONF_ROOT: join(folder, 'nowhere') });
  expect(status).toBe(2);
  expect(stderr).toBe(
    `there is no folder ${join(folder, 'nowhere')}: DYNCONF_ROOT names the definitions folder\n`,
  );
});

test('main() says what is wrong with the definitions and touches nothing', () => {
  const root = writeProject(WHOLE_SHOP);
  const before = app(folder, { DYNCONF_ROOT: root, DYNCONF_ENVIRONMENTS: 'local' });
  expect(before.status).toBe(0);
  const written = contentsOf(before.outdir);
  writeFileSync(join(root, 'flags', 'checkout', 'broken.yaml'), 'description: x\nownr: y\n');
  const after = app(folder, { DYNCONF_ROOT: root, DYNCONF_ENVIRONMENTS: 'local' });
  expect(after.status).toBe(1);
  expect(after.stderr).toContain('flags/checkout/broken.yaml:2:1');
  expect(after.stderr).not.toMatch(/^\s+at /m);
  expect(contentsOf(before.outdir)).toEqual(written);
});

test('main() puts the lock file beside every stack, so that deploying asks no registry', () => {
  const { outdir } = app(folder, { DYNCONF_ENVIRONMENTS: 'local,tools' });
  const lockFile = readFileSync(join(PROJECT, '.terraform.lock.hcl'), 'utf8');
  const stacks = readdirSync(join(outdir, 'stacks'));
  expect(stacks).toHaveLength(11);
  for (const stack of stacks) {
    expect(readFileSync(join(outdir, 'stacks', stack, '.terraform.lock.hcl'), 'utf8')).toBe(lockFile);
  }
});

test('main() finds the local AppConfig where it is told to', () => {
  const { outdir } = app(folder, {
    DYNCONF_ENVIRONMENTS: 'local,beta',
    DYNCONF_APPCONFIG_ENDPOINT: 'http://127.0.0.1:4999',
  });
  const stack = (name: string) => readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8');
  expect(stack('local-eu-west-1-flags')).toContain('"appconfig": "http://127.0.0.1:4999"');
  expect(stack('beta-us-east-1-flags')).not.toContain('endpoints');
});

const NASTY =
  '${var.x} %{ if } $${y} %%{z} ${TfToken[TOKEN.0]} #{TfToken[TOKEN.1]} "q" \\ \n \u2028 😀 -1.8881545897087632e+289';

test('synthesize() keeps what people write out of Terraform’s and cdktf’s hands', () => {
  const metric = { ...anAlarm().metric, name: NASTY, namespace: NASTY, dimensions: { [NASTY]: NASTY } };
  const project = aProject({
    components: [
      aComponent({
        flags: [aFlag({ description: NASTY })],
        operations: anOperations({
          description: NASTY,
          schema: { pattern: NASTY },
          default: { text: NASTY },
        }),
      }),
    ],
    environments: [
      anEnvironment({ description: NASTY, tags: { [NASTY]: NASTY }, alarms: [anAlarm({ metric })] }),
    ],
    tools: aTools({ source: { ...aTools().source, trunk: NASTY, repository: NASTY } }),
  });
  withSynthesized(project, ({ outdir, stack }) => {
    for (const name of readdirSync(join(outdir, 'stacks'))) {
      expect(templatesIn(JSON.parse(JSON.stringify(stack(name))) as Json)).toEqual([]);
    }
    const operations = Object.entries(contentsOf(outdir)).find(([path]) => /operations\/assets/.test(path));
    expect(JSON.parse(operations?.[1] ?? '')).toEqual({ text: NASTY });
  });
});

/** Templates that Terraform would evaluate and that are not ours. */
function templatesIn(json: Json): string[] {
  if (typeof json === 'string') {
    const escaped = json.replaceAll('$${', '').replaceAll('%%{', '');
    const ours =
      /\$\{(aws_|data\.terraform_remote_state|file\(|path\.module|contains\(|self\.|terraform\.workspace|"TfToken"\})/g;
    return /\$\{|%\{|\{TfToken\[/.test(escaped.replace(ours, '')) ? [json] : [];
  }
  if (json === null || typeof json !== 'object') return [];
  return Object.entries(json).flatMap(([key, value]) => [...templatesIn(key), ...templatesIn(value)]);
}

test('synthesize() carries no content through the construct tree: a stack is as long for 1 MB as for nothing', () => {
  const ids = Array.from({ length: 60_000 }, (_, index) => `a${index}1e5f${index}`);
  const lengthWith = (value: Json) => {
    const operations = anOperations({ default: { ids: value } });
    return withSynthesized(
      aProject({ components: [aComponent({ operations })] }),
      ({ stack }) => JSON.stringify(stack('beta-us-east-1-operations')).length,
    );
  };
  expect(JSON.stringify(ids).length).toBeGreaterThan(1_000_000);
  expect(lengthWith(ids)).toBe(lengthWith([]));
});
