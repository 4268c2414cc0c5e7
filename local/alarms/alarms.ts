import { isGrowing } from '../../delivery/deployment-states';
import type { World } from '../place';
import { rolloutAt } from '../rollout';
import type { AlarmSetting, AlarmState, Environment } from '../state';

export interface KnownAlarm {
  readonly arn: string;
  readonly state: AlarmState;
}

export interface AlarmChange {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
}

const MOST_REMEMBERED = 10_000;

/** Sets an alarm by hand and rolls back what it watches; answers with the monitors that it is. */
export function setAlarm(world: World, nameOrArn: string, state: AlarmState): string[] {
  const { alarms } = world.state;
  // Of a data folder of an earlier version: only how things are.
  world.state.alarmHistory ??= [...alarms];
  const known = alarms.findIndex((alarm) => alarm.nameOrArn === nameOrArn);
  const [before] = known >= 0 ? alarms.splice(known, 1) : [];
  const isSame = before?.state === state;
  const now = world.clock.now();
  alarms.push({ nameOrArn, state, since: (isSame ? before.since : undefined) ?? now });
  remember(world.state.alarmHistory, { nameOrArn, state, since: now });
  rollBackAlarmed(world, now);
  return monitorArns(world).filter((arn) => isCalled(arn, nameOrArn));
}

/** The oldest are forgotten. */
function remember(history: AlarmSetting[], setting: AlarmSetting): void {
  history.push(setting);
  if (history.length > MOST_REMEMBERED) history.shift();
}

/** Every time an alarm came into another state; it was OK before the first. */
export function alarmChanges(world: World, arn: string): readonly AlarmChange[] {
  let from: AlarmState = 'OK';
  return (world.state.alarmHistory ?? world.state.alarms)
    .filter(({ nameOrArn }) => isCalled(arn, nameOrArn))
    .flatMap(({ state: to, since: at = 0 }) => {
      const change = { at, from, to };
      from = to;
      return change.from === to ? [] : [change];
    });
}

/** Every monitor of every environment, and what was set without being one. */
export function knownAlarms(world: World): KnownAlarm[] {
  const monitors = monitorArns(world);
  const others = world.state.alarms
    .map(({ nameOrArn }) => nameOrArn)
    .filter((nameOrArn) => !monitors.some((arn) => isCalled(arn, nameOrArn)));
  return [...monitors, ...others].map((arn) => ({ arn, state: alarmState(world, arn) }));
}

/** The state set last under this ARN or its name; an alarm nobody set is OK. */
export function alarmState(world: World, arn: string): AlarmState {
  return settingOf(world, arn)?.state ?? 'OK';
}

/** What was set last under this ARN or its name. */
export function settingOf(world: World, arn: string): AlarmSetting | undefined {
  return world.state.alarms.findLast(({ nameOrArn }) => isCalled(arn, nameOrArn));
}

/** Rolls back every deployment that is growing or baking while a monitor of its environment is in alarm. */
export function rollBackAlarmed(world: World, now: number): void {
  for (const environment of environmentsOf(world)) {
    const rollout = environment.deployments.at(-1)?.rollout;
    if (rollout === undefined) continue;
    if (!isGrowing(rolloutAt(rollout, now).state)) continue;
    const cause = environment.monitors.find(({ AlarmArn }) => firesRollback(world, AlarmArn))?.AlarmArn;
    if (cause === undefined) continue;
    const doneAt = now + world.switches.rollbackSeconds * 1000;
    rollout.rolledBack = { at: now, doneAt, by: 'CLOUDWATCH_ALARM', cause };
  }
}

function firesRollback(world: World, arn: string): boolean {
  const state = alarmState(world, arn);
  return state === 'ALARM' || (state === 'INSUFFICIENT_DATA' && world.switches.insufficientDataRollsBack);
}

function isCalled(arn: string, nameOrArn: string): boolean {
  return arn === nameOrArn || arn.endsWith(`:alarm:${nameOrArn}`);
}

function monitorArns(world: World): string[] {
  const arns = environmentsOf(world).flatMap(({ monitors }) => monitors.map(({ AlarmArn }) => AlarmArn));
  return [...new Set(arns)].sort();
}

function environmentsOf({ state }: World): Environment[] {
  return Object.values(state.regions).flatMap(({ applications }) =>
    applications.flatMap(({ environments }) => environments),
  );
}
