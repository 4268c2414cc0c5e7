/** What the canary of one target watches, and when it calls something wrong. */
export interface CanarySettings {
  readonly environment: string;
  readonly documents: readonly WatchedDocument[];
  readonly namespace: string;
  readonly maximumLatencyMillis: number;
  readonly staleAfterMinutes: number;
  readonly emitsMetrics: boolean;
}

export interface WatchedDocument {
  readonly component: string;
  /** The AppConfig application: the component, in a temporary environment with its suffix. */
  readonly application: string;
  readonly profile: CanaryProfile;
  /** Must be there; others may be. Only keys that the previous and the next version share belong here. */
  readonly keys: readonly string[];
}

export type CanaryProfile = 'flags' | 'operations';
export type Variables = Readonly<Record<string, string | undefined>>;

const PROFILE_LETTERS: Readonly<Record<string, CanaryProfile>> = { f: 'flags', o: 'operations' };
const DEFAULT_MAXIMUM_LATENCY_MILLIS = 3_000;
const DEFAULT_STALE_AFTER_MINUTES = 180;

/**
 * Reads the canary's environment variables.
 *
 * - `CANARY_ENVIRONMENT`: the AppConfig environment
 * - `CANARY_COMPONENTS`: `checkout:fo search:o shared:f`, the letters being profiles
 * - `CANARY_APPLICATION_SUFFIX`: what applications of a temporary environment end with; default nothing
 * - `CANARY_KEYS`: `{"checkout":{"flags":["one-click-pay"]}}`; default `{}`
 * - `CANARY_NAMESPACE`: of its metrics; default `Dynconf`
 * - `CANARY_METRICS`: `embedded` (default) or `off`
 * - `CANARY_MAXIMUM_LATENCY_MILLIS`, `CANARY_STALE_AFTER_MINUTES`: default 3000 and 180
 */
export function canarySettings(variables: Variables): CanarySettings {
  const keys = keysOf(variables['CANARY_KEYS']);
  const suffix = variables['CANARY_APPLICATION_SUFFIX'] ?? '';
  const documents = required(variables, 'CANARY_COMPONENTS')
    .split(' ')
    .filter((entry) => entry !== '')
    .flatMap((entry) => documentsOf(entry, suffix))
    .map((document) => ({ ...document, keys: keys[document.component]?.[document.profile] ?? [] }));
  return {
    environment: required(variables, 'CANARY_ENVIRONMENT'),
    documents,
    namespace: variables['CANARY_NAMESPACE'] ?? 'Dynconf',
    maximumLatencyMillis: numberOf(
      variables,
      'CANARY_MAXIMUM_LATENCY_MILLIS',
      DEFAULT_MAXIMUM_LATENCY_MILLIS,
    ),
    staleAfterMinutes: numberOf(variables, 'CANARY_STALE_AFTER_MINUTES', DEFAULT_STALE_AFTER_MINUTES),
    emitsMetrics: choice(variables, 'CANARY_METRICS', ['embedded', 'off']) === 'embedded',
  };
}

function documentsOf(entry: string, suffix: string): Omit<WatchedDocument, 'keys'>[] {
  const [component = '', letters = ''] = entry.split(':');
  const profiles = [...letters].map((letter) => PROFILE_LETTERS[letter]);
  if (component === '' || profiles.length === 0 || profiles.includes(undefined)) {
    throw new Error(`CANARY_COMPONENTS has "${entry}", expected <component>:f, :o or :fo`);
  }
  return profiles
    .filter((profile) => profile !== undefined)
    .map((profile) => ({ component, application: `${component}${suffix}`, profile }));
}

type Keys = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

function keysOf(text = '{}'): Keys {
  try {
    return JSON.parse(text) as Keys;
  } catch {
    throw new Error('CANARY_KEYS is not JSON');
  }
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

function choice(variables: Variables, name: string, values: readonly string[]): string | undefined {
  const value = variables[name] ?? values[0];
  if (value === undefined || values.includes(value)) return value;
  throw new Error(`${name} is "${value}", expected ${values.join(' or ')}`);
}
