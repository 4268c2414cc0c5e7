import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { Json } from '../../compiler/project';
import type { AlarmRule } from '../../delivery/pipeline/delivery-plan';
import type { Clock } from '../../local/clock';
import { type LocalAppConfig, startLocalAppConfig } from '../../local/server';
import { connectAppConfig } from '../../release/appconfig/appconfig-clients';
import { readServed } from '../../release/appconfig/verify-served';
import { type AwsGateway, startAwsGateway } from './aws-gateway';
import { awsStub } from './aws-stub';
import { startMoto } from './moto';

type Place = readonly [account: string, region: string];

/** The accounts that a delivery pipeline releases to: the local AppConfig, and moto for everything else. */
export interface DeliveryAccounts {
  readonly gateway: AwsGateway;
  readonly appConfig: LocalAppConfig;
  stateOf(rule: AlarmRule): Promise<string>;
  /** What happened there, oldest first: `flags 1 COMPLETE`. */
  deployments(...place: Place): string[];
  /** Half of the callers have a new document. */
  isHalfWay(...place: Place): boolean;
  served(
    document: { application: string; environment: string; profile: string },
    ...place: Place
  ): Promise<Json>;
  close(): Promise<void>;
}

export interface AccountsOptions {
  readonly clock: Clock;
  /** Where the pipeline is, and the bucket with the states. */
  readonly tools: string;
  readonly bucket: string;
}

export async function startDeliveryAccounts({
  clock,
  tools,
  bucket,
}: AccountsOptions): Promise<DeliveryAccounts> {
  const appConfig = await startLocalAppConfig({ clock });
  const moto = await startMoto();
  const gateway = await startAwsGateway({ moto, appConfig, stub: awsStub(), readsAlarmsThere: true });
  await createBucket(gateway.url, bucket, tools);
  const rolloutsIn = (account: string, region: string) =>
    appConfig
      .inspect()
      .applications.filter((one) => one.account === account && one.region === region)
      .flatMap(({ environments }) => environments.flatMap(({ deployments }) => deployments));
  return {
    gateway,
    appConfig,
    stateOf: (rule) => stateOf(gateway.url, rule),
    deployments: (...place) =>
      rolloutsIn(...place).map(({ profile, number, state }) => `${profile} ${number} ${state}`),
    isHalfWay: (...place) =>
      rolloutsIn(...place).some(({ state, percentage }) => state === 'DEPLOYING' && percentage >= 50),
    served: async (document, account, region) => {
      const { data, destroy } = connectAppConfig({ region, endpoint: appConfig.url, accessKey: account });
      return readServed(data, document).finally(destroy);
    },
    close: async () => {
      await gateway.close();
      await moto.close();
      await appConfig.close();
    },
  };
}

/** As CodePipeline asks for its conditions. */
async function stateOf(endpoint: string, { alarmName, region, account }: AlarmRule): Promise<string> {
  const credentials = { accessKeyId: account, secretAccessKey: 'local' };
  const client = new CloudWatchClient({ endpoint, region, credentials });
  const { CompositeAlarms = [], MetricAlarms = [] } = await client
    .send(
      new DescribeAlarmsCommand({ AlarmNames: [alarmName], AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] }),
    )
    .finally(() => client.destroy());
  return [...CompositeAlarms, ...MetricAlarms][0]?.StateValue ?? 'MISSING';
}

/** Neither the gateway nor moto checks a signature; they read from it who asks for what. */
async function createBucket(endpoint: string, bucket: string, account: string): Promise<void> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${account}/20261121/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none`;
  await fetch(`${endpoint}/${bucket}`, { method: 'PUT', headers: { authorization } });
}
