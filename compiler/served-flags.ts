import { objectOr } from './json-object';
import type { Json, JsonObject } from './project';

/**
 * What an SDK client gets from GetLatestConfiguration for a flags document.
 *
 * Clients never send a context to the service, so a flag with variants shows its last one, the default. A disabled
 * flag shows no attributes, and a flag without a value is absent.
 */
export function servedFlags(documentValue: JsonObject): JsonObject {
  const values = objectOr(documentValue['values']);
  return sortedObject(Object.keys(values).map((key) => [key, servedFlag(objectOr(values[key]))]));
}

function servedFlag(value: JsonObject): JsonObject {
  const variants = value['_variants'];
  if (!Array.isArray(variants) || variants.length === 0) return servedBlock(value, []);
  const last = objectOr(variants.at(-1) as Json);
  const attributes = objectOr(last['attributeValues']);
  return servedBlock({ ...attributes, enabled: last['enabled'] ?? false }, [
    ['_variant', last['name'] ?? ''],
  ]);
}

function servedBlock(value: JsonObject, extra: readonly [string, Json][]): JsonObject {
  const enabled = value['enabled'] === true;
  // Names that start with `_` are AppConfig's own: times of change, variants.
  const attributes = Object.entries(value).filter(([key]) => key !== 'enabled' && !key.startsWith('_'));
  return sortedObject([...extra, ['enabled', enabled], ...(enabled ? attributes : [])]);
}

function sortedObject(entries: readonly (readonly [string, Json])[]): JsonObject {
  const sorted = [...entries].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return Object.fromEntries(sorted);
}
