import type { Json } from '../project';
import type { Place } from './source';

/** YAML as data that still knows where each piece was written; merging keeps who supplied what. */
export type YamlNode = YamlScalar | YamlList | YamlMap;

export interface YamlScalar extends Place {
  readonly kind: 'scalar';
  readonly value: null | boolean | number | string;
}

export interface YamlList extends Place {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

export interface YamlEntry {
  readonly key: Place;
  readonly value: YamlNode;
}

/** An entry that is the place of its own key: of so many, one object less each is worth it. */
class PlacedEntry implements YamlEntry {
  readonly source: Place['source'];
  readonly start: number;
  readonly end: number;

  constructor(
    { source, start, end }: Place,
    readonly value: YamlNode,
  ) {
    this.source = source;
    this.start = start;
    this.end = end;
  }

  get key(): Place {
    return this;
  }
}

export function entryAt(key: Place, value: YamlNode): YamlEntry {
  return new PlacedEntry(key, value);
}

export interface YamlMap extends Place {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

export type YamlPath = readonly (string | number)[];

/** The plain value. Maps have no prototype, so that a key such as `constructor` or `__proto__` is only a key. */
export function plain(node: YamlNode): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map((item) => plain(item));
  const object = emptyRecord<Json>();
  for (const [key, entry] of node.entries) object[key] = plain(entry.value);
  return object;
}

/** Nothing is inherited, as with `Object.create(null)`, but V8 keeps such an object as compact and as fast as a literal. */
const EmptyRecord = function EmptyRecord(): void {
  // Its keys come later.
} as unknown as { new (): object; prototype: object };
EmptyRecord.prototype = Object.create(null) as object;

/** A record in which only what was put into it can be found. */
export function emptyRecord<T>(): Record<string, T> {
  return new EmptyRecord() as Record<string, T>;
}

/** The node at a path, as far as it exists. */
export function nodeAt(root: YamlNode, path: YamlPath): YamlNode | undefined {
  let node: YamlNode | undefined = root;
  for (const step of path) node = node === undefined ? undefined : child(node, step);
  return node;
}

/** The key that encloses a path most closely: of the path itself, or of what is around it. */
export function enclosingKey(root: YamlNode, path: YamlPath): Place | undefined {
  let closest: Place | undefined;
  let node: YamlNode | undefined = root;
  for (const step of path) {
    if (node?.kind === 'map') closest = node.entries.get(String(step))?.key ?? closest;
    node = node === undefined ? undefined : child(node, step);
  }
  return closest;
}

function child(node: YamlNode, step: string | number): YamlNode | undefined {
  if (node.kind === 'map') return node.entries.get(String(step))?.value;
  return node.kind === 'list' ? node.items[Number(step)] : undefined;
}

export function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  return node?.kind === 'map' ? node.entries.get(key) : undefined;
}

export function valueOf(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return entryOf(node, key)?.value;
}

export function entriesOf(node: YamlNode | undefined): readonly (readonly [string, YamlEntry])[] {
  return node?.kind === 'map' ? [...node.entries] : [];
}

export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

export function numberOf(node: YamlNode | undefined): number | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined;
}

export function isNull(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === null;
}

/** Every text of a list, with its node; other items are left out (the structure check has named them). */
export function textsOf(node: YamlNode | undefined): readonly { node: YamlNode; text: string }[] {
  return itemsOf(node).flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [{ node: item, text }];
  });
}
