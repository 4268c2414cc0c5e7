import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeLocalAppConfigs } from '../../builders/a-local-app-config';
import { dynconfWith } from '../../builders/command-line';
import { aServedProject } from '../../builders/served-project';
import { TESTED_SHOP } from '../../builders/tested-shop';

afterEach(closeLocalAppConfigs);

const COMMAND = ['test', 'dast', 'local/eu-west-1'];

describe('dynconf test dast', () => {
  test('dynconf test dast finds nothing at the local AppConfig and its agent, and names what it leaves out', async () => {
    const agentScope = { account: '000000000000', region: 'eu-west-1' };
    const { root, env, appConfig } = await aServedProject(TESTED_SHOP, { agentPort: 0, agentScope });
    const { exitCode, out } = await dynconfWith(
      { env },
      ...[...COMMAND, '--root', root, '--agent', appConfig.agentUrl ?? '', '--move-clock'],
    );
    const lines = out.split('\n');
    expect(lines.filter((line) => line.startsWith('FAIL') || line.startsWith('     '))).toEqual([
      '     the local AppConfig checks no signatures',
      '     the local AppConfig checks no signatures',
    ]);
    expect(lines.filter((line) => line.startsWith('ok'))).toHaveLength(14);
    expect(exitCode).toBe(0);
  });

  test('dynconf test dast leaves the clock and the agent alone unless it is told', async () => {
    const { root, env } = await aServedProject(TESTED_SHOP);
    const { out, err } = await dynconfWith({ env }, ...COMMAND, '--root', root);
    expect(out).toContain('skip a token of yesterday is refused\n     it moves the clock');
    expect(out).toContain('skip a path does not lead out of the agent\n');
    expect(err).toBe('11 passed, 0 failed, 5 skipped\n');
  });

  test('dynconf test dast finds a server that serves everybody and everything', async () => {
    const { root } = await aServedProject(TESTED_SHOP);
    const careless = createServer((request, response) => {
      request.resume();
      const headers = {
        'access-control-allow-origin': '*',
        server: 'demo/1.2.3',
        'content-type': 'text/plain',
      };
      response.writeHead(200, { ...headers, 'Next-Poll-Configuration-Token': 'a' });
      response.end('root:x:0:0:root\nError: a\n    at work (/srv/app.js:1:2)\n');
    });
    await new Promise<void>((resolve) => careless.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(careless.address() as AddressInfo).port}`;
    const env = { DYNCONF_APPCONFIG_ENDPOINT: url };
    const { exitCode, out } = await dynconfWith({ env }, ...COMMAND, '--root', root, '--agent', url);
    careless.closeAllConnections();
    await new Promise((resolve) => careless.close(resolve));
    expect(exitCode).toBe(1);
    for (const sentence of [
      'an invented token is answered with 200',
      'is answered with a stack trace',
      'is answered with a file of the machine',
      'tells a version: demo/1.2.3',
      'web pages of * may read the answer',
      'PUT is answered with 200',
    ]) {
      expect(out).toContain(sentence);
    }
  });

  test('dynconf test dast ends with exit code 2 when nobody answers', async () => {
    const { root } = await aServedProject(TESTED_SHOP);
    const env = { DYNCONF_APPCONFIG_ENDPOINT: 'http://127.0.0.1:1' };
    const { exitCode, err } = await dynconfWith({ env }, ...COMMAND, '--root', root);
    expect({ exitCode, err }).toEqual({ exitCode: 2, err: expect.stringContaining('does not answer: ') });
    const served = await aServedProject(TESTED_SHOP);
    const options = ['--root', served.root, '--agent', 'http://127.0.0.1:1'];
    expect((await dynconfWith({ env: served.env }, ...COMMAND, ...options)).exitCode).toBe(2);
  });
});
