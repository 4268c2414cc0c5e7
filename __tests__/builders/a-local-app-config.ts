import {
  AppConfigClient,
  CreateApplicationCommand,
  CreateConfigurationProfileCommand,
  CreateDeploymentStrategyCommand,
  CreateEnvironmentCommand,
  CreateHostedConfigurationVersionCommand,
  GetDeploymentCommand,
  StartDeploymentCommand,
  type CreateConfigurationProfileCommandInput,
  type CreateDeploymentStrategyCommandInput,
  type Monitor,
} from '@aws-sdk/client-appconfig';
import {
  AppConfigDataClient,
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from '@aws-sdk/client-appconfigdata';
import { manualClock } from '../../local/clock';
import { startLocalAppConfig, type LocalAppConfig, type LocalOptions } from '../../local/server';

export const START = '2026-01-01T00:00:00.000Z';
export const ALARM = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:checkout-prod';
const ROLE = 'arn:aws:iam::000000000000:role/monitor';

export interface TestAppConfig extends LocalAppConfig {
  readonly control: AppConfigClient;
  readonly data: AppConfigDataClient;
}

const running: TestAppConfig[] = [];

/** A local AppConfig on a free port with a clock that stands still, and SDK clients for it. */
export async function aLocalAppConfig(options: LocalOptions = {}): Promise<TestAppConfig> {
  const local = await startLocalAppConfig({ clock: manualClock(START), ...options });
  const appConfig = { ...local, ...clientsFor(local.url) };
  running.push(appConfig);
  return appConfig;
}

/** Call in `afterEach`: nothing stays up. */
export async function closeLocalAppConfigs(): Promise<void> {
  for (const { control, data, close } of running.splice(0)) {
    control.destroy();
    data.destroy();
    await close();
  }
}

export function clientsFor(endpoint: string, { region = 'us-east-1', accessKeyId = 'test' } = {}) {
  const config = {
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  return { control: new AppConfigClient(config), data: new AppConfigDataClient(config) };
}

/** What an AWS error says, in one line to compare. */
export async function refusal(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return 'no error';
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return `${$metadata?.httpStatusCode} ${name}: ${message}`;
  }
}

/** An application `checkout` with an environment `prod` that an alarm monitors. */
export async function aShop(control: AppConfigClient, monitors: Monitor[] = [aMonitor()]) {
  const application = await control.send(new CreateApplicationCommand({ Name: 'checkout' }));
  const ApplicationId = application.Id ?? '';
  const environment = await control.send(
    new CreateEnvironmentCommand({ ApplicationId, Name: 'prod', Monitors: monitors }),
  );
  return { ApplicationId, EnvironmentId: environment.Id ?? '' };
}

export function aMonitor(AlarmArn = ALARM): Monitor {
  return { AlarmArn, AlarmRoleArn: ROLE };
}

export async function aProfile(
  control: AppConfigClient,
  ApplicationId: string,
  input: Partial<CreateConfigurationProfileCommandInput> = {},
): Promise<string> {
  const profile = await control.send(
    new CreateConfigurationProfileCommand({
      ApplicationId,
      Name: 'operations',
      LocationUri: 'hosted',
      ...input,
    }),
  );
  return profile.Id ?? '';
}

export async function aVersion(
  control: AppConfigClient,
  ids: { readonly ApplicationId: string; readonly ConfigurationProfileId: string },
  content: unknown,
): Promise<number> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const version = await control.send(
    new CreateHostedConfigurationVersionCommand({
      ...ids,
      ContentType: 'application/json',
      Content: Buffer.from(text),
    }),
  );
  return version.VersionNumber ?? 0;
}

/** Ten minutes in steps of 20 %, then five of bake, unless it says otherwise. */
export async function aStrategy(
  control: AppConfigClient,
  input: Partial<CreateDeploymentStrategyCommandInput> = {},
): Promise<string> {
  const strategy = await control.send(
    new CreateDeploymentStrategyCommand({
      Name: 'slow',
      DeploymentDurationInMinutes: 10,
      FinalBakeTimeInMinutes: 5,
      GrowthFactor: 20,
      GrowthType: 'LINEAR',
      ReplicateTo: 'NONE',
      ...input,
    }),
  );
  return strategy.Id ?? '';
}

export interface Rollout {
  readonly ApplicationId: string;
  readonly EnvironmentId: string;
  readonly ConfigurationProfileId: string;
}

/** Deploys new content; without a strategy it is complete at once. */
export async function aDeployment(
  control: AppConfigClient,
  ids: Rollout,
  { content, strategy }: { readonly content: unknown; readonly strategy?: string },
) {
  const { ApplicationId, ConfigurationProfileId } = ids;
  const version = await aVersion(control, { ApplicationId, ConfigurationProfileId }, content);
  const atOnce = { DeploymentDurationInMinutes: 0, FinalBakeTimeInMinutes: 0, GrowthFactor: 100 };
  const DeploymentStrategyId = strategy ?? (await aStrategy(control, atOnce));
  return control.send(
    new StartDeploymentCommand({ ...ids, ConfigurationVersion: String(version), DeploymentStrategyId }),
  );
}

/** State and percentage, as in `DEPLOYING 20`. */
export async function stateOf(control: AppConfigClient, ids: Rollout, DeploymentNumber = 1): Promise<string> {
  const { ApplicationId, EnvironmentId } = ids;
  const deployment = await control.send(
    new GetDeploymentCommand({ ApplicationId, EnvironmentId, DeploymentNumber }),
  );
  return `${deployment.State} ${deployment.PercentageComplete}`;
}

/** One client: every call polls once and answers what came, '' for nothing new. */
export async function aClient(data: AppConfigDataClient, ids: Rollout): Promise<() => Promise<string>> {
  const session = await data.send(
    new StartConfigurationSessionCommand({
      ApplicationIdentifier: ids.ApplicationId,
      EnvironmentIdentifier: ids.EnvironmentId,
      ConfigurationProfileIdentifier: ids.ConfigurationProfileId,
    }),
  );
  let token = session.InitialConfigurationToken;
  return async () => {
    const answer = await data.send(new GetLatestConfigurationCommand({ ConfigurationToken: token }));
    token = answer.NextPollConfigurationToken;
    return Buffer.from(answer.Configuration ?? []).toString('utf8');
  };
}
