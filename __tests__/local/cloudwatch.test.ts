import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  ALARM,
  aLocalAppConfig,
  aMonitor,
  aShop,
  closeLocalAppConfigs,
  refusal,
} from '../builders/a-local-app-config';

const HEALTH = 'prod-us-east-1-health';
const opened: CloudWatchClient[] = [];

afterEach(async () => {
  for (const client of opened.splice(0)) client.destroy();
  await closeLocalAppConfigs();
});

function cloudWatch(endpoint: string, { region = 'us-east-1', accessKeyId = 'test' } = {}): CloudWatchClient {
  const credentials = { accessKeyId, secretAccessKey: 'test' };
  const client = new CloudWatchClient({ endpoint, region, credentials, maxAttempts: 1 });
  opened.push(client);
  return client;
}

function described(client: CloudWatchClient, ...AlarmNames: readonly string[]) {
  const AlarmTypes = ['MetricAlarm' as const, 'CompositeAlarm' as const];
  return client.send(new DescribeAlarmsCommand({ AlarmNames: [...AlarmNames], AlarmTypes }));
}

async function putAlarm(url: string, name: string, state: string): Promise<void> {
  await fetch(`${url}/_local/alarms/${name}`, {
    method: 'PUT',
    headers: { 'x-dynconf-local': '1' },
    body: JSON.stringify({ state }),
  });
}

describe('answerCloudWatch()', () => {
  test('answerCloudWatch() answers for an alarm that nobody set: it is OK, in the account and region asked', async () => {
    const { url } = await aLocalAppConfig();
    const client = cloudWatch(url, { region: 'eu-west-1', accessKeyId: '999999999999' });
    const { MetricAlarms, CompositeAlarms } = await described(client, 'organisation-wide');
    expect(CompositeAlarms).toEqual([]);
    expect(MetricAlarms).toEqual([
      {
        AlarmName: 'organisation-wide',
        AlarmArn: 'arn:aws:cloudwatch:eu-west-1:999999999999:alarm:organisation-wide',
        ActionsEnabled: true,
        StateValue: 'OK',
        StateReason: 'never set by hand',
      },
    ]);
  });

  test('answerCloudWatch() says since when an alarm is as it was set', async () => {
    const { url, clock } = await aLocalAppConfig();
    clock.advance(60);
    await putAlarm(url, 'blocker', 'ALARM');
    clock.advance(60);
    await putAlarm(url, 'blocker', 'ALARM');
    const { MetricAlarms } = await described(cloudWatch(url), 'blocker');
    expect(MetricAlarms?.[0]).toMatchObject({
      StateValue: 'ALARM',
      StateTransitionedTimestamp: new Date('2026-01-01T00:01:00Z'),
    });
  });

  test('answerCloudWatch() lets the health of a target go off with any of its monitors', async () => {
    const { url, control } = await aLocalAppConfig();
    const faults = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:checkout-prod-faults';
    await aShop(control, [aMonitor(), aMonitor(faults)]);
    const client = cloudWatch(url);
    expect((await described(client, HEALTH)).CompositeAlarms?.[0]?.StateValue).toBe('OK');
    await putAlarm(url, 'checkout-prod-faults', 'ALARM');
    expect((await described(client, HEALTH)).CompositeAlarms?.[0]).toMatchObject({
      StateValue: 'ALARM',
      StateReason: 'checkout-prod-faults in ALARM',
    });
    expect(
      (await described(cloudWatch(url, { region: 'eu-west-1' }), HEALTH)).MetricAlarms?.[0]?.StateValue,
    ).toBe('OK');
    await putAlarm(url, 'checkout-prod-faults', 'OK');
    expect((await described(client, HEALTH)).CompositeAlarms?.[0]?.StateValue).toBe('OK');
  });

  test('answerCloudWatch() lets the health of a target be set by hand, too', async () => {
    const { url, control } = await aLocalAppConfig();
    await aShop(control);
    await putAlarm(url, HEALTH, 'INSUFFICIENT_DATA');
    expect((await described(cloudWatch(url), HEALTH)).CompositeAlarms?.[0]?.StateValue).toBe(
      'INSUFFICIENT_DATA',
    );
  });

  test('answerCloudWatch() without names answers with monitors, and with composite alarms when asked for them', async () => {
    const { url, control } = await aLocalAppConfig();
    await aShop(control);
    const client = cloudWatch(url);
    const byDefault = await client.send(new DescribeAlarmsCommand({}));
    expect(byDefault.MetricAlarms?.map(({ AlarmArn }) => AlarmArn)).toEqual([ALARM]);
    expect(byDefault.CompositeAlarms).toEqual([]);
    const composite = await client.send(new DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm'] }));
    expect(composite.MetricAlarms).toEqual([]);
    expect(composite.CompositeAlarms?.map(({ AlarmName }) => AlarmName)).toEqual([HEALTH]);
  });

  test('answerCloudWatch() refuses what it does not know, and names that are none', async () => {
    const { url } = await aLocalAppConfig();
    const client = cloudWatch(url);
    expect(await refusal(client.send(new DescribeAlarmHistoryCommand({})))).toBe(
      "404 UnknownOperationException: The local AppConfig does not know CloudWatch's DescribeAlarmHistory",
    );
    const names = [7] as unknown as string[];
    expect(await refusal(described(client, ...names))).toMatch(/^400 BadRequestException: AlarmNames/);
    const many = Array.from({ length: 101 }, (_, index) => `a${index}`);
    expect(await refusal(described(client, ...many))).toMatch(/at most 100/);
  });
});
