import { isScalar, Schema, type CST } from 'yaml';
import { MAXIMUM_DEPTH, trimmedLength } from './build-tree';
import type { Source } from './source';
import { entryAt, type YamlEntry, type YamlMap, type YamlNode } from './yaml-tree';

/** What `yaml` calls the end of a node: behind the spaces and comments that follow it. */
interface Composed<Node extends YamlNode = YamlNode> {
  readonly node: Node;
  readonly next: number;
}

interface Blanks {
  readonly indicator?: CST.SourceToken['type'];
  /** A comment must stand at the start of a line or behind a space. */
  readonly hasSpace: boolean;
}

const SCALARS: readonly string[] = ['scalar', 'single-quoted-scalar', 'double-quoted-scalar'];
/** `yaml` counts from where it says; a little less is certainly allowed. */
const MAXIMUM_KEY_CHARACTERS = 1000;
const TAGS = new Schema({ schema: 'core' }).tags;
/** All others are text. */
const MAY_BE_TYPED = /^[~nNtTfF\d.+-]/;
const NEVER_PLAIN = /^[,%|>@`]/;

/**
 * The tree of a file in the simple part of YAML, straight from the parser's tokens.
 *
 * Maps, lists and texts, numbers and the like on one line each, with comments: what nearly every definition is made of.
 * Undefined for everything else, mistakes above all, and it is `yaml` that says what that is. Making its documents only
 * to turn them into our trees is a fifth of the whole check; a test compares the two ways, tree by tree.
 */
export function composePlain(tokens: readonly CST.Token[], source: Source): YamlMap | undefined {
  if (/[\t\r]/.test(source.text)) return undefined;
  const documents = tokens.filter((token) => !isBlank(token));
  const [document] = documents;
  if (documents.length !== 1 || document?.type !== 'document') return undefined;
  return new PlainComposer(source).document(document);
}

function isBlank({ type }: CST.Token): boolean {
  return type === 'comment' || type === 'newline' || type === 'space';
}

class PlainComposer {
  #isPlain = true;
  #depth = 0;

  constructor(private readonly source: Source) {}

  document({ start, value, end }: CST.Document): YamlMap | undefined {
    this.#blanks(start, { hasSpace: true });
    this.#blanks(end, { hasSpace: true });
    const root = value && this.#node(value)?.node;
    return this.#isPlain && root?.kind === 'map' ? root : undefined;
  }

  #node(token: CST.Token): Composed | undefined {
    this.#depth += 1;
    const composed = this.#depth > MAXIMUM_DEPTH ? this.#odd() : this.#ofType(token);
    this.#depth -= 1;
    return this.#isPlain ? composed : undefined;
  }

  #ofType(token: CST.Token): Composed | undefined {
    if (isFlowScalar(token)) return this.#scalar(token);
    if (token.type === 'block-map') return this.#blockMap(token);
    if (token.type === 'block-seq') return this.#blockList(token);
    if (token.type !== 'flow-collection') return this.#odd();
    return token.start.source === '{' ? this.#flowMap(token) : this.#flowList(token);
  }

  #blockMap({ offset, indent, items }: CST.BlockMap): Composed | undefined {
    const entries = new Map<string, YamlEntry>();
    let [next, last] = [offset, offset];
    for (const item of items) {
      this.#blanks(item.start, { hasSpace: true });
      const { key, sep, value } = item;
      if (!key && !sep && item === items.at(-1)) {
        last = endOf(item.start, last);
        continue;
      }
      if (!key || !sep || !value || !isFlowScalar(key) || key.indent !== indent) return this.#odd();
      if (value.type === 'block-map' && !sep.some(({ type }) => type === 'newline')) return this.#odd();
      const end = this.#entry(entries, key, { sep, value });
      if (end === undefined) return this.#odd();
      next = last = end;
    }
    const end = this.#trimmed(offset, next);
    return { node: { kind: 'map', source: this.source, start: offset, end, entries }, next: last };
  }

  #blockList({ offset, items }: CST.BlockSequence): Composed | undefined {
    const nodes: YamlNode[] = [];
    let [next, last] = [offset, offset];
    for (const item of items) {
      const isFound = this.#blanks(item.start, { hasSpace: true, indicator: 'seq-item-ind' });
      if (!isFound && !item.value && item === items.at(-1)) {
        last = endOf(item.start, last);
        continue;
      }
      const composed = isFound && item.value ? this.#node(item.value) : undefined;
      if (!composed) return this.#odd();
      nodes.push(composed.node);
      next = last = composed.next;
    }
    const end = this.#trimmed(offset, next);
    return { node: { kind: 'list', source: this.source, start: offset, end, items: nodes }, next: last };
  }

  #flowMap(collection: CST.FlowCollection): Composed | undefined {
    const entries = new Map<string, YamlEntry>();
    for (const { key, sep, value } of this.#flowItems(collection)) {
      if (!key || !sep || !value || !isFlowScalar(key)) return this.#odd();
      if (this.#entry(entries, key, { sep, value }) === undefined) return this.#odd();
    }
    const { offset } = collection;
    const end = this.#flowEnd(collection, '}');
    if (!end) return this.#odd();
    return {
      node: { kind: 'map', source: this.source, start: offset, end: end.end, entries },
      next: end.next,
    };
  }

  #flowList(collection: CST.FlowCollection): Composed | undefined {
    const items: YamlNode[] = [];
    for (const { key, sep, value } of this.#flowItems(collection)) {
      const composed = !key && !sep && value ? this.#node(value) : undefined;
      if (!composed) return this.#odd();
      items.push(composed.node);
    }
    const { offset } = collection;
    const end = this.#flowEnd(collection, ']');
    if (!end) return this.#odd();
    return {
      node: { kind: 'list', source: this.source, start: offset, end: end.end, items },
      next: end.next,
    };
  }

  /** Without what follows the last comma; one comma between two. */
  #flowItems({ items }: CST.FlowCollection): CST.FlowCollection['items'] {
    return items.filter(({ start, key, sep, value }, index) => {
      const commas = start.filter(({ type }) => type === 'comma').length;
      this.#blanks(start, { hasSpace: false, indicator: 'comma' });
      if (value?.type === 'block-map' || value?.type === 'block-seq') this.#odd();
      const isEmpty = !key && !sep && !value;
      if (isEmpty && index === items.length - 1) return commas > 0 && index === 0 && this.#odd();
      if (isEmpty || commas !== (index === 0 ? 0 : 1)) this.#odd();
      return true;
    });
  }

  #flowEnd({ end }: CST.FlowCollection, bracket: string): { end: number; next: number } | undefined {
    const [first, ...rest] = end;
    if (first?.source !== bracket) return undefined;
    this.#blanks(rest, { hasSpace: false });
    const after = first.offset + first.source.length;
    return { end: after, next: endOf(rest, after) };
  }

  /** Where the value ends; undefined for what is no simple entry, or the second of its name. */
  #entry(
    entries: Map<string, YamlEntry>,
    key: CST.FlowScalar,
    { sep, value }: { sep: CST.SourceToken[]; value: CST.Token },
  ): number | undefined {
    const name = this.#scalar(key)?.node;
    const isFound = this.#blanks(sep, { hasSpace: false, indicator: 'map-value-ind' });
    if (name?.kind !== 'scalar' || typeof name.value !== 'string' || !isFound) return undefined;
    if (name.value === '<<' || entries.has(name.value)) return undefined;
    if (key.source.length > MAXIMUM_KEY_CHARACTERS) return undefined;
    const composed = this.#node(value);
    if (composed) entries.set(name.value, entryAt(name, composed.node));
    return composed?.next;
  }

  #scalar({ type, offset, source: written, end }: CST.FlowScalar): Composed | undefined {
    const value = valueOf(type, written);
    if (value === undefined || written.includes('\n')) return this.#odd();
    this.#blanks(end, { hasSpace: false });
    const after = offset + written.length;
    // A space that is none of YAML's own is part of the text, but of no place.
    if (this.#trimmed(offset, after) !== after) return this.#odd();
    const node = { kind: 'scalar', source: this.source, start: offset, end: after, value } as const;
    return { node, next: endOf(end, after) };
  }

  /** Whether the indicator is among spaces, line ends and comments; anything else among them is odd. */
  #blanks(tokens: readonly CST.SourceToken[] | undefined, { indicator, hasSpace }: Blanks): boolean {
    let isFound = false;
    let isSpaced = hasSpace;
    for (const { type } of tokens ?? []) {
      if (type === 'space' || type === 'newline') isSpaced = true;
      else if (type === indicator && !isFound) [isFound, isSpaced] = [true, false];
      else if (type !== 'comment' || !isSpaced) this.#odd();
    }
    return isFound;
  }

  #trimmed(start: number, end: number): number {
    return start + trimmedLength(this.source.text, start, end);
  }

  #odd(): undefined {
    this.#isPlain = false;
    return undefined;
  }
}

function isFlowScalar(token: CST.Token): token is CST.FlowScalar {
  return SCALARS.includes(token.type);
}

function endOf(tokens: readonly CST.SourceToken[] | undefined, otherwise: number): number {
  const last = tokens?.at(-1);
  return last ? last.offset + last.source.length : otherwise;
}

/** Undefined for a text that is written in a way that needs more thought. */
function valueOf(type: CST.FlowScalar['type'], written: string): YamlScalarValue | undefined {
  if (type === 'scalar') return plainValue(written);
  const [quote] = written;
  if (written.length < 2 || !written.endsWith(quote ?? '')) return undefined;
  if (type === 'double-quoted-scalar') return written.includes('\\') ? undefined : written.slice(1, -1);
  return written.slice(1, -1).replaceAll("''", "'");
}

type YamlScalarValue = null | boolean | number | string;

function plainValue(written: string): YamlScalarValue | undefined {
  if (written === '' || NEVER_PLAIN.test(written)) return undefined;
  if (!MAY_BE_TYPED.test(written)) return written;
  const tag = TAGS.find((each) => 'test' in each && each.default === true && each.test?.test(written));
  if (!tag || !('resolve' in tag) || tag.collection) return written;
  const resolved: unknown = tag.resolve(written, () => undefined, {});
  const value = isScalar(resolved) ? resolved.value : resolved;
  if (typeof value === 'number')
    return Number.isSafeInteger(value) || isSmallFraction(value) ? value : undefined;
  return value === null || typeof value === 'boolean' || typeof value === 'string' ? value : undefined;
}

/** Others may be more than JSON, or than a number, holds. */
function isSmallFraction(value: number): boolean {
  return Math.abs(value) < Number.MAX_SAFE_INTEGER;
}
