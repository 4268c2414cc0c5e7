import { isObject } from '../../compiler/json-object';
import { canonicalJson } from '../../compiler/canonical-json';
import { compileDocuments } from '../../compiler/compile-documents';
import type { Document, Json, JsonObject, Project } from '../../compiler/project';
import { selectorOf, targetsOf } from '../../compiler/targets';
import type { ChangeKind, DocumentChange, Edit, ReviewedTargets } from './review';

type Change = Omit<DocumentChange, 'targets'>;

export interface DocumentChanges {
  readonly changes: readonly DocumentChange[];
  readonly targets: ReviewedTargets;
}

/** What one target has, of each component and profile at most one. */
export interface TargetDocuments {
  /** `<environment>/<region>`. */
  readonly target: string;
  readonly documents: readonly ComparedDocument[];
}

/** Equal contents are equal values; without contents the values are looked through. */
export type ComparedDocument = Pick<Document, 'component' | 'profile' | 'value'> &
  Partial<Pick<Document, 'content'>>;

/** Compares the documents of every target: what changes alike in many targets is told once. */
export function documentChanges(base: Project, head: Project): DocumentChanges {
  return compareDocuments(documentsOf(base), documentsOf(head));
}

/** The same of documents from anywhere. */
export function compareDocuments(
  base: readonly TargetDocuments[],
  head: readonly TargetDocuments[],
): DocumentChanges {
  const before = new Map(base.map(({ target, documents }) => [target, documents]));
  const after = new Map(head.map(({ target, documents }) => [target, documents]));
  const common = [...after].flatMap(([name, documents]) => {
    const old = before.get(name);
    return old ? [{ name, changes: changesIn(old, documents) }] : [];
  });
  return {
    changes: grouped(common),
    targets: {
      changed: common.filter(({ changes }) => changes.length > 0).map(({ name }) => name),
      unchanged: common.filter(({ changes }) => changes.length === 0).map(({ name }) => name),
      added: [...after.keys()].filter((name) => !before.has(name)),
      removed: [...before.keys()].filter((name) => !after.has(name)),
    },
  };
}

function documentsOf(project: Project): TargetDocuments[] {
  return targetsOf(project).map((target) => ({
    target: selectorOf(target),
    documents: compileDocuments(project, target),
  }));
}

/** Everything that reads differently in two JSON values, leaf by leaf; lists are leaves. */
export function editsBetween(before: Json | undefined, after: Json | undefined): Edit[] {
  return editsAt([], before, after);
}

function changesIn(old: readonly ComparedDocument[], now: readonly ComparedDocument[]): Change[] {
  const before = new Map(old.map((document) => [keyOf(document), document]));
  const after = new Map(now.map((document) => [keyOf(document), document]));
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((key) => {
    const [left, right] = [before.get(key), after.get(key)];
    const isSame = left?.content !== undefined && left.content === right?.content;
    return isSame ? [] : changesOf(left, right);
  });
}

function changesOf(before: ComparedDocument | undefined, after: ComparedDocument | undefined): Change[] {
  const { component, profile } = (after ?? before) as ComparedDocument;
  if (profile === 'operations') {
    const edits = editsBetween(before?.value, after?.value);
    return edits.length === 0 ? [] : [{ component, profile, kind: kindOf(before, after), edits }];
  }
  const [left, right] = [flagsOf(before), flagsOf(after)];
  return [...new Set([...left.keys(), ...right.keys()])].sort().flatMap((flag) => {
    const [old, now] = [left.get(flag), right.get(flag)];
    const edits = editsBetween(old, now);
    return edits.length === 0 ? [] : [{ component, profile, flag, kind: kindOf(old, now), edits }];
  });
}

/** Each flag of a document with everything that AppConfig stores of it, in the words of its author. */
function flagsOf(document: ComparedDocument | undefined): Map<string, JsonObject> {
  const { flags = {}, values = {} } = (document?.value ?? {}) as unknown as FlagsDocument;
  return new Map(Object.entries(flags).map(([key, flag]) => [key, flagOf(flag, values[key] ?? {})]));
}

interface FlagsDocument {
  readonly flags?: Readonly<Record<string, JsonObject>>;
  readonly values?: Readonly<Record<string, JsonObject>>;
}

/** Its name is its key. */
function flagOf(
  { name: _, attributes: constraints, ...described }: JsonObject,
  value: JsonObject,
): JsonObject {
  const { _variants, ...rest } = value;
  const common = { ...described, ...(constraints !== undefined && { constraints }) };
  if (!Array.isArray(_variants)) return { ...common, ...blockOf(rest) };
  const variants = _variants as readonly JsonObject[];
  const last = variants.at(-1) ?? {};
  const others = variants.slice(0, -1);
  return {
    ...common,
    ...blockOf({ enabled: last['enabled'] ?? false, ...((last['attributeValues'] ?? {}) as JsonObject) }),
    variants: Object.fromEntries(others.map(({ name, ...variant }) => [String(name), variant])),
    // The first that matches wins.
    'order of variants': others.map(({ name }) => name ?? ''),
  };
}

function blockOf({ enabled, ...attributes }: JsonObject): JsonObject {
  return { enabled: enabled ?? false, ...(Object.keys(attributes).length > 0 && { attributes }) };
}

function editsAt(path: readonly string[], before: Json | undefined, after: Json | undefined): Edit[] {
  const [left, right] = [mapOf(before), mapOf(after)];
  if (left && right && (before === undefined || after === undefined) && isEmpty(left) && isEmpty(right)) {
    return before === after ? [] : [editOf(path, before, after)];
  }
  if (left && right) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
    return keys.flatMap((key) => editsAt([...path, key], own(left, key), own(right, key)));
  }
  const isEqual =
    before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after);
  return isEqual ? [] : [editOf(path, before, after)];
}

function editOf(path: readonly string[], before: Json | undefined, after: Json | undefined): Edit {
  return { path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

/** What is not there counts as empty, so that what is added with many keys is told key by key. */
function mapOf(value: Json | undefined): JsonObject | undefined {
  if (value === undefined) return {};
  return isObject(value) ? value : undefined;
}

function own(map: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function isEmpty(map: JsonObject): boolean {
  return Object.keys(map).length === 0;
}

function kindOf(before: unknown, after: unknown): ChangeKind {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
}

function keyOf({ component, profile }: ComparedDocument): string {
  return `${component} ${profile}`;
}

function grouped(
  targets: readonly { readonly name: string; readonly changes: readonly Change[] }[],
): DocumentChange[] {
  const groups = new Map<string, { readonly change: Change; readonly names: string[] }>();
  for (const { name, changes } of targets) {
    for (const change of changes) {
      const key = canonicalJson(change as unknown as Json);
      const group = groups.get(key) ?? { change, names: [] };
      group.names.push(name);
      groups.set(key, group);
    }
  }
  const all = [...groups.values()].map(({ change, names }) => ({ ...change, targets: names }));
  return all.sort((left, right) => compare(nameOf(left), nameOf(right)));
}

function nameOf({ component, profile, flag }: Change): string {
  return `${component} ${profile} ${flag ?? ''}`;
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
