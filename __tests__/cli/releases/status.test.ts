import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateApplicationCommand,
  CreateConfigurationProfileCommand,
  CreateEnvironmentCommand,
  CreateHostedConfigurationVersionCommand,
  StartDeploymentCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import { compileDocuments } from '../../../compiler/compile-documents';
import { loadProject } from '../../../compiler/load-project';
import type { Document } from '../../../compiler/project';
import { targetsOf } from '../../../compiler/targets';
import {
  aLocalAppConfig,
  aStrategy,
  closeLocalAppConfigs,
  type TestAppConfig,
} from '../../builders/a-local-app-config';
import { type CommandResult, dynconf, dynconfWith } from '../../builders/command-line';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

const FLAG = 'flags/checkout/pay.yaml';
const FLAG_OFF = 'description: Pay\nowner: team-a\nlifecycle: permanent\ndefault: { enabled: false }\n';

/** The small project, and a local AppConfig that has its documents as its `local` environment wants them. */
class Shop {
  readonly root = writeProject(SMALL_PROJECT);
  readonly cdktfOut = join(this.root, 'cdktf.out');
  application = '';
  environment = '';
  readonly profiles: Record<string, string> = {};

  constructor(readonly appConfig: TestAppConfig) {}

  documents(): readonly Document[] {
    const { project } = loadProject(this.root);
    const [target] = project ? targetsOf(project, ['local']) : [];
    return project && target ? compileDocuments(project, target) : [];
  }

  /** As Terraform would: application, environment, profiles, versions that carry their hash, deployments, states. */
  async release(): Promise<void> {
    const { control } = this.appConfig;
    this.application = (await control.send(new CreateApplicationCommand({ Name: 'checkout' }))).Id ?? '';
    const place = { ApplicationId: this.application };
    const environment = await control.send(new CreateEnvironmentCommand({ ...place, Name: 'local' }));
    this.environment = environment.Id ?? '';
    for (const { profile, content, fingerprint } of this.documents()) {
      const type = profile === 'flags' ? 'AWS.AppConfig.FeatureFlags' : 'AWS.Freeform';
      const made = { ...place, Name: profile, LocationUri: 'hosted', Type: type };
      const { Id: id = '' } = await control.send(new CreateConfigurationProfileCommand(made));
      this.profiles[profile] = id;
      const [deploymentNumber, configurationVersion] = await this.deploy(profile, content, fingerprint);
      this.writeStack(profile, { deploymentNumber, configurationVersion });
    }
  }

  async deploy(
    profile: string,
    content: string,
    ...[description, minutes = 0]: [description?: string, minutes?: number]
  ): Promise<[number: number, version: string]> {
    const { control } = this.appConfig;
    const place = { ApplicationId: this.application, ConfigurationProfileId: this.profiles[profile] };
    const version = await control.send(
      new CreateHostedConfigurationVersionCommand({
        ...place,
        ContentType: 'application/json',
        Content: Buffer.from(content),
        ...(description !== undefined && { Description: description }),
      }),
    );
    const strategy = await aStrategy(control, {
      DeploymentDurationInMinutes: minutes,
      FinalBakeTimeInMinutes: 0,
      GrowthFactor: minutes > 0 ? 50 : 100,
    });
    const deployment = await control.send(
      new StartDeploymentCommand({
        ...place,
        EnvironmentId: this.environment,
        DeploymentStrategyId: strategy,
        ConfigurationVersion: String(version.VersionNumber),
      }),
    );
    return [deployment.DeploymentNumber ?? 0, String(version.VersionNumber)];
  }

  writeStack(profile: string, known: object): void {
    const value = [{ component: 'checkout', profile, applicationId: 'a', environmentId: 'e', ...known }];
    this.writeState(profile, { outputs: { deployments: { value } }, resources: [] });
  }

  /** The foundation, as it is while a component is on its way out. */
  writeFoundation(...components: readonly string[]): void {
    const one = (type: string, name: string, attributes: object): object => {
      return { mode: 'managed', type, name, instances: [{ attributes }] };
    };
    const resources = components.flatMap((name) => [
      one('aws_appconfig_application', name, { id: `${name}-id`, name }),
      one('aws_appconfig_configuration_profile', name, { application_id: `${name}-id`, name: 'flags' }),
    ]);
    this.writeState('foundation', { resources });
  }

  private writeState(profile: string, state: object): void {
    const name = `local-us-east-1-${profile}`;
    const folder = join(this.cdktfOut, 'stacks', name);
    const provider = {
      region: 'us-east-1',
      access_key: '000000000000',
      endpoints: [{ appconfig: this.appConfig.url }],
    };
    const path = `../../../.dynconf/state/${name}.tfstate`;
    const stack = { provider: { aws: [provider] }, terraform: { backend: { local: { path } } } };
    mkdirSync(folder, { recursive: true });
    mkdirSync(join(this.root, '.dynconf', 'state'), { recursive: true });
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack));
    writeFileSync(
      join(this.root, '.dynconf', 'state', `${name}.tfstate`),
      JSON.stringify({ version: 4, ...state }),
    );
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.root, file), text);
  }

  status(...options: readonly string[]): Promise<CommandResult> {
    return dynconf('status', '--root', this.root, '--cdktf-out', this.cdktfOut, '--in', 'local', ...options);
  }
}

async function aReleasedShop(): Promise<Shop> {
  const shop = new Shop(await aLocalAppConfig());
  await shop.release();
  return shop;
}

afterEach(closeLocalAppConfigs);

test('status finds git, Terraform and AppConfig in sync', async () => {
  const shop = await aReleasedShop();
  const { exitCode, out, err } = await shop.status();
  expect(out).toBe(
    [
      'local/us-east-1',
      '  checkout flags       in sync       deployment 1 of version 1',
      '  checkout operations  in sync       deployment 2 of version 1',
      '',
    ].join('\n'),
  );
  expect(err).toBe('2 documents: 2 in sync\n');
  expect(exitCode).toBe(0);
});

test('status says flag by flag what a release would change', async () => {
  const shop = await aReleasedShop();
  shop.write(FLAG, FLAG_OFF);
  const { exitCode, out } = await shop.status();
  expect(out).toContain('checkout flags       behind        deployment 1 of version 1, git is newer');
  expect(out).toContain('      served → git:\n      pay: enabled true → false\n');
  expect(exitCode).toBe(1);
});

test('status calls it drift when somebody deploys by hand, and says what they changed', async () => {
  const shop = await aReleasedShop();
  await shop.deploy('operations', '{"log-level":"debug","sampling":0.5}');
  const { exitCode, out } = await shop.status('--format', 'json');
  const [, operations] = (JSON.parse(out) as StatusJson).targets[0]?.documents ?? [];
  expect(operations).toMatchObject({
    component: 'checkout',
    profile: 'operations',
    state: 'drifted',
    isInOrder: false,
    terraform: { deploymentNumber: 2, configurationVersion: '1' },
    served: { deploymentNumber: 3, configurationVersion: '2', state: 'COMPLETE', percentage: 100 },
    direction: 'git → served',
    differences: ['log-level "info" → "debug"', 'sampling none → 0.5'],
  });
  expect(exitCode).toBe(1);
});

test('status tells how far a rollout is, and that it was rolled back', async () => {
  const shop = await aReleasedShop();
  shop.write(FLAG, FLAG_OFF);
  const [flags] = shop.documents();
  const [number] = await shop.deploy('flags', flags?.content ?? '', flags?.fingerprint, 10);
  shop.appConfig.clock.advance(5 * 60);
  const rolling = await shop.status();
  expect(rolling.out).toContain(
    'checkout flags       rolling out   deployment 3 of version 2, DEPLOYING at 50 %',
  );
  expect(rolling.exitCode).toBe(0);
  const { application: ApplicationId, environment: EnvironmentId } = shop;
  const stop = new StopDeploymentCommand({ ApplicationId, EnvironmentId, DeploymentNumber: number });
  await shop.appConfig.control.send(stop);
  const stopped = await shop.status();
  expect(stopped.out).toMatch(/checkout flags {7}rolled back {3}deployment 3 of version 2 is ROLLED_BACK/);
  expect(stopped.out.replace(/\s+/g, ' ')).toContain(
    '; deployment 1 of version 1 is served served → git: pay: enabled true → false',
  );
  expect(stopped.exitCode).toBe(1);
});

test('status says what was never deployed', async () => {
  const shop = new Shop(await aLocalAppConfig());
  shop.writeStack('flags', { deploymentNumber: 1, configurationVersion: '1' });
  const { out, exitCode } = await shop.status();
  expect(out).toContain("checkout flags       drifted       Terraform's state knows deployment 1, AppConfig");
  expect(out).toContain('checkout operations  not deployed  nothing was ever deployed');
  expect(exitCode).toBe(1);
});

test('status says what the foundation still has of a component that is gone, and what removes it', async () => {
  const shop = await aReleasedShop();
  shop.writeFoundation('checkout', 'search');
  const { out, err, exitCode } = await shop.status('--format', 'markdown');
  expect(out).toContain(
    '| search flags | behind | git no longer has it, and nothing of it is released: the next `dynconf deploy local-us-east-1-foundation` removes the rest |',
  );
  expect(err).toBe('3 documents: 2 in sync, 1 behind\n');
  expect(exitCode).toBe(1);
});

test('status has a row for what it cannot reach, and goes on', async () => {
  const shop = await aReleasedShop();
  await shop.appConfig.close();
  const { out, exitCode } = await shop.status();
  expect(out).toMatch(/^local\/us-east-1\n {2}unreachable {2}connect ECONNREFUSED/);
  expect(exitCode).toBe(2);
});

test('status names the documents of which Terraform knows nothing, unless it is all of them', async () => {
  const shop = await aReleasedShop();
  await closeLocalAppConfigs();
  shop.writeStack('operations', { component: 'search' });
  const { out } = await shop.status();
  expect(out).toContain('\n  Terraform    its state knows no deployment: checkout operations\n');
});

test('status writes Markdown, and keeps text within the terminal', async () => {
  const shop = await aReleasedShop();
  shop.write(FLAG, FLAG_OFF.replace('Pay', `Pay ${'with one click '.repeat(20)}`));
  const markdown = await shop.status('--format', 'markdown');
  expect(markdown.out).toContain('| checkout flags | behind | deployment 1 of version 1, git is newer |');
  expect(markdown.out).toContain('**checkout flags**, served → git:\n\n- `pay: description "Pay" → ');
  const text = await shop.status();
  expect(Math.max(...text.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('status refuses a place and a format that do not exist', async () => {
  const root = writeProject(SMALL_PROJECT);
  expect(await dynconf('status', '--root', root, '--in', 'locla')).toMatchObject({
    exitCode: 2,
    err: 'there is no environment locla; did you mean local?\n',
  });
  expect((await dynconf('status', '--root', root, '--format', 'xml')).exitCode).toBe(2);
});

interface StatusJson {
  readonly targets: readonly { readonly documents: readonly object[] }[];
}

describe('status of several environments', () => {
  /** Both are on this machine, where nobody answers: each row says so at once, and nothing asks AWS. */
  const files = {
    ...Object.fromEntries(
      Object.entries(SMALL_PROJECT).filter(([file]) => file !== 'environments/beta.yaml'),
    ),
    'environments/temporary/mine.yaml': 'extends: local\ntemporary: { owner: team-a, expires: 2099-01-01 }\n',
  };

  async function environmentsShown(chosen: string, ...argv: readonly string[]): Promise<string[]> {
    const env = { DYNCONF_ENVIRONMENTS: chosen, DYNCONF_APPCONFIG_ENDPOINT: 'http://127.0.0.1:9' };
    const root = writeProject(files);
    const { out } = await dynconfWith({ env }, 'status', '--root', root, '--format', 'json', ...argv);
    const { targets } = JSON.parse(out) as { targets: { environment: string }[] };
    return targets.map(({ environment }) => environment);
  }

  test('status looks at those of DYNCONF_ENVIRONMENTS, as synth does', async () => {
    expect(await environmentsShown('local, tools')).toEqual(['local']);
    expect(await environmentsShown('')).toEqual(['local', 'mine']);
  });

  test('status looks where --in says, whatever DYNCONF_ENVIRONMENTS names', async () => {
    expect(await environmentsShown('local', '--in', 'mine')).toEqual(['mine']);
    expect(await environmentsShown('prd', '--in', 'mine')).toEqual(['mine']);
  });

  test('status refuses a DYNCONF_ENVIRONMENTS that names no environment, as synth does', async () => {
    const io = { env: { DYNCONF_ENVIRONMENTS: 'local,prd' } };
    const { out, err, exitCode } = await dynconfWith(io, 'status', '--root', writeProject(files));
    expect({ out, exitCode }).toEqual({ out: '', exitCode: 2 });
    expect(err).toContain('DYNCONF_ENVIRONMENTS names prd, which is no environment: there are local, mine');
  });
});
