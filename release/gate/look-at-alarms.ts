import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { accountOf } from '../../compiler/arn';
import { clientSettings } from '../appconfig/appconfig-clients';
import type { ReadPlace } from '../read-access';
import { refusalOf } from '../refusal';
import { ReleaseError } from '../release-error';
import type { AppConfigAccess } from '../terraform/stack-folder';

/** One CloudWatch alarm, wherever it is. */
export interface AlarmId extends ReadPlace {
  readonly name: string;
}

export type SeenState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'MISSING' | 'UNREADABLE';

/** An alarm as it is now, or why nobody knows. */
export interface AlarmLook {
  readonly alarm: AlarmId;
  readonly state: SeenState;
  /** When it came into this state. */
  readonly since?: Date;
  /** CloudWatch's reason of the state, or what came instead of an answer. */
  readonly why?: string;
}

export interface LookOptions {
  /** How a place is reached, from readAccess(). */
  readonly accessTo: (place: ReadPlace) => AppConfigAccess;
  readonly signal?: AbortSignal;
}

/** The most names that one DescribeAlarms takes, and the most alarms it answers with (CloudWatch API reference). */
const MOST_NAMES = 100;

/** Looks at alarms of any accounts and regions, in the order asked; what cannot be read is said of each, never thrown. */
export async function lookAtAlarms(
  alarms: readonly AlarmId[],
  options: LookOptions,
): Promise<readonly AlarmLook[]> {
  const byPlace = new Map<string, AlarmId[]>();
  for (const alarm of alarms) {
    const place = `${alarm.account}/${alarm.region}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), alarm]);
  }
  const looks = await Promise.all([...byPlace.values()].map((together) => lookAtPlace(together, options)));
  if (options.signal?.aborted === true) throw new ReleaseError('interrupted', 'the alarms were not all read');
  const all = new Map(looks.flat().map((look) => [look.alarm, look]));
  return alarms.map((alarm) => all.get(alarm) ?? { alarm, state: 'MISSING' });
}

async function lookAtPlace(
  alarms: readonly AlarmId[],
  { accessTo, signal }: LookOptions,
): Promise<AlarmLook[]> {
  const [place] = alarms;
  if (place === undefined) return [];
  const access = accessTo(place);
  const client = new CloudWatchClient(clientSettings(access));
  try {
    const looks: AlarmLook[] = [];
    for (let at = 0; at < alarms.length; at += MOST_NAMES) {
      looks.push(...(await describe(client, alarms.slice(at, at + MOST_NAMES), signal)));
    }
    return looks;
  } catch (error) {
    if (signal?.aborted === true) return [];
    const why = refusalOf(error)?.text;
    if (why === undefined) throw error;
    const who = access.profile === undefined ? '' : `as the AWS profile ${access.profile}: `;
    return alarms.map((alarm) => ({ alarm, state: 'UNREADABLE', why: `${who}${why}` }));
  } finally {
    client.destroy();
  }
}

async function describe(
  client: CloudWatchClient,
  alarms: readonly AlarmId[],
  signal: AbortSignal | undefined,
): Promise<AlarmLook[]> {
  const command = new DescribeAlarmsCommand({
    AlarmNames: [...new Set(alarms.map(({ name }) => name))],
    // Without it composite alarms are left out.
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    MaxRecords: MOST_NAMES,
  });
  const answer = await client.send(command, signal ? { abortSignal: signal } : {});
  const found = [...(answer.CompositeAlarms ?? []), ...(answer.MetricAlarms ?? [])];
  return alarms.map((alarm) =>
    lookOf(
      alarm,
      found.find(({ AlarmName }) => AlarmName === alarm.name),
    ),
  );
}

interface Described {
  readonly AlarmArn?: string | undefined;
  readonly StateValue?: string | undefined;
  readonly StateReason?: string | undefined;
  readonly StateTransitionedTimestamp?: Date | undefined;
  readonly StateUpdatedTimestamp?: Date | undefined;
}

function lookOf(alarm: AlarmId, found: Described | undefined): AlarmLook {
  if (found === undefined) return { alarm, state: 'MISSING' };
  const account = accountOf(found.AlarmArn ?? '');
  // CloudWatch takes names only: with the credentials of another account it answers for that account's alarm.
  if (account !== alarm.account) {
    return { alarm, state: 'UNREADABLE', why: `the credentials are of account ${account}` };
  }
  const { StateValue: state, StateReason: why } = found;
  const since = found.StateTransitionedTimestamp ?? found.StateUpdatedTimestamp;
  return {
    alarm,
    state: state === 'OK' || state === 'ALARM' ? state : 'INSUFFICIENT_DATA',
    ...(since && { since }),
    ...(why !== undefined && why !== '' && { why }),
  };
}
