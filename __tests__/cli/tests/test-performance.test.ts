import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeLocalAppConfigs } from '../../builders/a-local-app-config';
import { type CommandResult, dynconf, dynconfWith } from '../../builders/command-line';
import { aServedProject, type ServedProject } from '../../builders/served-project';
import { type SlowProxy, startSlowProxy } from '../../builders/slow-proxy';
import { TESTED_SHOP } from '../../builders/tested-shop';
import { writeProject } from '../../builders/write-project';

/** So much more than a busy machine adds by itself. */
const DELAY_MILLISECONDS = 400;
const COMMAND = [
  'test',
  'performance',
  'local/eu-west-1',
  '--seconds',
  '2',
  '--clients',
  '3',
  '--pause',
  '20',
  '--noise',
  '150',
];

describe('dynconf test performance', () => {
  let served: ServedProject;
  let proxy: SlowProxy;

  beforeEach(async () => {
    served = await aServedProject(TESTED_SHOP);
    proxy = await startSlowProxy(served.appConfig);
  });
  afterEach(async () => {
    await proxy.close();
    await closeLocalAppConfigs();
  });

  const perform = (...more: readonly string[]): Promise<CommandResult> =>
    dynconfWith(
      { env: { DYNCONF_APPCONFIG_ENDPOINT: proxy.url } },
      ...COMMAND,
      '--root',
      served.root,
      ...more,
    );
  const file = (): string => join(served.root, 'performance-baselines.json');

  test('dynconf test performance passes against an equal server and fails against one that became slow', async () => {
    const saved = await perform('--save-baseline');
    expect(saved).toMatchObject({ exitCode: 0, err: '1 passed, 0 failed\n' });
    expect(Object.keys(JSON.parse(readFileSync(file(), 'utf8')) as object)).toEqual(['local/eu-west-1']);
    const equal = await perform();
    expect(equal).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('ok   as fast as before\n     before: '),
    });
    proxy.delayMilliseconds = DELAY_MILLISECONDS;
    const slow = await perform('--report', join(served.root, 'reports/performance.xml'));
    expect(slow).toMatchObject({
      exitCode: 1,
      out: expect.stringMatching(/FAIL as fast as before\n {5}p50 is \d/),
    });
    expect(readFileSync(join(served.root, 'reports/performance.xml'), 'utf8')).toContain('failures="1"');
  });

  test('dynconf test performance says that there is nothing to compare with', async () => {
    const { exitCode, out, err } = await perform('--seconds', '0.3');
    expect({ exitCode, err }).toEqual({
      exitCode: 0,
      err: 'warning performance of local/eu-west-1 is compared with nothing\n1 passed, 0 failed, 1 skipped\n',
    });
    expect(out).toContain('skip as fast as before\n');
    expect(out).toContain('has nothing on local/eu-west-1: commit the entry that is printed here');
  });

  test('dynconf test performance fails without anything to compare with where that is asked for', async () => {
    const { exitCode, out } = await perform('--seconds', '0.3', '--require-baseline');
    expect(exitCode).toBe(1);
    expect(out).toMatch(/FAIL as fast as before\n.* has nothing on local\/eu-west-1/);
  });

  test('dynconf test performance says what it has measured as the entry that a person commits, in the log, the report and a file', async () => {
    const report = join(served.root, 'reports/performance/eu-west-1.xml');
    const { out } = await perform('--seconds', '0.3', '--report', report);
    const [, entry = ''] = /as a baseline: (.*)/.exec(out) ?? [];
    const exported = readFileSync(join(served.root, 'reports/performance/eu-west-1.baseline.json'), 'utf8');
    expect(exported).toBe(`${entry}\n`);
    expect(readFileSync(report, 'utf8')).toContain('as a baseline: ');
    expect(readFileSync(report, 'utf8')).toContain('<skipped/>');
    writeFileSync(file(), exported);
    // How fast this machine is just now is not the point.
    expect(await perform('--seconds', '0.3', '--require-baseline', '--noise', '10000')).toMatchObject({
      out: expect.stringContaining('ok   as fast as before'),
    });
  });

  test('dynconf test performance fails when polls fail, and saves nothing of that', async () => {
    proxy.isBroken = true;
    const { exitCode, out } = await perform('--seconds', '0.3', '--save-baseline');
    expect(exitCode).toBe(1);
    expect(out).toContain('FAIL 3 clients are answered\n     100 % of polls fail: ');
    expect(existsSync(file())).toBe(false);
  });

  test('dynconf test performance does not compare what was measured otherwise, or a file that is none', async () => {
    await perform('--seconds', '0.3', '--save-baseline');
    const other = await perform('--seconds', '0.3', '--clients', '2');
    expect(other).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('with 3 clients and pauses of 20 ms: not comparable'),
    });
    writeFileSync(file(), '[]');
    expect(await perform('--seconds', '0.3')).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('is not a JSON object of baselines'),
    });
    const [load, measured] = [{ clients: 3 }, { p50: 1, p95: 2, errorPercent: 0 }];
    for (const entry of [{}, null, 1, 'x', { load, measured }, { load: null, measured: null }]) {
      writeFileSync(file(), JSON.stringify({ 'local/eu-west-1': entry }));
      expect(await perform('--seconds', '0.3')).toMatchObject({
        exitCode: 2,
        err: expect.stringContaining('has no measures of local/eu-west-1'),
      });
    }
  });

  test('dynconf test performance stops at once when it is interrupted, and when its time is over', async () => {
    const interrupt = new AbortController();
    const env = { DYNCONF_APPCONFIG_ENDPOINT: proxy.url };
    const long = [...COMMAND, '--seconds', '60', '--root', served.root];
    const run = dynconfWith({ env, signal: interrupt.signal }, ...long);
    setTimeout(() => interrupt.abort(), 300);
    expect(await run).toMatchObject({ exitCode: 130, out: '' });
    const over = await dynconfWith({ env }, ...long, '--minutes', '0.01');
    expect(over).toMatchObject({
      exitCode: 1,
      out: 'FAIL is done in time\n     it was not over after 0.01 minutes\n',
    });
  });
});

test('dynconf test performance refuses numbers that are no test of one’s own share', async () => {
  const root = writeProject(TESTED_SHOP);
  const { exitCode, err } = await dynconf(...COMMAND, '--clients', '100000', '--root', root);
  expect({ exitCode, err }).toEqual({
    exitCode: 2,
    err: '--clients is 100000, a number from 1 to 200 is possible\n',
  });
});

test.each(['performance', 'resilience'])('dynconf test %s puts no load on nobody', async (kind) => {
  const root = writeProject(TESTED_SHOP);
  const env = { DYNCONF_APPCONFIG_ENDPOINT: 'http://127.0.0.1:1' };
  const { exitCode, out, err } = await dynconfWith({ env }, 'test', kind, 'local/eu-west-1', '--root', root);
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
  expect(err).toContain('ECONNREFUSED');
});
