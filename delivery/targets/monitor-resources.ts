import { alarmsOf, type ResolvedAlarm } from '../../compiler/alarms';
import { alarmName, armingName, healthName, isLocal, monitorName } from '../../compiler/names';
import type { Component, Environment, Target } from '../../compiler/project';
import { armingAlarm } from './arming-alarm';
import { canaryAlarm, canaryArmingName, canaryRunsAlarm } from './canary-resources';
import { type CompositeAlarm, compositeAlarms, whenAlarm } from './composite-alarms';

/** What AppConfig watches while a deployment runs. */
export type MonitorResources =
  | { readonly type: 'none' }
  /** Alarms that nobody creates here: the local AppConfig is told their state by hand. */
  | { readonly type: 'named'; readonly alarmArns: readonly string[]; readonly roleArn: string }
  /** One composite alarm over CloudWatch alarms. */
  | {
      readonly type: 'composite';
      readonly alarmName: string;
      /** The alarms that roll back, without those that arm them. */
      readonly children: readonly string[];
      /** The monitor, after those that it is made of. */
      readonly alarms: readonly CompositeAlarm[];
    };

/** An alarm, and the one that says when it means something. */
interface MonitoredAlarm {
  readonly alarm: ResolvedAlarm;
  readonly armedBy?: ResolvedAlarm;
}

/** AppConfig allows five monitors per environment (CreateEnvironment, `Monitors`). */
const MONITORS_PER_ENVIRONMENT = 5;

/** Names what watches over one component. */
export function monitorResources(component: Component, target: Target): MonitorResources {
  const alarms = monitoredAlarms(component, target);
  if (alarms.length === 0) return { type: 'none' };
  const children = alarms.map(({ alarm }) => alarm.cloudWatchName);
  const { account } = target.environment;
  if (isLocal(target.environment)) {
    return {
      type: 'named',
      alarmArns: localMonitors(component, target, children).map(
        (alarm) => `arn:aws:cloudwatch:${target.region}:${account}:alarm:${alarm}`,
      ),
      roleArn: `arn:aws:iam::${account}:role/dynconf-local-alarms`,
    };
  }
  const name = monitorName(component.name, target);
  const triggers = alarms.map(({ alarm, armedBy }) =>
    whenAlarm(alarm.cloudWatchName, armedBy?.cloudWatchName),
  );
  return { type: 'composite', alarmName: name, children, alarms: compositeAlarms(name, triggers) };
}

/** Every CloudWatch alarm of a target once, however many applications it watches over; none on this machine. */
export function targetAlarms(components: readonly Component[], target: Target): ResolvedAlarm[] {
  if (isLocal(target.environment)) return [];
  const alarms = components
    .flatMap((component) => monitoredAlarms(component, target))
    .flatMap(({ alarm, armedBy }) => [alarm, ...(armedBy ? [armedBy] : [])]);
  return [...new Map(alarms.map((alarm) => [alarm.cloudWatchName, alarm])).values()];
}

/**
 * The alarm over all monitors of a target, after those that it is made of; nothing where nothing is watched.
 *
 * The pipelines look at it, and they change with environments only: it is there before the first component is.
 */
export function healthAlarms(monitors: readonly MonitorResources[], target: Target): CompositeAlarm[] {
  const triggers = monitors.flatMap((monitor) =>
    monitor.type === 'composite' ? [whenAlarm(monitor.alarmName)] : [],
  );
  return isWatched(target.environment) ? compositeAlarms(healthName(target), triggers) : [];
}

/** Whether an environment has a health alarm in each of its regions: the local AppConfig answers for one itself, and runs no canary. */
export function hasHealthAlarm(environment: Environment): boolean {
  return environment.alarms.length > 0 || (environment.canary !== undefined && !isLocal(environment));
}

/** Whether foundations make that alarm. */
export function isWatched(environment: Environment): boolean {
  return !isLocal(environment) && hasHealthAlarm(environment);
}

/** What the files ask for, and what the canary finds. */
function monitoredAlarms(component: Component, target: Target): MonitoredAlarm[] {
  const ofComponent = [...alarmsOf(component, target), ...canaryAlarm(component, target)];
  return [
    ...ofComponent.map((alarm) => armed(alarm, alarmName(alarm.watched, target, armingName(alarm.name)))),
    ...canaryRunsAlarm(target).map((alarm) => armed(alarm, canaryArmingName(target))),
  ];
}

function armed(alarm: ResolvedAlarm, name: string): MonitoredAlarm {
  const armedBy = armingAlarm(alarm, name);
  return { alarm, ...(armedBy && { armedBy }) };
}

/** Each alarm by itself while AppConfig takes that many, then one per watched component, then one for all. */
function localMonitors(component: Component, target: Target, alarms: readonly string[]): readonly string[] {
  if (alarms.length <= MONITORS_PER_ENVIRONMENT) return alarms;
  const perComponent = component.watchedComponents.map((watched) => monitorName(watched, target));
  return perComponent.length <= MONITORS_PER_ENVIRONMENT
    ? perComponent
    : [monitorName(component.name, target)];
}
