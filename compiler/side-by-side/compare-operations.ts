import type { ErrorObject, ValidateFunction } from 'ajv';
import { canonicalJson } from '../canonical-json';
import { compileOperations } from '../compile-documents';
import { decodePointer } from '../operations/check-schema';
import { draft04 } from '../operations/draft-04';
import { mergeDocument, pathKey, type MergedDocument } from '../operations/merge-document';
import { withoutBranches } from '../operations/without-branches';
import { selectorsFor } from '../flag-state';
import type { Json, JsonObject, Operations, Target } from '../project';
import { listed } from '../reading/listed';
import type { Place } from '../reading/source';
import { enclosingKey, entryOf, nodeAt, valueOf } from '../reading/yaml-tree';
import { pathOf } from '../structure/check-structure';
import { nameOf } from '../structure/report-violation';
import type { SideBySide } from './check-side-by-side';

export interface OperationsPair {
  readonly base: Operations;
  readonly head: Operations;
}

/** Compares the document of each revision with the schema of the other, in every target of both. */
export function compareOperations(pair: OperationsPair, context: SideBySide): void {
  const [before, now] = [pair.base.schema ?? {}, pair.head.schema ?? {}];
  // Each document has been compared with its own schema.
  if (canonicalJson(before) === canonicalJson(now)) return;
  for (const refusal of refusalsOf(pair.base, now, { ...context, side: 'base' })) {
    reportServed(refusal, pair, context);
  }
  for (const refusal of refusalsOf(pair.head, before, { ...context, side: 'head' })) {
    reportPrevious(refusal, pair, context);
  }
}

/** What a schema does not take, once for all targets in which it is the same. */
interface Refusal {
  readonly error: ErrorObject;
  readonly selectors: readonly string[];
  readonly target: Target;
}

function refusalsOf(
  operations: Operations,
  schema: JsonObject,
  { targets, side }: Pick<SideBySide, 'targets'> & { readonly side: 'base' | 'head' },
): readonly Refusal[] {
  const validate = draft04().compile(schema);
  const found = new Map<string, Refusal & { readonly selectors: string[] }>();
  for (const { selector, [side]: target } of targets) {
    for (const error of errorsOf(validate, compileOperations(operations, target))) {
      const identity = [error.schemaPath, error.instancePath, error.message, canonicalJson(dataOf(error))];
      const known = found.get(JSON.stringify(identity));
      if (known) known.selectors.push(selector);
      else found.set(JSON.stringify(identity), { error, selectors: [selector], target });
    }
  }
  return [...found.values()];
}

function errorsOf(validate: ValidateFunction, document: JsonObject): readonly ErrorObject[] {
  try {
    return validate(document) ? [] : withoutBranches(validate.errors ?? []);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = 'lets the schema refer to itself without end';
    return [{ keyword: '$ref', schemaPath: '#', instancePath: '', params: {}, message }];
  }
}

/** At the keyword of the new schema that refuses what is served. */
function reportServed({ error, selectors }: Refusal, { head }: OperationsPair, context: SideBySide): void {
  const { files, findings } = context;
  const schema = files.schemaOf(head);
  const at = schema && (enclosingKey(schema, schemaPathOf(error)) ?? schema);
  findings.error(at ?? files.startOf(head.at.file), 'SCHEMA_REFUSES_SERVED', {
    message: `the schema does not take what is served in ${listed(selectors)}: ${saysWhy(error)}`,
    fix: 'let the schema take both in this release, change the documents in the next one, and narrow the schema in the one after',
  });
}

/** At the value of the new document that consumers on the previous schema do not expect. */
function reportPrevious(refusal: Refusal, { head }: OperationsPair, context: SideBySide): void {
  const { files, findings } = context;
  const { error, selectors } = refusal;
  findings.error(placeOf(refusal, head, context) ?? files.startOf(head.at.file), 'DOCUMENT_BREAKS_PREVIOUS', {
    message: `consumers on the previous schema do not take what would be served in ${listed(selectors)}: ${saysWhy(error)}`,
    fix: 'release the wider schema first, with the documents as they were, and change the documents in the next release',
  });
}

function placeOf(
  { error, target }: Refusal,
  head: Operations,
  { files }: Pick<SideBySide, 'files'>,
): Place | undefined {
  const root = files.rootOf(head.at.file);
  const document = mergedIn(root, target);
  const around = entryOf(root, 'default')?.key;
  if (!document) return around;
  const path = pathOf(error.instancePath);
  const { missingProperty, additionalProperty } = error.params as Readonly<Record<string, unknown>>;
  const node = nodeAt(document.root, path);
  if (missingProperty !== undefined) {
    const removed = document.removed.get(pathKey([...path, String(missingProperty)]));
    return removed ?? enclosingKey(document.root, path) ?? around;
  }
  if (additionalProperty !== undefined) return entryOf(node, String(additionalProperty))?.key ?? around;
  return path.length === 0 ? around : (node ?? around);
}

function mergedIn(root: Parameters<typeof valueOf>[0], target: Target): MergedDocument | undefined {
  const overrides = valueOf(root, 'overrides');
  const own = selectorsFor(target).map((selector) => valueOf(overrides, selector));
  return mergeDocument([valueOf(root, 'default'), ...own].filter((layer) => layer?.kind === 'map'));
}

/** `#/properties/a%20b/type` → `['properties', 'a b', 'type']`: ajv writes a fragment of an address. */
function schemaPathOf({ schemaPath }: ErrorObject): ReturnType<typeof pathOf> {
  return pathOf(decodePointer(schemaPath));
}

function saysWhy(error: ErrorObject): string {
  const { missingProperty, additionalProperty } = error.params as Readonly<Record<string, unknown>>;
  const path = pathOf(error.instancePath);
  const inside = path.length === 0 ? '' : ` in ${nameOf(path)}`;
  if (missingProperty !== undefined) return `${String(missingProperty)} is missing${inside}`;
  if (additionalProperty !== undefined) return `${String(additionalProperty)} is not known${inside}`;
  const name = path.length === 0 ? 'the document' : nameOf(path);
  return `${name} is ${shown(dataOf(error))}, it ${error.message ?? 'is not allowed'}${choices(error)}`;
}

function choices({ keyword, params }: ErrorObject): string {
  const allowed = (params as { readonly allowedValues?: readonly Json[] }).allowedValues ?? [];
  return keyword === 'enum' ? ` (${listed(allowed.map(shown))})` : '';
}

function shown(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'a map';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function dataOf({ data }: ErrorObject): Json {
  return (data ?? null) as Json;
}
