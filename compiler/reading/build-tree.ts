import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
  type Scalar,
} from 'yaml';
import type { Findings } from './findings';
import { startOfSource, type Place, type Source } from './source';
import { entriesOf, entryAt, type YamlEntry, type YamlMap, type YamlNode } from './yaml-tree';

/** As deep as any sane definition by far; keeps every walk over a tree off the end of the stack. */
export const MAXIMUM_DEPTH = 100;
const [SPACE, DELETE] = [0x20, 0x7f];
/** Values that the aliases of one file may stand for. */
const MAXIMUM_ALIASED_VALUES = 10_000;

/** The parser's document as our tree; duplicate keys, odd keys and numbers JSON cannot hold are findings. */
export function buildTree(
  document: Document.Parsed,
  source: Source,
  findings: Findings,
): YamlNode | undefined {
  if (document.contents === null) return undefined;
  const builder = new TreeBuilder(source, findings, aliasTargets(document, source));
  const root = builder.build(document.contents, startOfSource(source), 0);
  return builder.isBroken ? undefined : root;
}

/** Which node each alias stands for: the last one before it that carries the name. */
function aliasTargets(document: Document.Parsed, source: Source): ReadonlyMap<Alias, Node> {
  const targets = new Map<Alias, Node>();
  if (!source.text.includes('*')) return targets;
  const anchors = new Map<string, Node>();
  visit(document, {
    Node(_key, node) {
      const target = isAlias(node) ? anchors.get(node.source) : undefined;
      if (isAlias(node) && target) targets.set(node, target);
      if (!isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, node as Node);
    },
  });
  return targets;
}

class TreeBuilder {
  readonly #built = new Map<Node, YamlNode>();
  readonly #open = new Set<Node>();
  /** How many values a node stands for, its aliases written out. */
  readonly #sizes = new Map<YamlNode, number>();
  #aliasedValues = 0;
  /** Only an escape can be half a character: the file itself is UTF-8. */
  readonly #hasEscapes: boolean;
  /** Something could not be written out: what is built holds gaps that nobody wrote. */
  isBroken = false;

  constructor(
    private readonly source: Source,
    private readonly findings: Findings,
    private readonly targets: ReadonlyMap<Alias, Node>,
  ) {
    this.#hasEscapes = source.text.includes('\\');
  }

  /** `around` is where something without a text of its own is reported: its key. */
  build(node: Node | null, around: Place, depth: number): YamlNode {
    if (node === null) return nothing(around);
    if (isAlias(node)) return this.#resolve(node);
    if (depth > MAXIMUM_DEPTH) return this.#tooDeep(node);
    return this.targets.size === 0
      ? this.#buildOwn(node, around, depth)
      : this.#buildForAliases(node, around, depth);
  }

  #buildForAliases(node: Node, around: Place, depth: number): YamlNode {
    this.#open.add(node);
    const built = this.#buildOwn(node, around, depth);
    this.#open.delete(node);
    this.#built.set(node, built);
    this.#sizes.set(built, this.#sizeOf(built));
    return built;
  }

  #buildOwn(node: Node, around: Place, depth: number): YamlNode {
    const at = this.#place(node);
    const { source, start, end } = at;
    if (isMap(node)) {
      const entries = this.#entries(node.items as Pair<Node, Node | null>[], depth);
      return { kind: 'map', source, start, end, entries };
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.build(item as Node | null, at, depth + 1));
      return { kind: 'list', source, start, end, items };
    }
    return this.#scalar(node as Scalar, at.end > at.start ? at : around);
  }

  #entries(pairs: readonly Pair<Node, Node | null>[], depth: number): YamlMap['entries'] {
    const entries = new Map<string, YamlEntry>();
    const merged: YamlNode[] = [];
    for (const pair of pairs) {
      const key = this.#place(pair.key);
      const value = this.build(pair.value, key, depth + 1);
      if (this.#isMergeKey(pair.key, key)) {
        merged.push(value);
        continue;
      }
      const name = this.#keyName(pair.key, key);
      if (name === undefined) continue;
      if (!entries.has(name)) {
        entries.set(name, entryAt(key, value));
        continue;
      }
      this.findings.error(key, 'DUPLICATE_KEY', {
        message: `${name} is given twice in one map`,
        fix: 'keep one of the two',
      });
    }
    // What was meant counts: nothing that a merge key brings along is missing besides.
    for (const map of merged.flatMap((value) => (value.kind === 'list' ? value.items : [value]))) {
      for (const [name, entry] of entriesOf(map)) if (!entries.has(name)) entries.set(name, entry);
    }
    return entries;
  }

  #isMergeKey(node: Node, at: Place): boolean {
    if (!isScalar(node) || node.value !== '<<' || node.type !== 'PLAIN') return false;
    this.findings.error(at, 'MERGE_KEY', {
      message: 'merge keys (<<) are not part of YAML 1.2',
      fix: 'write the keys out, or use what the file offers: extends, segments, overrides',
    });
    return true;
  }

  /** `undefined` for a key that JSON cannot have. */
  #keyName(node: Node, at: Place): string | undefined {
    if (isScalar(node) && typeof node.value === 'string') return node.value;
    const text = isScalar(node) ? this.source.text.slice(at.start, at.end) : undefined;
    this.findings.error(at, 'KEY_NOT_TEXT', {
      message: text ? `the key ${text} is not text` : 'a key must be text',
      fix: text ? `quote it: "${text}"` : 'write a plain word as the key',
    });
    return undefined;
  }

  #scalar(node: Scalar, at: Place): YamlNode {
    const value = node.value as null | boolean | number | string;
    if (typeof value === 'number') this.#checkNumber(value, node.source ?? String(value), at);
    if (typeof value === 'string' && this.#hasEscapes && /\p{Surrogate}/u.test(value)) {
      this.findings.error(at, 'TEXT_NOT_UNICODE', {
        message: 'the text holds half of a surrogate pair',
        fix: 'write the whole character, or \\U and its eight digits',
      });
    }
    return { kind: 'scalar', source: at.source, start: at.start, end: at.end, value };
  }

  #checkNumber(value: number, text: string, at: Place): void {
    const isWritableInJson = Number.isFinite(value);
    const isExact = !/^[-+]?(0[xo][0-9a-f]+|[0-9]+)$/i.test(text) || Number.isSafeInteger(value);
    if (isWritableInJson && isExact) return;
    this.findings.error(at, 'NUMBER_NOT_EXACT', {
      message: isWritableInJson
        ? `${text} is beyond 2^53 and would be rounded`
        : `${text} is a number that JSON cannot hold`,
      fix: isWritableInJson ? `quote it: "${text}"` : 'write a finite number',
    });
  }

  #resolve(alias: Alias): YamlNode {
    const at = this.#place(alias);
    if (this.isBroken) return nothing(at);
    const target = this.targets.get(alias);
    const built = target === undefined ? undefined : this.#built.get(target);
    if (target === undefined || built === undefined) {
      this.isBroken = true;
      const isInsideItself = target !== undefined && this.#open.has(target);
      this.findings.error(at, 'YAML_ALIAS', {
        message: isInsideItself
          ? `*${alias.source} contains itself`
          : `*${alias.source} is not defined above`,
        fix: isInsideItself ? 'write the value out' : `put &${alias.source} before the value it stands for`,
      });
      return nothing(at);
    }
    this.#aliasedValues += this.#sizes.get(built) ?? 1;
    if (this.#aliasedValues <= MAXIMUM_ALIASED_VALUES) return built;
    this.findings.error(at, 'YAML_ALIAS_BOMB', {
      message: `aliases stand for more than ${MAXIMUM_ALIASED_VALUES} values here`,
      fix: 'write fewer of them, or write the values out',
    });
    this.isBroken = true;
    return nothing(at);
  }

  #sizeOf(node: YamlNode): number {
    const children = node.kind === 'list' ? node.items : [];
    const values = node.kind === 'map' ? [...node.entries.values()].map((entry) => entry.value) : children;
    return values.reduce((sum, value) => sum + (this.#sizes.get(value) ?? 1), 1);
  }

  #tooDeep(node: Node): YamlNode {
    this.isBroken = true;
    const at = this.#place(node);
    this.findings.error({ ...at, end: at.start + 1 }, 'YAML_TOO_DEEP', {
      message: `the file is nested more than ${MAXIMUM_DEPTH} levels deep`,
      fix: 'flatten it',
    });
    return nothing(at);
  }

  #place(node: Node): Place {
    const [start = 0, valueEnd = start] = node.range ?? [];
    return { source: this.source, start, end: start + trimmedLength(this.source.text, start, valueEnd) };
  }
}

function nothing(at: Place): YamlNode {
  return { kind: 'scalar', source: at.source, start: at.start, end: at.end, value: null };
}

/** A block ends with its last character, not with the empty lines behind it. */
export function trimmedLength(text: string, start: number, end: number): number {
  let last = end;
  if (text.charCodeAt(last - 1) > SPACE && text.charCodeAt(last - 1) < DELETE) return last - start;
  while (last > start && /\s/.test(text.charAt(last - 1))) last -= 1;
  return last - start;
}
