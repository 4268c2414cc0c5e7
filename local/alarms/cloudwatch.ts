import { alarmNameOf } from '../../compiler/arn';
import { describeAlarmHistory } from './alarm-history';
import { alarmState, settingOf } from './alarms';
import { header, type Call } from '../http/call';
import { AwsError, badRequest } from '../http/errors';
import { healthMonitors, reasonOf } from './health-alarms';
import type { Place } from '../place';
import { json, type Reply } from '../http/reply';
import type { AlarmState } from '../state';

/** The name of CloudWatch in its JSON protocol (service model `monitoring/2010-08-01`, `targetPrefix`). */
const TARGET_PREFIX = 'GraniteServiceVersion20100801.';
const MOST_NAMES = 100;

/** An alarm as DescribeAlarms answers it, as far as it is known here. */
interface DescribedAlarm {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly ActionsEnabled: boolean;
  readonly StateValue: AlarmState;
  readonly StateReason: string;
  /** Seconds since 1970, as the protocol has it. */
  readonly StateUpdatedTimestamp?: number;
  readonly StateTransitionedTimestamp?: number;
}

export function isCloudWatch(call: Call): boolean {
  return header(call, 'x-amz-target')?.startsWith(TARGET_PREFIX) === true;
}

/** CloudWatch as far as a gate and a bake ask it: what alarms are that are set by hand, and what they were. */
export function answerCloudWatch(place: Place, call: Call): Reply {
  const operation = header(call, 'x-amz-target')?.slice(TARGET_PREFIX.length);
  if (operation === 'DescribeAlarms') return describeAlarms(place, call);
  if (operation === 'DescribeAlarmHistory') return describeAlarmHistory(place, bodyOf(call));
  const message = `The local AppConfig does not know CloudWatch's ${operation}`;
  throw new AwsError('UnknownOperationException', message, { status: 404 });
}

/**
 * Every alarm that is asked for by name is there, and OK unless somebody set it: who makes alarms is CloudWatch, and
 * there is none here. `<environment>-<region>-health` goes off with any monitor of that environment in that region.
 * Asked without names it answers with the monitors and their health.
 */
function describeAlarms(place: Place, call: Call): Reply {
  const { AlarmNames: names, AlarmTypes: types = ['MetricAlarm'] } = bodyOf(call);
  if ((names !== undefined && !isTexts(names)) || !isTexts(types))
    throw badRequest('AlarmNames and AlarmTypes are lists of text');
  if (names !== undefined && names.length > MOST_NAMES)
    throw badRequest(`AlarmNames has ${names.length} members, at most ${MOST_NAMES} are allowed`);
  const health = healthAlarms(place);
  const all = [...new Set(names ?? [...monitorsIn(place).map(alarmNameOf), ...health.keys()])];
  const of = (type: string, isOfType: (name: string) => boolean): DescribedAlarm[] =>
    types.includes(type)
      ? all.filter(isOfType).map((name) => describedAlarm(place, name, health.get(name)))
      : [];
  return json(200, {
    MetricAlarms: of('MetricAlarm', (name) => !health.has(name)),
    CompositeAlarms: of('CompositeAlarm', (name) => health.has(name)),
  });
}

/** Of a health alarm the monitors that are in alarm. */
function describedAlarm(place: Place, name: string, alarmed: readonly string[] = []): DescribedAlarm {
  const { region, world } = place;
  const AlarmArn = `arn:aws:cloudwatch:${region.name}:${region.account}:alarm:${name}`;
  const causes = alarmed.map((arn) => settingOf(world, arn)?.since ?? place.now);
  const since = causes.length > 0 ? Math.min(...causes) : settingOf(world, AlarmArn)?.since;
  const seconds = since === undefined ? undefined : since / 1000;
  return {
    AlarmName: name,
    AlarmArn,
    ActionsEnabled: true,
    StateValue: alarmed.length > 0 ? 'ALARM' : alarmState(world, AlarmArn),
    StateReason: reasonOf(alarmed) ?? (since === undefined ? 'never set by hand' : 'set by hand'),
    ...(seconds !== undefined && { StateUpdatedTimestamp: seconds, StateTransitionedTimestamp: seconds }),
  };
}

/** By the name of each health alarm the monitors that are in alarm. */
function healthAlarms(place: Place): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...healthMonitors(place)].map(([name, monitors]) => [
      name,
      monitors.filter((arn) => alarmState(place.world, arn) === 'ALARM'),
    ]),
  );
}

function monitorsIn({ region }: Place): string[] {
  const monitors = region.applications.flatMap(({ environments }) =>
    environments.flatMap((environment) => environment.monitors.map(({ AlarmArn }) => AlarmArn)),
  );
  return [...new Set(monitors)].sort();
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function bodyOf(call: Call): { readonly AlarmNames?: unknown; readonly AlarmTypes?: unknown } {
  try {
    const value: unknown = JSON.parse(call.body.toString('utf8') || '{}');
    if (value !== null && typeof value === 'object') return value;
  } catch {
    // Said below.
  }
  throw badRequest('the body is not a JSON object');
}
