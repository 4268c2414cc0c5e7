import type { CanaryProfile } from './canary-settings';

/**
 * What is wrong with the shape of a served document, in sentences; empty when nothing is.
 *
 * Which keys there are is nobody's business here: during growth a caller meets the previous or the next version.
 */
export function shapeProblems(profile: CanaryProfile, body: string): string[] {
  const document = parse(body);
  if (document === undefined) return [`is not JSON: it starts with ${JSON.stringify(body.slice(0, 40))}`];
  if (!isObject(document)) return [`is ${kindOf(document)}, expected an object`];
  return profile === 'flags' ? flagProblems(document) : [];
}

/** The API reference's retrieval-time schema of feature flags: key → object with a boolean `enabled`. */
function flagProblems(document: Readonly<Record<string, unknown>>): string[] {
  const entries = Object.entries(document);
  if (entries.length === 0) return ['has no flag in it'];
  return entries.flatMap(([key, flag]) => {
    if (!isObject(flag)) return [`has ${kindOf(flag)} as ${key}, expected an object with enabled`];
    const enabled = flag['enabled'];
    return typeof enabled === 'boolean'
      ? []
      : [`has ${kindOf(enabled)} as ${key}.enabled, expected a boolean`];
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
