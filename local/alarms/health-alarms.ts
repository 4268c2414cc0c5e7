import { alarmNameOf } from '../../compiler/arn';
import { healthName } from '../../compiler/names';
import { alarmChanges, type AlarmChange } from './alarms';
import type { Place } from '../place';
import type { AlarmState } from '../state';

/** For each environment that is monitored here, by the name of its health alarm, the ARNs of its monitors. */
export function healthMonitors(place: Place): ReadonlyMap<string, readonly string[]> {
  const health = new Map<string, readonly string[]>();
  for (const { environments } of place.region.applications) {
    for (const { name, monitors } of environments.filter((environment) => environment.monitors.length > 0)) {
      const key = healthName({ environment: { name }, region: place.region.name });
      const arns = monitors.map(({ AlarmArn }) => AlarmArn);
      health.set(key, [...new Set([...(health.get(key) ?? []), ...arns])]);
    }
  }
  return health;
}

/** Why a health alarm is what it is: the names of the monitors that are in alarm. */
export function reasonOf(monitors: readonly string[]): string | undefined {
  const names = monitors.map(alarmNameOf);
  return names.length > 0 ? `${names.join(', ')} in ALARM` : undefined;
}

/** Besides, the ARNs of the monitors that it went off with. */
export interface HealthChange extends AlarmChange {
  readonly monitors?: readonly string[];
}

/** How an alarm changed by what was set, itself and the monitors that set it off. */
export function changesWith(
  { world }: Place,
  arn: string,
  monitors: readonly string[],
): readonly HealthChange[] {
  if (monitors.length === 0) return alarmChanges(world, arn);
  const states = new Map<string, AlarmState>();
  const all = [...new Set([arn, ...monitors])].flatMap((one) =>
    alarmChanges(world, one).map((change) => ({ ...change, one })),
  );
  let from: AlarmState = 'OK';
  return all
    .sort((left, right) => left.at - right.at)
    .flatMap(({ at, one, to: state }) => {
      states.set(one, state);
      const on = monitors.filter((monitor) => states.get(monitor) === 'ALARM');
      const to = on.length > 0 ? 'ALARM' : (states.get(arn) ?? 'OK');
      const change = { at, from, to, monitors: on };
      from = to;
      return change.from === to ? [] : [change];
    });
}
