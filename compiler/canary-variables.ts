import { PROFILES } from './names';
import type { Component, Profile, Target } from './project';

/** Runs that find a fault before the canary's alarm goes off: it tries again by itself, and a bake is seldom longer. */
export const CANARY_ALARM_PERIODS = 1;

const LETTERS: Readonly<Record<Profile, string>> = { flags: 'f', operations: 'o' };

/**
 * What the canary of a target is told: runtime/canary-settings.ts reads it.
 *
 * Names take a few bytes each, so that a hundred components (AppConfig's default quota of applications) fit into the
 * 4 KB that all variables of a canary share, names included.
 * https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CanaryRunConfigInput.html
 */
export function canaryVariables(components: readonly Component[], target: Target): Record<string, string> {
  const { environment } = target;
  return {
    CANARY_ENVIRONMENT: environment.name,
    CANARY_COMPONENTS: components
      .map((component) => `${component.name}:${lettersOf(component)}`)
      .filter((entry) => !entry.endsWith(':'))
      .join(' '),
    CANARY_STALE_AFTER_MINUTES: String(staleAfterMinutes(target)),
    ...(environment.temporary && { CANARY_APPLICATION_SUFFIX: `-${environment.name}` }),
  };
}

function lettersOf(component: Component): string {
  const has: Readonly<Record<Profile, boolean>> = {
    flags: component.flags.length > 0,
    operations: component.operations !== undefined,
  };
  return PROFILES.filter((profile) => has[profile])
    .map((profile) => LETTERS[profile])
    .join('');
}

/** The longest rollout of the target, and two runs of the canary to notice that it is over. */
function staleAfterMinutes({ environment }: Target): number {
  const { flags, operations } = environment.strategies;
  const rollouts = [flags, operations].map(
    ({ durationMinutes, bakeMinutes }) => durationMinutes + bakeMinutes,
  );
  return Math.max(...rollouts) + 2 * (environment.canary?.everyMinutes ?? 5);
}
