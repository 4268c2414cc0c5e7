import { aStrategy, closeLocalAppConfigs } from '../../builders/a-local-app-config';
import { dynconfWith } from '../../builders/command-line';
import { compileDocuments } from '../../../compiler/compile-documents';
import type { JsonObject } from '../../../compiler/project';
import { targetsIn } from '../../../compiler/targets';
import { aServedProject, type ServedProject } from '../../builders/served-project';
import { TESTED_SHOP } from '../../builders/tested-shop';

afterEach(closeLocalAppConfigs);

const COMMAND = ['test', 'acceptance', 'local/eu-west-1'];

/** The document of checkout's flags, with another limit for staff. */
function otherLimit({ project }: ServedProject): JsonObject {
  const [target] = targetsIn(project, 'local');
  const document =
    target && compileDocuments(project, target).find(({ component }) => component === 'checkout');
  return JSON.parse((document?.content ?? '').replace('"limit":500', '"limit":400')) as JsonObject;
}

describe('dynconf test acceptance', () => {
  test('dynconf test acceptance runs the specs of the target on what is served', async () => {
    const { root, env } = await aServedProject(TESTED_SHOP);
    const { exitCode, out } = await dynconfWith({ env }, ...COMMAND, '--root', root);
    expect(out.split('\n')).toEqual([
      'ok   checkout/pay: staff may pay more',
      'ok   checkout/pay: elders pay less',
      'ok   checkout/pay: all others',
      'ok   search/rank: everybody',
      '',
    ]);
    expect(exitCode).toBe(0);
  });

  test('dynconf test acceptance fails for a variant that is served otherwise, though clients see the default alone', async () => {
    const served = await aServedProject(TESTED_SHOP);
    await served.deploy('checkout flags', otherLimit(served));
    const { exitCode, out } = await dynconfWith({ env: served.env }, ...COMMAND, '--root', served.root);
    expect(exitCode).toBe(1);
    expect(out).toContain('FAIL checkout/pay: staff may pay more\n     limit is 400, expected 500\n');
    expect(out).toContain('ok   checkout/pay: elders pay less');
  });

  test('dynconf test acceptance fails while a rollout is on its way', async () => {
    const served = await aServedProject(TESTED_SHOP);
    await served.deploy('checkout flags', otherLimit(served), await aStrategy(served.control));
    const { exitCode, out } = await dynconfWith({ env: served.env }, ...COMMAND, '--root', served.root);
    expect(exitCode).toBe(1);
    expect(out).toContain('FAIL checkout/pay: all others\n     deployment 3 is DEPLOYING\n');
    expect(out).toContain('ok   search/rank: everybody');
  });

  test('dynconf test acceptance lets an agent decide', async () => {
    const scope = { account: '000000000000', region: 'eu-west-1' };
    const served = await aServedProject(TESTED_SHOP, { agentPort: 0, agentScope: scope });
    const agent = ['--agent', served.appConfig.agentUrl ?? ''];
    const first = await dynconfWith({ env: served.env }, ...COMMAND, '--root', served.root, ...agent);
    expect(first).toMatchObject({ exitCode: 0, err: '4 passed, 0 failed\n' });
    await served.deploy('checkout flags', otherLimit(served));
    const { out } = await dynconfWith({ env: served.env }, ...COMMAND, '--root', served.root, ...agent);
    expect(out).toContain('limit is 400, expected 500');
  });

  test('dynconf test acceptance says that nothing was promised', async () => {
    const { root, env } = await aServedProject({
      'environments/local.yaml': 'regions: [eu-west-1]\n',
      'opconfig/checkout.yaml': 'owner: team-a\ndefault: { log-level: info }\n',
    });
    const { exitCode, out } = await dynconfWith({ env }, ...COMMAND, '--root', root);
    expect({ exitCode, out }).toEqual({
      exitCode: 0,
      out: 'skip flags do as their specs say\n     no flag has a spec here\n',
    });
  });

  test('dynconf test acceptance ends with exit code 2 when no agent answers', async () => {
    const { root, env } = await aServedProject(TESTED_SHOP);
    const nobody = ['--agent', 'http://127.0.0.1:1'];
    const { exitCode, err } = await dynconfWith({ env }, ...COMMAND, '--root', root, ...nobody);
    expect({ exitCode, err }).toEqual({
      exitCode: 2,
      err: 'no AppConfig Agent answers at http://127.0.0.1:1\n',
    });
  });
});
