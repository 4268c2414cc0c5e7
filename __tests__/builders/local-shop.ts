import {
  AppConfigClient,
  CreateApplicationCommand,
  CreateConfigurationProfileCommand,
  CreateDeploymentStrategyCommand,
  CreateEnvironmentCommand,
  CreateHostedConfigurationVersionCommand,
  GetDeploymentCommand,
  StartDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import { AppConfigDataClient } from '@aws-sdk/client-appconfigdata';
import { manualClock } from '../../local/clock';
import { startLocalAppConfig } from '../../local/server';
import type { LocalAppConfig } from '../../local/server';

export type ShopProfile = 'flags' | 'operations';

const TYPES = { flags: 'AWS.AppConfig.FeatureFlags', operations: 'AWS.Freeform' } as const;
export const SHOP_ALARM = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:checkout-prod';

/** `checkout` in `prod` on a local AppConfig whose clock stands still, made with the AWS SDK. */
export class LocalShop {
  private constructor(
    readonly local: LocalAppConfig,
    private readonly clients: { readonly control: AppConfigClient; readonly data: AppConfigDataClient },
    private readonly ids: { application: string; environment: string; profiles: Record<ShopProfile, string> },
  ) {}

  static async open(): Promise<LocalShop> {
    const local = await startLocalAppConfig({ clock: manualClock('2026-11-21T12:00:00Z') });
    const options = {
      region: 'us-east-1',
      endpoint: local.url,
      credentials: { accessKeyId: '000000000000', secretAccessKey: 'local' },
    };
    const control = new AppConfigClient(options);
    const application = (await control.send(new CreateApplicationCommand({ Name: 'checkout' }))).Id ?? '';
    const environment = await control.send(
      new CreateEnvironmentCommand({
        ApplicationId: application,
        Name: 'prod',
        Monitors: [{ AlarmArn: SHOP_ALARM, AlarmRoleArn: 'arn:aws:iam::000000000000:role/alarms' }],
      }),
    );
    const profile = async (name: ShopProfile): Promise<string> => {
      const names = { ApplicationId: application, Name: name, LocationUri: 'hosted', Type: TYPES[name] };
      return (await control.send(new CreateConfigurationProfileCommand(names))).Id ?? '';
    };
    const profiles = { flags: await profile('flags'), operations: await profile('operations') };
    const ids = { application, environment: environment.Id ?? '', profiles };
    return new LocalShop(local, { control, data: new AppConfigDataClient(options) }, ids);
  }

  get data(): AppConfigDataClient {
    return this.clients.data;
  }

  /** Starts a rollout: linear growth to 100 % in steps of `growthPercent`, then baking. */
  async deploy(
    profile: ShopProfile,
    content: string,
    rollout = { growthPercent: 20, minutes: 5, bake: 1 },
  ): Promise<number> {
    const place = { ApplicationId: this.ids.application, ConfigurationProfileId: this.ids.profiles[profile] };
    const version = await this.clients.control.send(
      new CreateHostedConfigurationVersionCommand({
        ...place,
        ContentType: 'application/json',
        Content: new TextEncoder().encode(content),
      }),
    );
    const strategy = await this.clients.control.send(
      new CreateDeploymentStrategyCommand({
        Name: `${profile}-${version.VersionNumber}`,
        GrowthType: 'LINEAR',
        GrowthFactor: rollout.growthPercent,
        DeploymentDurationInMinutes: rollout.minutes,
        FinalBakeTimeInMinutes: rollout.bake,
        ReplicateTo: 'NONE',
      }),
    );
    const deployment = await this.clients.control.send(
      new StartDeploymentCommand({
        ...place,
        EnvironmentId: this.ids.environment,
        DeploymentStrategyId: strategy.Id,
        ConfigurationVersion: String(version.VersionNumber),
      }),
    );
    return deployment.DeploymentNumber ?? 0;
  }

  async deployAtOnce(profile: ShopProfile, content: string): Promise<void> {
    await this.deploy(profile, content, { growthPercent: 100, minutes: 0, bake: 0 });
  }

  async stateOf(deploymentNumber: number): Promise<string> {
    const { application, environment } = this.ids;
    const which = {
      ApplicationId: application,
      EnvironmentId: environment,
      DeploymentNumber: deploymentNumber,
    };
    return (await this.clients.control.send(new GetDeploymentCommand(which))).State ?? '';
  }

  passMinutes(minutes: number): void {
    this.local.clock.advance(minutes * 60);
  }

  async close(): Promise<void> {
    this.clients.control.destroy();
    this.clients.data.destroy();
    await this.local.close();
  }
}

/** A feature flags document in which every flag is on. */
export function flagsDocument(...keys: string[]): string {
  const entries = <Value>(value: (key: string) => Value) =>
    Object.fromEntries(keys.map((key) => [key, value(key)]));
  return JSON.stringify({
    version: '1',
    flags: entries((name) => ({ name })),
    values: entries(() => ({ enabled: true })),
  });
}
