import { canonicalJson } from './canonical-json';
import { PROFILES } from './names';
import type { Component, Document, Json, Profile, Target } from './project';

/** Component → profile → top-level keys that are in the document whichever version is met. */
export type CanaryKeys = Readonly<Record<string, Partial<Record<Profile, readonly string[]>>>>;

/**
 * The size that all environment variables of a canary share, names included.
 * https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CanaryRunConfigInput.html
 */
export const MAXIMUM_VARIABLES_BYTES = 4_096;
/** Runs that find a fault before the canary's alarm goes off: it tries again by itself, and a bake is seldom longer. */
export const CANARY_ALARM_PERIODS = 1;

const LETTERS: Readonly<Record<Profile, string>> = { flags: 'f', operations: 'o' };

/**
 * What the canary of a target is told: runtime/canary-settings.ts reads it.
 *
 * Names take a few bytes each, so that a hundred components (AppConfig's default quota of applications) fit; `keys`
 * are left out where they do not.
 */
export function canaryVariables(
  components: readonly Component[],
  target: Target,
  keys: CanaryKeys = {},
): Record<string, string> {
  const { environment } = target;
  const variables: Record<string, string> = {
    CANARY_ENVIRONMENT: environment.name,
    CANARY_COMPONENTS: components
      .map((component) => `${component.name}:${lettersOf(component)}`)
      .filter((entry) => !entry.endsWith(':'))
      .join(' '),
    CANARY_STALE_AFTER_MINUTES: String(staleAfterMinutes(target)),
    ...(environment.temporary && { CANARY_APPLICATION_SUFFIX: `-${environment.name}` }),
  };
  const withKeys = { ...variables, CANARY_KEYS: canonicalJson(keys as Json) };
  const isWorthIt = Object.keys(keys).length > 0 && bytesOf(withKeys) <= MAXIMUM_VARIABLES_BYTES;
  return isWorthIt ? withKeys : variables;
}

/**
 * What a canary may insist on while a target goes from one version to the next: keys that both have.
 *
 * A key that is new, or on its way out, is missing in one of them; a canary that failed over it would roll back
 * every release that adds or removes one.
 */
export function keysInBoth(previous: readonly Document[], next: readonly Document[]): CanaryKeys {
  const keys: Record<string, Partial<Record<Profile, readonly string[]>>> = {};
  for (const document of next) {
    const before = previous.find(
      (one) => one.component === document.component && one.profile === document.profile,
    );
    const had = before ? topLevelKeys(before) : [];
    const shared = topLevelKeys(document).filter((key) => had.includes(key));
    if (shared.length > 0)
      keys[document.component] = { ...keys[document.component], [document.profile]: shared };
  }
  return keys;
}

function topLevelKeys({ profile, value }: Document): string[] {
  const content = profile === 'flags' ? value['values'] : value;
  return Object.keys((content ?? {}) as Readonly<Record<string, Json>>);
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

function bytesOf(variables: Readonly<Record<string, string>>): number {
  const pairs = Object.entries(variables).map(([name, value]) => name + value);
  return Buffer.byteLength(pairs.join(''));
}
