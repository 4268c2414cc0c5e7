import type { YamlEntry, YamlMap, YamlNode } from '../reading/yaml-tree';

/** A document of one target that knows who supplied each value, and which `null` removed which key. */
export interface MergedDocument {
  readonly root: YamlMap;
  /** The `null` by the path it removed something from, as `pathKey` writes it. */
  readonly removed: ReadonlyMap<string, YamlNode>;
}

/** Lays the layers of an operations document over each other, as `mergeOperations` does with plain values. */
export function mergeDocument(layers: readonly YamlMap[]): MergedDocument | undefined {
  const removed = new Map<string, YamlNode>();
  const [first, ...rest] = layers;
  if (!first) return undefined;
  const merge = (base: YamlMap | undefined, layer: YamlMap): YamlMap =>
    mergeMaps(base, layer, { removed, path: [] });
  return { root: rest.reduce(merge, merge(undefined, first)), removed };
}

export function pathKey(path: readonly (string | number)[]): string {
  return JSON.stringify(path.map(String));
}

interface Merging {
  readonly removed: Map<string, YamlNode>;
  readonly path: readonly string[];
}

function mergeMaps(base: YamlMap | undefined, layer: YamlMap, { removed, path }: Merging): YamlMap {
  const entries = new Map<string, YamlEntry>(base?.entries);
  for (const [key, { key: at, value }] of layer.entries) {
    const here = [...path, key];
    if (value.kind === 'scalar' && value.value === null) {
      entries.delete(key);
      removed.set(pathKey(here), value);
      continue;
    }
    removed.delete(pathKey(here));
    const before = entries.get(key)?.value;
    const below = before?.kind === 'map' ? before : undefined;
    const merged = value.kind === 'map' ? mergeMaps(below, value, { removed, path: here }) : value;
    entries.set(key, { key: at, value: merged });
  }
  return { ...layer, entries };
}
