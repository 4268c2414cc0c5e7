import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  ALARM,
  aLocalAppConfig,
  aMonitor,
  aShop,
  closeLocalAppConfigs,
  refusal,
} from '../../builders/a-local-app-config';

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

interface Data {
  readonly newState: { readonly stateReason: string };
}

function history(client: CloudWatchClient, AlarmName: string) {
  const AlarmTypes = ['MetricAlarm' as const, 'CompositeAlarm' as const];
  return client.send(
    new DescribeAlarmHistoryCommand({ AlarmName, AlarmTypes, ScanBy: 'TimestampAscending' }),
  );
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

  test('answerCloudWatch() remembers every change of an alarm, and when it was', async () => {
    const { url, clock } = await aLocalAppConfig();
    await putAlarm(url, 'blocker', 'OK');
    for (const state of ['ALARM', 'ALARM', 'INSUFFICIENT_DATA', 'OK']) {
      clock.advance(60);
      await putAlarm(url, 'blocker', state);
    }
    const { AlarmHistoryItems: items = [] } = await history(cloudWatch(url), 'blocker');
    expect(items.map(({ Timestamp, HistorySummary }) => [Timestamp?.toISOString(), HistorySummary])).toEqual([
      ['2026-01-01T00:01:00.000Z', 'Alarm updated from OK to ALARM'],
      ['2026-01-01T00:03:00.000Z', 'Alarm updated from ALARM to INSUFFICIENT_DATA'],
      ['2026-01-01T00:04:00.000Z', 'Alarm updated from INSUFFICIENT_DATA to OK'],
    ]);
    expect(items[0]).toMatchObject({
      AlarmName: 'blocker',
      AlarmType: 'MetricAlarm',
      HistoryItemType: 'StateUpdate',
    });
    expect(JSON.parse(items[0]?.HistoryData ?? '')).toMatchObject({
      oldState: { stateValue: 'OK' },
      newState: { stateValue: 'ALARM' },
    });
  });

  test('answerCloudWatch() tells the history of a health alarm by its monitors, to who names composite alarms', async () => {
    const { url, control, clock } = await aLocalAppConfig();
    const faults = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:checkout-prod-faults';
    await aShop(control, [aMonitor(), aMonitor(faults)]);
    const sets: [string, string][] = [
      [faults, 'ALARM'],
      [ALARM, 'ALARM'],
      [faults, 'OK'],
      [ALARM, 'OK'],
      [HEALTH, 'ALARM'],
    ];
    for (const [name, state] of sets) {
      clock.advance(60);
      await putAlarm(url, encodeURIComponent(name), state);
    }
    const client = cloudWatch(url);
    const { AlarmHistoryItems: items = [] } = await history(client, HEALTH);
    expect(items.map(({ Timestamp, AlarmType }) => [Timestamp?.getUTCMinutes(), AlarmType])).toEqual([
      [1, 'CompositeAlarm'],
      [4, 'CompositeAlarm'],
      [5, 'CompositeAlarm'],
    ]);
    const reasons = items.map(
      ({ HistoryData = '' }) => (JSON.parse(HistoryData) as Data).newState.stateReason,
    );
    expect(reasons).toEqual(['checkout-prod-faults in ALARM', 'set by hand', 'set by hand']);
    const asMetric = await client.send(new DescribeAlarmHistoryCommand({ AlarmName: HEALTH }));
    expect(asMetric.AlarmHistoryItems).toEqual([]);
  });

  test('answerCloudWatch() tells a part of a history, page by page, newest first unless it is asked otherwise', async () => {
    const { url, clock } = await aLocalAppConfig();
    for (const state of ['ALARM', 'OK', 'ALARM', 'OK', 'ALARM']) {
      clock.advance(60);
      await putAlarm(url, 'blocker', state);
    }
    const client = cloudWatch(url);
    const ask = { AlarmName: 'blocker', StartDate: new Date('2026-01-01T00:02:00Z'), MaxRecords: 2 };
    const first = await client.send(new DescribeAlarmHistoryCommand(ask));
    expect(first.AlarmHistoryItems?.map(({ Timestamp }) => Timestamp?.getUTCMinutes())).toEqual([5, 4]);
    const next = first.NextToken === undefined ? {} : { NextToken: first.NextToken };
    const second = await client.send(new DescribeAlarmHistoryCommand({ ...ask, ...next }));
    expect(second.AlarmHistoryItems?.map(({ Timestamp }) => Timestamp?.getUTCMinutes())).toEqual([3, 2]);
    expect(second.NextToken).toBeUndefined();
    const early = { AlarmName: 'blocker', EndDate: new Date('2026-01-01T00:01:00Z') };
    const { AlarmHistoryItems } = await client.send(new DescribeAlarmHistoryCommand(early));
    expect(AlarmHistoryItems?.map(({ Timestamp }) => Timestamp?.getUTCMinutes())).toEqual([1]);
    expect(
      await refusal(client.send(new DescribeAlarmHistoryCommand({ ...early, MaxRecords: 101 }))),
    ).toMatch(/MaxRecords is 101/);
    expect(await refusal(client.send(new DescribeAlarmHistoryCommand({})))).toMatch(/of one AlarmName/);
  });

  test('answerCloudWatch() refuses what it does not know, and names that are none', async () => {
    const { url } = await aLocalAppConfig();
    const client = cloudWatch(url);
    expect(await refusal(client.send(new ListMetricsCommand({})))).toBe(
      "404 UnknownOperationException: The local AppConfig does not know CloudWatch's ListMetrics",
    );
    const names = [7] as unknown as string[];
    expect(await refusal(described(client, ...names))).toMatch(/^400 BadRequestException: AlarmNames/);
    const many = Array.from({ length: 101 }, (_, index) => `a${index}`);
    expect(await refusal(described(client, ...many))).toMatch(/at most 100/);
  });
});
