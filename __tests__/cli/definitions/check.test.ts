import { run } from '../../../cli/definitions/check';
import type { Io } from '../../../cli/command';
import { SMALL_PROJECT, writeProject, type ProjectFiles } from '../../builders/write-project';

const FLAG = 'description: D\nowner: team-a\n';

async function check(files: ProjectFiles, options: Record<string, string | boolean> = {}) {
  const written = { out: '', err: '' };
  const io: Io = {
    out: (text) => (written.out += text),
    err: (text) => (written.err += text),
    env: {},
    color: false,
    width: 80,
    signal: new AbortController().signal,
  };
  const root = writeProject({ ...SMALL_PROJECT, ...files });
  return { exitCode: await run(io, { root, args: [], options }), ...written };
}

test('run() says that there are no mistakes, and exits 0', async () => {
  expect(await check({})).toEqual({ exitCode: 0, out: 'no mistakes in 4 files\n', err: '' });
});

test('run() prints every mistake to standard output, and exits 1', async () => {
  const { exitCode, out } = await check({ 'opconfig/checkout.yaml': 'owner: team-a\ndefault: 5\n' });
  expect(exitCode).toBe(1);
  expect(out).toContain('opconfig/checkout.yaml:2:10  error  WRONG_TYPE');
  expect(out.endsWith('1 error\n')).toBe(true);
});

test('run() exits 0 on warnings alone, and 1 with --strict', async () => {
  const files = { 'flags/checkout/pay.yaml': `${FLAG}expires: 2020-01-01\ndefault: {}\n` };
  const lenient = await check(files, { format: 'json' });
  const strict = await check(files, { format: 'json', strict: true });
  expect([lenient.exitCode, strict.exitCode]).toEqual([0, 1]);
  expect(JSON.parse(lenient.out)).toMatchObject({
    errors: 0,
    warnings: 1,
    diagnostics: [{ severity: 'warning' }],
  });
  expect(JSON.parse(strict.out)).toMatchObject({
    errors: 1,
    warnings: 0,
    diagnostics: [{ severity: 'error' }],
  });
});

test('run() refuses a format that there is not', async () => {
  await expect(check({}, { format: 'xml' })).rejects.toMatchObject({
    exitCode: 2,
    message: '--format is xml, text, json, sarif, github are possible',
  });
});

test('run() refuses a root that is no folder', async () => {
  const io = { out: () => undefined, err: () => undefined } as unknown as Io;
  await expect(run(io, { root: '/nowhere/at/all', args: [], options: {} })).rejects.toMatchObject({
    exitCode: 2,
  });
});
