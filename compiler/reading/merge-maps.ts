import type { YamlEntry, YamlMap, YamlNode } from './yaml-tree';

/** Lays one map over another: maps merge by key, lists and scalars replace. Every piece keeps its place. */
export function mergeMaps(base: YamlMap, over: YamlMap): YamlMap {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) entries.set(key, mergeEntry(entries.get(key), entry));
  return { ...over, entries };
}

function mergeEntry(base: YamlEntry | undefined, over: YamlEntry): YamlEntry {
  return { key: over.key, value: mergeNodes(base?.value, over.value) };
}

function mergeNodes(base: YamlNode | undefined, over: YamlNode): YamlNode {
  return base?.kind === 'map' && over.kind === 'map' ? mergeMaps(base, over) : over;
}
