import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aLocalAppConfig, aStrategy, closeLocalAppConfigs } from '../../builders/a-local-app-config';
import { dynconf, dynconfWith } from '../../builders/command-line';
import { aServedProject } from '../../builders/served-project';
import { TESTED_SHOP } from '../../builders/tested-shop';
import { writeProject } from '../../builders/write-project';

afterEach(closeLocalAppConfigs);

const COMMAND = ['test', 'integration', 'local/eu-west-1'];

describe('dynconf test integration', () => {
  test('dynconf test integration passes when clients get every document as the definitions say', async () => {
    const { root, env } = await aServedProject(TESTED_SHOP);
    const { exitCode, out, err } = await dynconfWith({ env }, ...COMMAND, '--root', root);
    expect(out.split('\n')).toEqual([
      'ok   checkout flags is served as the definitions say',
      'ok   checkout operations is served as the definitions say',
      'ok   search flags is served as the definitions say',
      '',
    ]);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '3 passed, 0 failed\n' });
  });

  test('dynconf test integration fails with the key that differs, and writes a JUnit report', async () => {
    const { root, env, deploy } = await aServedProject(TESTED_SHOP);
    await deploy('checkout operations', { 'log-level': 'debug' });
    const report = join(root, 'reports', 'deep', 'integration.xml');
    const { exitCode, out } = await dynconfWith({ env }, ...COMMAND, '--root', root, '--report', report);
    expect(exitCode).toBe(1);
    expect(out).toContain('FAIL checkout operations');
    expect(out).toContain('     log-level is "debug", should be "info"\n');
    const xml = readFileSync(report, 'utf8');
    expect(xml).toContain('tests="3" failures="1"');
    expect(xml).toContain('file="environments/local.yaml"');
  });

  test('dynconf test integration fails where clients get nothing yet', async () => {
    const { root, env, control, deploy } = await aServedProject(TESTED_SHOP);
    await deploy('search flags', { version: '1', flags: {}, values: {} }, await aStrategy(control));
    const { exitCode } = await dynconfWith({ env }, ...COMMAND, '--root', root);
    // Nobody is in the share at minute 0: what was served before is still right.
    expect(exitCode).toBe(0);
    const fresh = writeProject({
      ...TESTED_SHOP,
      'opconfig/added.yaml': 'owner: team-a\ndefault: { a: 1 }\n',
    });
    const { out } = await dynconfWith({ env }, ...COMMAND, '--root', fresh);
    expect(out).toContain('FAIL added operations');
    expect(out).toContain('     AppConfig does not have it: it was never applied here, or never released\n');
  });

  test('dynconf test integration says once that a target was never applied', async () => {
    const { url } = await aLocalAppConfig();
    const env = { DYNCONF_APPCONFIG_ENDPOINT: url };
    const fresh = await dynconfWith({ env }, ...COMMAND, '--root', writeProject(TESTED_SHOP));
    expect(fresh).toEqual({
      exitCode: 1,
      out: 'FAIL local/eu-west-1 is served as the definitions say\n     AppConfig has nothing of local/eu-west-1: it was never applied, begin with local-eu-west-1-foundation\n',
      err: '0 passed, 1 failed\n',
    });
  });

  test('dynconf test integration ends with exit code 2 when nobody answers, and names targets that there are', async () => {
    const root = writeProject(TESTED_SHOP);
    const env = { DYNCONF_APPCONFIG_ENDPOINT: 'http://127.0.0.1:1' };
    const silent = await dynconfWith({ env }, ...COMMAND, '--root', root);
    expect(silent).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/^AppConfig does not answer: .* \(is `npx dynconf serve` running\?\)\n$/),
    });
    const unknown = await dynconf('test', 'integration', 'local/eu-west-2', '--root', root);
    expect(unknown).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('did you mean local/eu-west-1?'),
    });
  });

  test('dynconf test integration refuses minutes that are none', async () => {
    const root = writeProject(TESTED_SHOP);
    const { exitCode, err } = await dynconf(...COMMAND, '--root', root, '--minutes', '31');
    expect({ exitCode, err }).toEqual({
      exitCode: 2,
      err: '--minutes is 31, a number from 0.01 to 30 is possible\n',
    });
  });

  test('dynconf test integration says 130 when it is interrupted', async () => {
    const { root, env } = await aServedProject(TESTED_SHOP);
    const interrupted = { env, signal: AbortSignal.abort() };
    expect(await dynconfWith(interrupted, ...COMMAND, '--root', root)).toMatchObject({
      exitCode: 130,
      out: '',
      err: '\ninterrupted: the integration test has no result\n',
    });
  });
});
