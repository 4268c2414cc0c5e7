import { CANARY_ALARM_PERIODS } from '../canary-variables';
import { PROFILES } from '../names';
import type { Findings } from '../reading/findings';
import { listed } from '../reading/listed';
import { itemsOf, numberOf, textOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { readStrategy } from './read-strategy';
import { isOnThisMachine, type ResolvedEnvironment } from './resolve-environments';

/** A monitor is watched until the bake of the rollout ends: an alarm that needs longer comes too late. */
export function checkBakes(environments: readonly ResolvedEnvironment[], findings: Findings): void {
  const late = new Map<YamlNode, string[]>();
  const slow = new Map<YamlNode, string[]>();
  for (const environment of environments) {
    if (!environment.isComplete || isOnThisMachine(environment)) continue;
    for (const alarm of itemsOf(valueOf(environment.root, 'alarms'))) {
      const short = shortBakes(environment, minutesToFire(alarm));
      if (short.length > 0) late.set(alarm, [...(late.get(alarm) ?? []), ...short]);
    }
    const canary = valueOf(valueOf(environment.root, 'canary'), 'every-minutes');
    const short = canary ? shortBakes(environment, canaryMinutes(canary)) : [];
    if (canary && short.length > 0) slow.set(canary, [...(slow.get(canary) ?? []), ...short]);
  }
  // An inherited alarm is one line, however many environments it is too slow for.
  for (const [alarm, bakes] of late) {
    const at = valueOf(alarm, 'datapoints') ?? valueOf(alarm, 'periods') ?? alarm;
    findings.warning(at, 'ALARM_SLOWER_THAN_BAKE', {
      message: `${textOf(valueOf(alarm, 'name')) ?? 'the alarm'} needs ${minutesOf(minutesToFire(alarm))} to fire, longer than the bake of ${listed(bakes)}`,
      fix: 'look at fewer or shorter periods, or bake longer',
    });
  }
  for (const [canary, bakes] of slow) {
    findings.warning(canary, 'ALARM_SLOWER_THAN_BAKE', {
      message: `the canary needs ${minutesOf(canaryMinutes(canary))} to find a fault, longer than the bake of ${listed(bakes)}`,
      fix: 'let it run more often, or bake longer',
    });
  }
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
