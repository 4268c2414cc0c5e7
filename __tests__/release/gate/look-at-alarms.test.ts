import { join } from 'node:path';
import { type AlarmId, lookAtAlarms } from '../../../release/gate/look-at-alarms';
import { readAccess } from '../../../release/read-access';
import { type AwsCall, type AwsGateway, startAwsGateway } from '../../builders/aws-gateway';
import { anEnvironment } from '../../builders/environment';
import { writeProject } from '../../builders/write-project';

const PROD = anEnvironment({ name: 'prod', account: '333333333333' });
const CONFIG = ['333333333333', '999999999999']
  .map((account) => `[profile read-${account}]\naws_access_key_id = ${account}\naws_secret_access_key = s\n`)
  .join('\n');

let aws: AwsGateway;
const before = { ...process.env };

/** CloudWatch of the account of the key: every alarm is there. */
function everyAlarm({ account, region, body }: AwsCall) {
  const { AlarmNames } = JSON.parse(body) as { AlarmNames: string[] };
  const MetricAlarms = AlarmNames.map((AlarmName) => ({
    AlarmName,
    AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:${AlarmName}`,
    StateValue: AlarmName === 'bad' ? 'ALARM' : 'OK',
    StateUpdatedTimestamp: 1_763_733_780,
  }));
  return { status: 200, type: 'application/json' as const, body: JSON.stringify({ MetricAlarms }) };
}

beforeEach(async () => {
  // The SDK warns that a profile outranks the keys of the environment, which is what is wanted.
  jest.spyOn(console, 'warn').mockReturnValue();
  aws = await startAwsGateway({ moto: { port: 1 }, appConfig: { port: 1 }, stub: everyAlarm });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_CONFIG_FILE: join(writeProject({ config: CONFIG }), 'config'),
    AWS_ACCESS_KEY_ID: '777777777777',
    AWS_SECRET_ACCESS_KEY: 's',
  });
});

afterEach(async () => {
  process.env = { ...before };
  jest.restoreAllMocks();
  await aws.close();
});

function look(alarms: readonly AlarmId[], env: Record<string, string | undefined> = {}) {
  return lookAtAlarms(alarms, { accessTo: (place) => readAccess(PROD, place, { ...process.env, ...env }) });
}

function anAlarmIn(account: string, overrides: Partial<AlarmId> = {}): AlarmId {
  return { name: 'bad', region: 'us-east-1', account, ...overrides };
}

describe('lookAtAlarms()', () => {
  test('lookAtAlarms() comes to each account as its profile, to one without a profile as the caller', async () => {
    const alarms = ['333333333333', '999999999999', '888888888888'].map((account) => anAlarmIn(account));
    const looks = await look(alarms, { DYNCONF_READ_PROFILES: 'read-' });
    expect(looks.map(({ alarm, state }) => `${alarm.account} ${state}`)).toEqual([
      '333333333333 ALARM',
      '999999999999 ALARM',
      // What answered is the alarm of that name in the caller's account.
      '888888888888 UNREADABLE',
    ]);
    expect(aws.calls.map(({ account }) => account).sort()).toEqual([
      '333333333333',
      '777777777777',
      '999999999999',
    ]);
  });

  test('lookAtAlarms() that has no profile for the account of the environment cannot read it', async () => {
    process.env['AWS_CONFIG_FILE'] = '/nowhere';
    const [seen] = await look([anAlarmIn('333333333333')], { DYNCONF_READ_PROFILES: 'read-' });
    expect(seen).toMatchObject({
      state: 'UNREADABLE',
      why: expect.stringContaining('read-333333333333') as string,
    });
    expect(aws.calls).toEqual([]);
  });

  test('lookAtAlarms() answers in the order asked, in few calls', async () => {
    const many = Array.from({ length: 150 }, (_, index) =>
      anAlarmIn('777777777777', { name: index === 120 ? 'bad' : `a${index}` }),
    );
    const elsewhere = anAlarmIn('777777777777', { region: 'eu-west-1' });
    const looks = await look([...many, elsewhere]);
    expect(looks.map(({ alarm }) => alarm)).toEqual([...many, elsewhere]);
    expect(looks.flatMap(({ state }, index) => (state === 'ALARM' ? [index] : []))).toEqual([120, 150]);
    expect(aws.calls.map(({ region }) => region).sort()).toEqual(['eu-west-1', 'us-east-1', 'us-east-1']);
    expect(looks[0]?.since).toEqual(new Date(1_763_733_780_000));
  });

  test('lookAtAlarms() asks nobody about nothing', async () => {
    expect(await look([])).toEqual([]);
    expect(aws.calls).toEqual([]);
  });
});
