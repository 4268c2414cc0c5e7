import { alarmsOf } from '../../compiler/alarms';
import { LOCAL_ENVIRONMENT, monitorName } from '../../compiler/names';
import type { Component, Project, Target, Wave } from '../../compiler/project';
import { targetsIn } from '../../compiler/targets';
import { rolloutMinutes } from '../../delivery/targets/growth';
import { targetResources } from '../../delivery/targets/target-resources';
import { CommandError, EXIT } from '../exit-codes';

/** Which alarm goes off, where, and how long after the rollout has started. */
export interface RehearsalFault {
  readonly component: Component;
  readonly alarm: string;
  readonly wave: Wave;
  /** The first region of the wave. */
  readonly target: Target;
  /** What the AppConfig environment watches, and the alarm shows up as. */
  readonly monitorArn: string;
  readonly atMinute: number;
}

const FORM = '<component>/<alarm>@<wave>:<minute>m';

/** Reads `checkout/faults@first:3m`; whatever does not exist is told with what does. */
export function parseFault(text: string, project: Project): RehearsalFault {
  const match = /^([^/@:]+)\/([^/@:]+)@([^/@:]+):(\d+(?:\.\d+)?)m$/.exec(text);
  const [, componentName = '', alarm = '', waveName = '', minute = ''] = match ?? [];
  if (match === null) throw wrong(`--fault is ${text}`, `${FORM}, e.g. checkout/faults@first:3m`);
  const targets = targetsIn(project, LOCAL_ENVIRONMENT);
  const component = one('component', componentName, project.components);
  const target = one('wave', waveName, firstTargets(targets));
  const alarms = alarmsOf(component, target);
  const known = one('alarm', alarm, alarms);
  const strategy = target.environment.strategies[component.flags.length > 0 ? 'flags' : 'operations'];
  return {
    component,
    alarm,
    wave: target.wave,
    target,
    monitorArn: monitorOf(component, known, target),
    atMinute: minuteWithin(Number(minute), rolloutMinutes(strategy)),
  };
}

/** A wave goes by its first region: the release stops there. */
function firstTargets(targets: readonly Target[]): (Target & { readonly name: string })[] {
  const first = targets.filter(({ wave, region }) => wave.regions[0] === region);
  return first.map((target) => ({ ...target, name: target.wave.name }));
}

function one<Named extends { readonly name: string }>(
  what: string,
  name: string,
  all: readonly Named[],
): Named {
  const found = all.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  const names = [...new Set(all.map((candidate) => candidate.name))];
  throw wrong(
    `--fault names the ${what} ${name}`,
    names.length > 0 ? names.join(', ') : `none: ${LOCAL_ENVIRONMENT} has no ${what}s`,
  );
}

function minuteWithin(minute: number, minutes: number): number {
  if (minute < minutes) return minute;
  if (minutes === 0)
    throw wrong(`--fault at minute ${minute}`, `none: rollouts of ${LOCAL_ENVIRONMENT} are over at once`);
  throw wrong(`--fault at minute ${minute}`, `0 to less than ${minutes}, when the rollout is over`);
}

/** Beyond five alarms an environment watches one monitor per component, or one for all. */
function monitorOf(
  component: Component,
  { watched, cloudWatchName }: { watched: string; cloudWatchName: string },
  target: Target,
): string {
  const { applications } = targetResources(
    { components: [component], environments: [], segments: [] },
    target,
  );
  const monitor = applications[0]?.monitor;
  const arns = monitor?.type === 'named' ? monitor.alarmArns : [];
  const names = [cloudWatchName, monitorName(watched, target), monitorName(component.name, target)];
  const found = names.flatMap((name) => arns.filter((arn) => arn.endsWith(`:alarm:${name}`)));
  if (found[0] === undefined) throw new Error(`${component.name} has no monitor for ${cloudWatchName}`);
  return found[0];
}

function wrong(what: string, allowed: string): CommandError {
  return new CommandError(EXIT.usage, `${what}, allowed: ${allowed}`);
}
