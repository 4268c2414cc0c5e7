import {
  type AppConfigClient,
  CreateApplicationCommand,
  CreateConfigurationProfileCommand,
  CreateEnvironmentCommand,
  CreateHostedConfigurationVersionCommand,
  StartDeploymentCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import { canonicalJson, fingerprint } from '../../compiler/canonical-json';
import { compileDocuments } from '../../compiler/compile-documents';
import { loadProject } from '../../compiler/load-project';
import { stackName } from '../../compiler/names';
import type { Document, JsonObject, Profile, Project, Target } from '../../compiler/project';
import { targetsOf } from '../../compiler/targets';
import { type AppConfigClients, connectAppConfig } from '../../release/appconfig/appconfig-clients';
import type { DeployOptions } from '../../release/deploy/deploy';
import type { Reach, ReleaseTerraform } from '../../release/deploy/reach';
import type { ReleaseEvent } from '../../release/release-event';
import type { StackFolder } from '../../release/terraform/stack-folder';
import { trunkOf } from '../../release/deploy/trunk';
import { aLocalAppConfig, aStrategy, type TestAppConfig } from './a-local-app-config';
import { type ProjectFiles, writeProject } from './write-project';

export const [FIRST, SECOND, LATER] = ['us-west-2', 'us-east-1', 'eu-west-1'] as const;
const ACCOUNT = '333333333333';

/** prod in three waves, checkout with flags and operations, search with flags that eu-west-1 overrides. */
export const RELEASED_SHOP: ProjectFiles = {
  'environments/prod.yaml': [
    `account: "${ACCOUNT}"`,
    'strategy: { growth: linear, factor-percent: 50, duration-minutes: 2, bake-minutes: 1 }',
    'waves:',
    `  - { name: first, regions: [${FIRST}], bake-minutes: 5 }`,
    `  - { name: second, regions: [${SECOND}], bake-minutes: 5 }`,
    `  - { name: later, regions: [${LATER}], bake-minutes: 5 }`,
    '',
  ].join('\n'),
  'flags/checkout/pay.yaml':
    'description: Pay\nowner: team-a\nlifecycle: permanent\ndefault: { enabled: true }\n',
  'flags/search/rank.yaml': [
    'description: Rank',
    'owner: team-b',
    'lifecycle: permanent',
    'default: { enabled: true }',
    `overrides: { prod/${LATER}: { enabled: false } }`,
    '',
  ].join('\n'),
  'opconfig/checkout.yaml': 'owner: team-a\ndefault: { log-level: info }\n',
};

/** What watches every application of a region. */
export function alarmIn(region: string): string {
  return `arn:aws:cloudwatch:${region}:${ACCOUNT}:alarm:shop`;
}

/** What is deployed; a test says what matters to it. */
export interface Seed {
  readonly component?: string;
  readonly profile?: Profile;
  /** @default - what the definitions want */
  readonly value?: JsonObject;
  /** The version's description. @default - the fingerprint of the value */
  readonly description?: string | undefined;
  /** @default 0: complete at once */
  readonly minutes?: number;
}

export interface Seeded {
  readonly ApplicationId: string;
  readonly EnvironmentId: string;
  readonly DeploymentNumber: number;
}

/** The shop's applications in an AppConfig in this process; what is deployed there a test decides. */
export class ReleasedShop {
  readonly events: ReleaseEvent[] = [];
  readonly #clients = new Map<string, AppConfigClients>();
  readonly #ids = new Map<string, Record<string, string>>();

  private constructor(
    readonly appConfig: TestAppConfig,
    readonly project: Project,
  ) {}

  static async open(files: ProjectFiles = RELEASED_SHOP): Promise<ReleasedShop> {
    const { project, diagnostics } = loadProject(writeProject(files));
    if (project === undefined) throw new Error(JSON.stringify(diagnostics));
    const shop = new ReleasedShop(await aLocalAppConfig(), project);
    for (const target of targetsOf(project)) await shop.found(target);
    return shop;
  }

  /** The same AppConfig under other definitions. */
  static reopen({ appConfig }: ReleasedShop, files: ProjectFiles): ReleasedShop {
    const { project, diagnostics } = loadProject(writeProject(files));
    if (project === undefined) throw new Error(JSON.stringify(diagnostics));
    return new ReleasedShop(appConfig, project);
  }

  /** A person stops what is in progress. */
  async stop(region: string, component = 'checkout'): Promise<void> {
    const { control, ids } = this.at(region, component);
    const place = { ApplicationId: ids['application'], EnvironmentId: ids['environment'] };
    const running = this.deploymentsOf(region, component).findIndex((one) => /DEPLOYING|BAKING/.test(one));
    if (running < 0) return;
    await control.send(new StopDeploymentCommand({ ...place, DeploymentNumber: running + 1 }));
  }

  close(): void {
    for (const { destroy } of this.#clients.values()) destroy();
  }

  stack(region: string, profile: Profile = 'flags'): StackFolder {
    const target = this.target(region);
    return {
      name: stackName(target, profile),
      folder: '/nowhere',
      access: this.access(region),
      documents: this.documents(region, profile).map((document) => ({
        component: document.component,
        profile,
        versionAddress: `aws_appconfig_hosted_configuration_version.${document.component}`,
        deploymentAddress: `aws_appconfig_deployment.${document.component}`,
        fingerprint: document.fingerprint,
        read: () => document.value,
      })),
    };
  }

  documents(region: string, profile: Profile): readonly Document[] {
    return compileDocuments(this.project, this.target(region)).filter((one) => one.profile === profile);
  }

  /** Options of a release that sees the definitions, and this Terraform. */
  options(stack: StackFolder, terraform: Partial<ReleaseTerraform> = {}): DeployOptions {
    return {
      env: {},
      onEvent: (event) => void this.events.push(event),
      sleep: () => Promise.resolve(this.appConfig.clock.advance(20)),
      trunk: trunkOf(this.project, stack),
      reach: this.reach(stack, terraform),
    };
  }

  reach({ access }: StackFolder, terraform: Partial<ReleaseTerraform>): Reach {
    const never = (): never => {
      throw new Error('no Terraform may start');
    };
    return {
      terraform: { init: never, plan: never, apply: never, forget: never, outputs: never, ...terraform },
      clients: connectAppConfig(access),
      resources: () => Promise.resolve([]),
    };
  }

  /** Uploads and deploys, as a release would. */
  async deploy(region: string, seed: Seed = {}): Promise<Seeded> {
    const { component = 'checkout', profile = 'flags', minutes = 0 } = seed;
    const wanted = this.documents(region, profile).find((one) => one.component === component);
    const value = seed.value ?? wanted?.value ?? {};
    const content = canonicalJson(value);
    const { control, ids } = this.at(region, component);
    const place = { ApplicationId: ids['application'], ConfigurationProfileId: ids[profile] };
    const version = await control.send(
      new CreateHostedConfigurationVersionCommand({
        ...place,
        ContentType: 'application/json',
        Content: Buffer.from(content),
        Description: 'description' in seed ? seed.description : fingerprint(content),
      }),
    );
    return this.start(region, { component, profile, version: String(version.VersionNumber), minutes });
  }

  async start(
    region: string,
    {
      component,
      profile,
      version,
      minutes,
    }: Required<Pick<Seed, 'component' | 'profile' | 'minutes'>> & { version: string },
  ): Promise<Seeded> {
    const { control, ids } = this.at(region, component);
    const strategy = { DeploymentDurationInMinutes: minutes, FinalBakeTimeInMinutes: 0 };
    const deployment = await control.send(
      new StartDeploymentCommand({
        ApplicationId: ids['application'],
        EnvironmentId: ids['environment'],
        ConfigurationProfileId: ids[profile],
        ConfigurationVersion: version,
        DeploymentStrategyId: await aStrategy(control, { ...strategy, GrowthFactor: minutes > 0 ? 50 : 100 }),
      }),
    );
    return {
      ApplicationId: deployment.ApplicationId ?? '',
      EnvironmentId: deployment.EnvironmentId ?? '',
      DeploymentNumber: deployment.DeploymentNumber ?? 0,
    };
  }

  /** Deploys, and takes it back: ROLLED_BACK while it grows, REVERTED when it is complete. */
  async deployBad(region: string, seed: Seed = {}): Promise<Seeded> {
    const deployment = await this.deploy(region, { minutes: 2, ...seed });
    const { control } = this.clients(region);
    await control.send(new StopDeploymentCommand({ ...deployment, AllowRevert: seed.minutes === 0 }));
    this.appConfig.clock.advance(120);
    return deployment;
  }

  /** Everything that the definitions want in a region. */
  async deployAll(region: string): Promise<void> {
    await this.deploy(region);
    await this.deploy(region, { component: 'search' });
    await this.deploy(region, { profile: 'operations' });
  }

  clients(region: string): AppConfigClients {
    const clients = this.#clients.get(region) ?? connectAppConfig(this.access(region));
    this.#clients.set(region, clients);
    return clients;
  }

  /** `1 COMPLETE`, newest last. */
  deploymentsOf(region: string, component = 'checkout'): readonly string[] {
    const application = this.appConfig
      .inspect()
      .applications.find((one) => one.region === region && one.name === component);
    return (application?.environments[0]?.deployments ?? []).map(
      ({ number, profile, state }) => `${number} ${profile} ${state}`,
    );
  }

  steps(): readonly string[] {
    return this.events.flatMap((event) => (event.type === 'step' ? [event.step] : []));
  }

  private at(region: string, component: string): { control: AppConfigClient; ids: Record<string, string> } {
    const ids = this.#ids.get(`${region} ${component}`) ?? {};
    return { control: this.clients(region).control, ids };
  }

  /** Foundation: applications, environments, profiles. */
  private async found(target: Target): Promise<void> {
    const { control } = this.clients(target.region);
    for (const component of new Set(compileDocuments(this.project, target).map((one) => one.component))) {
      const application = (await control.send(new CreateApplicationCommand({ Name: component }))).Id ?? '';
      const place = { ApplicationId: application };
      const environment = await control.send(
        new CreateEnvironmentCommand({
          ...place,
          Name: target.environment.name,
          Monitors: [
            { AlarmArn: alarmIn(target.region), AlarmRoleArn: `arn:aws:iam::${ACCOUNT}:role/alarms` },
          ],
        }),
      );
      const ids: Record<string, string> = { application, environment: environment.Id ?? '' };
      for (const [profile, Type] of [
        ['flags', 'AWS.AppConfig.FeatureFlags'],
        ['operations', 'AWS.Freeform'],
      ] as const) {
        const made = { ...place, Name: profile, LocationUri: 'hosted', Type };
        ids[profile] = (await control.send(new CreateConfigurationProfileCommand(made))).Id ?? '';
      }
      this.#ids.set(`${target.region} ${component}`, ids);
    }
  }

  private target(region: string): Target {
    const target = targetsOf(this.project).find((one) => one.region === region);
    if (target === undefined) throw new Error(`there is no region ${region}`);
    return target;
  }

  private access(region: string) {
    return { region, endpoint: this.appConfig.url, accessKey: ACCOUNT };
  }
}
