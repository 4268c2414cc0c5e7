/** What the canary of one target watches, and when it calls something wrong. */
export interface CanarySettings {
  readonly environment: string;
  readonly documents: readonly WatchedDocument[];
  readonly staleAfterMinutes: number;
}

export interface WatchedDocument {
  readonly component: string;
  /** The AppConfig application: the component, in a temporary environment with its suffix. */
  readonly application: string;
  readonly profile: CanaryProfile;
}

export type CanaryProfile = 'flags' | 'operations';
export type Variables = Readonly<Record<string, string | undefined>>;

const PROFILE_LETTERS: Readonly<Record<string, CanaryProfile>> = { f: 'flags', o: 'operations' };
const DEFAULT_STALE_AFTER_MINUTES = 180;

/**
 * Reads the canary's environment variables.
 *
 * - `CANARY_ENVIRONMENT`: the AppConfig environment
 * - `CANARY_COMPONENTS`: `checkout:fo search:o shared:f`, the letters being profiles
 * - `CANARY_APPLICATION_SUFFIX`: what applications of a temporary environment end with; default nothing
 * - `CANARY_STALE_AFTER_MINUTES`: default 180
 */
export function canarySettings(variables: Variables): CanarySettings {
  const suffix = variables['CANARY_APPLICATION_SUFFIX'] ?? '';
  const documents = required(variables, 'CANARY_COMPONENTS')
    .split(' ')
    .filter((entry) => entry !== '')
    .flatMap((entry) => documentsOf(entry, suffix));
  return {
    environment: required(variables, 'CANARY_ENVIRONMENT'),
    documents,
    staleAfterMinutes: numberOf(variables, 'CANARY_STALE_AFTER_MINUTES', DEFAULT_STALE_AFTER_MINUTES),
  };
}

function documentsOf(entry: string, suffix: string): WatchedDocument[] {
  const [component = '', letters = ''] = entry.split(':');
  const profiles = [...letters].map((letter) => PROFILE_LETTERS[letter]);
  if (component === '' || profiles.length === 0 || profiles.includes(undefined)) {
    throw new Error(`CANARY_COMPONENTS has "${entry}", expected <component>:f, :o or :fo`);
  }
  return profiles
    .filter((profile) => profile !== undefined)
    .map((profile) => ({ component, application: `${component}${suffix}`, profile }));
}

function required(variables: Variables, name: string): string {
  const value = variables[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

function numberOf(variables: Variables, name: string, otherwise: number): number {
  const value = Number(variables[name] ?? otherwise);
  if (!(value > 0)) throw new Error(`${name} is "${variables[name]}", expected a number above 0`);
  return value;
}
