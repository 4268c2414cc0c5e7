import type { NumberList } from './number-list';
import type { Source } from '../reading/source';
import { entryAt, type YamlEntry, type YamlMap, type YamlNode } from '../reading/yaml-tree';

/**
 * What stands where, as numbers: nearly every text of a tree is a piece of its file, so only its place is kept.
 *
 * A node is `[kind + 16 * size, start, end]`, followed by its parts. What is no piece of the file is in `texts`.
 */
export interface PackedTree {
  readonly numbers: Int32Array;
  readonly texts: readonly string[];
}

const NULL = 0;
const FALSE = 1;
const TRUE = 2;
/** `Pay now` */
const PIECE = 3;
/** `"Pay now"` */
const QUOTED = 4;
/** `"Pay\tnow"` */
const TEXT = 5;
/** `10` */
const NUMBER = 6;
/** `1_0`, should there be such a thing. */
const NUMBER_TEXT = 7;
const LIST = 8;
const MAP = 9;
const KINDS = 16;
const PARTS_OF_NODE = 3;

/**
 * Appends a tree to numbers and answers with its texts.
 *
 * Undefined for what may hold an alias: its value stands in a tree twice, and is the same one.
 */
export function packTree(root: YamlMap, numbers: NumberList): readonly string[] | undefined {
  const { text } = root.source;
  if (text.includes('*') && /(^|[\s[{,:])\*/.test(text)) return undefined;
  const packer = new Packer(text, numbers);
  packer.node(root);
  return packer.texts;
}

/** The tree that was packed, of a file with the same text. */
export function unpackTree(packed: PackedTree, source: Source): YamlMap {
  return new Unpacker(packed, source).node() as YamlMap;
}

class Packer {
  readonly texts: string[] = [];

  constructor(
    private readonly text: string,
    private readonly numbers: NumberList,
  ) {}

  node(node: YamlNode): void {
    const { start, end } = node;
    if (node.kind === 'scalar') {
      this.numbers.push(this.#scalar(node.value, start, end), start, end);
    } else if (node.kind === 'list') {
      this.numbers.push(LIST + KINDS * node.items.length, start, end);
      for (const item of node.items) this.node(item);
    } else {
      this.numbers.push(MAP + KINDS * node.entries.size, start, end);
      for (const [name, { key, value }] of node.entries) {
        this.numbers.push(this.#scalar(name, key.start, key.end), key.start, key.end);
        this.node(value);
      }
    }
  }

  #scalar(value: null | boolean | number | string, start: number, end: number): number {
    if (value === null) return NULL;
    if (typeof value === 'boolean') return value ? TRUE : FALSE;
    const piece = this.text.slice(start, end);
    if (typeof value === 'number')
      return Object.is(Number(piece), value) ? NUMBER : this.#text(NUMBER_TEXT, String(value));
    if (value === piece) return PIECE;
    return value === piece.slice(1, -1) ? QUOTED : this.#text(TEXT, value);
  }

  #text(kind: number, text: string): number {
    return kind + KINDS * (this.texts.push(text) - 1);
  }
}

class Unpacker {
  #at = 0;
  readonly #numbers: Int32Array;
  readonly #texts: readonly string[];

  constructor(
    { numbers, texts }: PackedTree,
    private readonly source: Source,
  ) {
    this.#numbers = numbers;
    this.#texts = texts;
  }

  node(): YamlNode {
    const { source } = this;
    const head = this.#numbers[this.#at] ?? 0;
    const start = this.#numbers[this.#at + 1] ?? 0;
    const end = this.#numbers[this.#at + 2] ?? 0;
    this.#at += PARTS_OF_NODE;
    const kind = head % KINDS;
    const size = (head - kind) / KINDS;
    if (kind === MAP) return { kind: 'map', source, start, end, entries: this.#entries(size) };
    if (kind === LIST) return { kind: 'list', source, start, end, items: this.#items(size) };
    return { kind: 'scalar', source, start, end, value: this.#scalar({ kind, size }, start, end) };
  }

  #items(size: number): YamlNode[] {
    const items: YamlNode[] = [];
    for (let index = 0; index < size; index += 1) items.push(this.node());
    return items;
  }

  #entries(size: number): YamlMap['entries'] {
    const entries = new Map<string, YamlEntry>();
    for (let index = 0; index < size; index += 1) {
      const { source, start, end, value: name } = this.node() as YamlNode & { value: string };
      entries.set(name, entryAt({ source, start, end }, this.node()));
    }
    return entries;
  }

  #scalar({ kind, size }: { kind: number; size: number }, start: number, end: number) {
    const { text } = this.source;
    if (kind === PIECE) return text.slice(start, end);
    if (kind === QUOTED) return text.slice(start + 1, end - 1);
    if (kind === TEXT) return this.#texts[size] ?? '';
    if (kind === NUMBER) return Number(text.slice(start, end));
    if (kind === NUMBER_TEXT) return Number(this.#texts[size]);
    return kind === NULL ? null : kind === TRUE;
  }
}
