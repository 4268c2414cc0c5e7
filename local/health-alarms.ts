import { healthName } from '../compiler/names';
import { alarmChanges, type AlarmChange } from './alarms';
import type { Place } from './place';
import type { AlarmState } from './state';

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

/** How an alarm changed by what was set, itself and the monitors that set it off. */
export function changesWith(
  { world }: Place,
  arn: string,
  monitors: readonly string[],
): readonly AlarmChange[] {
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
      const isOn = monitors.some((monitor) => states.get(monitor) === 'ALARM');
      const to = isOn ? 'ALARM' : (states.get(arn) ?? 'OK');
      const change = { at, from, to };
      from = to;
      return change.from === to ? [] : [change];
    });
}
