import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../cli/dynconf';
import { loadProject } from '../../../compiler/load-project';
import { targetsOf } from '../../../compiler/targets';
import { synthesize } from '../../../main';
import { connectAppConfig } from '../../../release/appconfig/appconfig-clients';
import { deployStack } from '../../../release/deploy/deploy';
import type { ReleaseEvent } from '../../../release/release-event';
import { removeTarget } from '../../../release/temporary/remove-environment';
import { openStack } from '../../../release/terraform/stack-folder';
import { terraformEnvironment } from '../../../release/terraform/terraform-environment';
import { readServed } from '../../../release/appconfig/verify-served';
import {
  aLocalAppConfig,
  aVersion,
  closeLocalAppConfigs,
  type TestAppConfig,
} from '../../builders/a-local-app-config';
import type { CommandResult } from '../../builders/command-line';
import { describeWithTerraform } from '../../builders/terraform-prerequisite';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

/** The real Terraform starts the real provider for every plan and destroy: seconds each. */
jest.setTimeout(300_000);

const DEFINITION = 'environments/temporary/feat-x.yaml';
const ACCESS = { region: 'us-east-1', accessKey: '000000000000' };
const SERVED = { application: 'checkout-feat-x', environment: 'feat-x', profile: 'flags' };

describeWithTerraform('a temporary environment with the real Terraform and provider', () => {
  const root = writeProject(SMALL_PROJECT);
  const cdktfOut = join(root, 'cdktf.out');
  const { env } = terraformEnvironment();
  let appConfig: TestAppConfig;

  beforeAll(async () => {
    appConfig = await aLocalAppConfig();
  });
  afterAll(closeLocalAppConfigs);

  const environment = (...argv: readonly string[]): Promise<CommandResult> =>
    commandIn(root, ['environment', ...argv]);

  async function commandIn(
    folder: string,
    argv: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): Promise<CommandResult> {
    let [out, err] = ['', ''];
    const exitCode = await run([...argv, '--root', folder], {
      out: (text) => (out += text),
      err: (text) => (err += text),
      env: { ...process.env, ...more },
      color: false,
      width: 80,
      signal: new AbortController().signal,
    });
    return { exitCode, out, err };
  }

  const remove = (): Promise<CommandResult> => environment('remove', 'feat-x', '--cdktf-out', cdktfOut);

  function stack(kind: string) {
    return openStack(cdktfOut, `feat-x-us-east-1-${kind}`);
  }

  const passTime = (): Promise<void> => Promise.resolve(appConfig.clock.advance(20));

  async function readAsConsumer(): Promise<unknown> {
    const clients = connectAppConfig({ ...ACCESS, endpoint: appConfig.url });
    try {
      return await readServed(clients.data, SERVED);
    } finally {
      clients.destroy();
    }
  }

  test('is not removed where nobody can read its states, and says what to do if it was never deployed', async () => {
    const folder = writeProject({
      ...SMALL_PROJECT,
      [DEFINITION]:
        'account: "111111111111"\nregions: [us-east-1]\nbackend: { type: s3, bucket: shop-states, region: us-east-1 }\ntemporary: { owner: team-a, expires: 2099-12-01 }\n',
    });
    const out = join(folder, 'cdktf.out');
    const nobody = { AWS_EC2_METADATA_DISABLED: 'true', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' };
    const removed = await commandIn(folder, ['environment', 'remove', 'feat-x', '--cdktf-out', out], nobody);
    expect(removed.exitCode).toBe(2);
    expect(removed.err.split('\n')[0]).toBe(
      'feat-x-us-east-1-foundation: AWS credentials are missing or expired, so nothing is removed; of what was never deployed only the definition is to be deleted',
    );
    expect(existsSync(join(folder, DEFINITION))).toBe(true);
  });

  test('is created from local and deployed, with applications of its own', async () => {
    const created = await environment('create', 'feat-x', '--from', 'local', '--owner', 'team-a');
    expect(created).toMatchObject({ exitCode: 0, out: `${DEFINITION}\n` });
    const { project } = loadProject(root);
    if (!project) throw new Error('the definitions are not in order');
    expect(targetsOf(project, ['feat-x'])).toHaveLength(1);
    synthesize(project, { outdir: cdktfOut, localEndpoint: appConfig.url, environments: ['feat-x'] });
    for (const kind of ['foundation', 'flags']) {
      await deployStack(stack(kind), { env, onEvent: () => undefined, sleep: passTime });
    }
    expect(await readAsConsumer()).toEqual({ pay: { enabled: true } });
    const [application] = appConfig.inspect().applications;
    expect(application?.name).toBe('checkout-feat-x');
  });

  test('has a status, read from the states that Terraform wrote', async () => {
    const { out, exitCode } = await commandIn(root, ['status', '--in', 'feat-x', '--cdktf-out', cdktfOut]);
    expect(out).toContain('checkout flags       in sync       deployment 1 of version 1\n');
    expect(out).toContain('checkout operations  not deployed  nothing was ever deployed\n');
    expect(exitCode).toBe(1);
  });

  test('is not removed while an application reads it, and says what to do', async () => {
    const [application] = appConfig.inspect().applications;
    const flags = application?.profiles.find(({ name }) => name === 'flags');
    const ids = { ApplicationId: application?.id ?? '', ConfigurationProfileId: flags?.id ?? '' };
    await aVersion(appConfig.control, ids, { version: '1' });
    // Protection leaves out what is younger than an hour.
    appConfig.clock.advance(2 * 3600);
    await readAsConsumer();
    const refused = await remove();
    expect(refused.err).toContain('AWS deletes nothing that an application has read in the last 60 minutes');
    expect(refused.exitCode).toBe(3);
    expect(existsSync(join(root, DEFINITION))).toBe(true);
  });

  test('goes on where removing it stopped, and waits when it is told to', async () => {
    const warnings: ReleaseEvent[] = [];
    await removeTarget(
      { foundation: stack('foundation'), releases: [stack('flags'), stack('operations')] },
      {
        env,
        waits: true,
        onEvent: (event) => event.type === 'warning' && warnings.push(event),
        // An hour for five minutes: each try costs seconds.
        sleep: () => Promise.resolve(appConfig.clock.advance(61 * 60)),
      },
    );
    expect(warnings).toHaveLength(1);
    expect(appConfig.inspect().applications).toEqual([]);
  });

  test('leaves nothing behind, its definition last', async () => {
    const removed = await remove();
    expect(removed.err).toContain(`${DEFINITION} is deleted: commit that`);
    expect(removed.exitCode).toBe(0);
    expect(existsSync(join(root, 'environments', 'temporary'))).toBe(false);
    expect(readdirSync(join(cdktfOut, 'stacks'))).toEqual([]);
    expect(readdirSync(join(root, '.dynconf', 'state'))).toEqual([]);
    expect(readFileSync(join(root, 'environments/local.yaml'), 'utf8')).toBe(
      SMALL_PROJECT['environments/local.yaml'],
    );
  });

  /** Never deployed: its stacks are made to see that nothing is there. */
  function anExpiredProject(): { readonly folder: string; readonly out: string } {
    const expired = 'extends: local\ntemporary: { owner: team-a, expires: 2020-01-01 }\n';
    const flag = `${String(SMALL_PROJECT['flags/checkout/pay.yaml'])}overrides: { feat-x: { enabled: false } }\n`;
    const folder = writeProject({ ...SMALL_PROJECT, [DEFINITION]: expired, 'flags/checkout/pay.yaml': flag });
    return { folder, out: join(folder, 'cdktf.out') };
  }

  test('keeps its definition while a flag names it, and says where', async () => {
    const { folder, out } = anExpiredProject();
    const { exitCode, err } = await commandIn(folder, [
      'environment',
      'remove',
      'feat-x',
      '--cdktf-out',
      out,
    ]);
    expect(err).toContain('flags/checkout/pay.yaml:5  there is no environment feat-x');
    expect(exitCode).toBe(1);
    expect(existsSync(join(folder, DEFINITION))).toBe(true);
  });

  test('expires in silence when nothing of it is left in AWS', async () => {
    const { folder, out } = anExpiredProject();
    const expired = await commandIn(folder, ['environment', 'expire', '--cdktf-out', out]);
    expect(expired).toMatchObject({ exitCode: 0, out: '' });
    expect(existsSync(join(folder, DEFINITION))).toBe(true);
  });
});
