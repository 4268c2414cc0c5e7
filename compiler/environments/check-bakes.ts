import { CANARY_ALARM_PERIODS } from '../canary-variables';
import { PROFILES } from '../names';
import type { Findings } from '../reading/findings';
import { listed } from '../reading/listed';
import { itemsOf, numberOf, textOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { readStrategy } from './read-strategy';
import { isOnThisMachine, type ResolvedEnvironment } from './resolve-environments';

/** Most of AWS's own metrics come every five minutes: a quicker rollout was not made for alarms to watch, they are not to blame. */
const WATCHED_MINUTES = 5;

/** Something that may find a fault too late, and the environments in which it does. */
interface Slow {
  readonly minutes: number;
  readonly bakes: string[];
  /** False as long as no rollout anywhere leaves it the time to go off at all. */
  canFire: boolean;
}

/**
 * A monitor is watched until the bake of the rollout ends: an alarm that needs longer comes too late.
 *
 * One that needs longer than any whole rollout, growth included, rolls nothing back ever and is refused.
 */
export function checkBakes(environments: readonly ResolvedEnvironment[], findings: Findings): void {
  const late = new Map<YamlNode, Slow>();
  const slow = new Map<YamlNode, Slow>();
  for (const environment of environments) {
    if (!environment.isComplete || isOnThisMachine(environment)) continue;
    for (const alarm of itemsOf(valueOf(environment.root, 'alarms')))
      note(late, { node: alarm, minutes: minutesToFire(alarm), environment });
    const canary = valueOf(valueOf(environment.root, 'canary'), 'every-minutes');
    // A temporary environment has the canary of what it is taken from, and a rollout of two minutes: a mistake of nobody.
    if (canary && environment.kind !== 'temporary')
      note(slow, { node: canary, minutes: canaryMinutes(canary), environment });
  }
  // An inherited alarm is one line, however many environments it is too slow for.
  for (const [alarm, found] of late) reportAlarm(alarm, found, findings);
  for (const [canary, { minutes, bakes }] of slow) {
    if (bakes.length === 0) continue;
    findings.warning(canary, 'ALARM_SLOWER_THAN_BAKE', {
      message: `the canary needs ${minutesOf(minutes)} to find a fault, longer than the bake of ${listed(bakes)}`,
      fix: 'let it run more often, or bake longer',
    });
  }
}

function note(
  all: Map<YamlNode, Slow>,
  seen: { node: YamlNode; minutes: number; environment: ResolvedEnvironment },
): void {
  const { node, minutes, environment } = seen;
  const slow = all.get(node) ?? { minutes, bakes: [], canFire: false };
  slow.bakes.push(...shortBakes(environment, minutes));
  const rollout = longestRollout(environment);
  slow.canFire ||= rollout >= minutes || rollout < WATCHED_MINUTES;
  all.set(node, slow);
}

function reportAlarm(alarm: YamlNode, { minutes, bakes, canFire }: Slow, findings: Findings): void {
  if (bakes.length === 0) return;
  const at = valueOf(alarm, 'datapoints') ?? valueOf(alarm, 'periods') ?? alarm;
  const name = textOf(valueOf(alarm, 'name')) ?? 'the alarm';
  const never = canFire ? '' : ': no rollout is watched that long, growth included';
  findings[canFire ? 'warning' : 'error'](at, 'ALARM_SLOWER_THAN_BAKE', {
    message: `${name} needs ${minutesOf(minutes)} to fire, longer than the bake of ${listed(bakes)}${never}`,
    fix: 'look at fewer or shorter periods, or bake longer',
  });
}

/** Growth and bake of the slower profile, in minutes; what cannot be read is long enough. */
function longestRollout({ root }: ResolvedEnvironment): number {
  const minutes = PROFILES.map((profile) => {
    const strategy = readStrategy(root, profile)?.strategy;
    return strategy ? strategy.durationMinutes + strategy.bakeMinutes : Infinity;
  });
  return Math.max(...minutes);
}

function canaryMinutes(everyMinutes: YamlNode): number {
  return (numberOf(everyMinutes) ?? 0) * CANARY_ALARM_PERIODS;
}

/** CloudWatch user guide, "Evaluating an alarm": it fires once `datapoints` of the last `periods` are bad. */
function minutesToFire(alarm: YamlNode): number {
  const count = numberOf(valueOf(alarm, 'datapoints')) ?? numberOf(valueOf(alarm, 'periods')) ?? 0;
  return (count * (numberOf(valueOf(valueOf(alarm, 'metric'), 'period-seconds')) ?? 0)) / 60;
}

/** The rollouts of an environment that are not watched that long: `prod (10 minutes)`, `prod flags (1 minute)`. */
function shortBakes({ name, root }: ResolvedEnvironment, minutes: number): readonly string[] {
  const bakes = PROFILES.map((profile) => ({
    profile,
    bake: readStrategy(root, profile)?.strategy.bakeMinutes ?? Infinity,
  }));
  const [first, ...others] = bakes;
  if (first && others.every(({ bake }) => bake === first.bake)) {
    return first.bake < minutes ? [`${name} (${minutesOf(first.bake)})`] : [];
  }
  return bakes
    .filter(({ bake }) => bake < minutes)
    .map(({ profile, bake }) => `${name} ${profile} (${minutesOf(bake)})`);
}

function minutesOf(count: number): string {
  return count === 1 ? '1 minute' : `${Math.round(count * 100) / 100} minutes`;
}
