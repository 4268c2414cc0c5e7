import { isObject, objectOr } from './json-object';
import type { Json, JsonObject } from './project';

/**
 * Merges the layers of an operations document, the most general first.
 *
 * Objects merge by key, lists and scalars replace, `null` removes the key. No key is special: `__proto__` and
 * `constructor` are data like any other.
 */
export function mergeOperations(layers: readonly JsonObject[]): JsonObject {
  return layers.reduce((merged, layer) => mergeObjects(merged, layer), {});
}

function mergeObjects(base: JsonObject, layer: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(base));
  for (const [key, value] of Object.entries(layer)) {
    if (value === null) merged.delete(key);
    else merged.set(key, isObject(value) ? mergeObjects(objectOr(merged.get(key)), value) : value);
  }
  return Object.fromEntries(merged);
}
