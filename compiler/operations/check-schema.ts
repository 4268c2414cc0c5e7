import type { ErrorObject } from 'ajv';
import { canonicalJson } from '../canonical-json';
import type { JsonObject } from '../project';
import type { Findings } from '../reading/findings';
import {
  enclosingKey,
  entriesOf,
  entryOf,
  itemsOf,
  nodeAt,
  plain,
  textOf,
  valueOf,
  type YamlMap,
  type YamlNode,
} from '../reading/yaml-tree';
import { MAXIMUM_SCHEMA_LENGTH } from '../schemas/operations-schema';
import { pathOf } from '../structure/check-structure';
import { describe, nameOf } from '../structure/report-violation';
import { draft04, IGNORED_KEYWORDS } from './draft-04';
import { withoutBranches } from './without-branches';

const HOLDS_SCHEMA = ['additionalProperties', 'additionalItems', 'items', 'not'];
const HOLDS_LIST = ['items', 'allOf', 'anyOf', 'oneOf'];
const HOLDS_MAP = ['properties', 'patternProperties', 'definitions', '$defs', 'dependencies'];

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

/** Checks a schema against what AppConfig really applies; false if no document can be compared with it. */
export function checkSchema(root: YamlMap, findings: Findings): boolean {
  const before = findings.errorCount;
  checkLength(root, findings);
  checkDialect(root, findings);
  walk(root, { root, findings });
  const errors = withoutBranches(draft04().metaErrors(plain(root) as JsonObject));
  for (const error of errors) if (!isFollowUp(error, errors)) reportMetaError(error, root, findings);
  return findings.errorCount === before;
}

function checkLength(root: YamlMap, findings: Findings): void {
  const { length } = canonicalJson(plain(root));
  if (length <= MAXIMUM_SCHEMA_LENGTH) return;
  findings.error(root, 'SCHEMA_TOO_LONG', {
    message: `the schema has ${length} characters as JSON, AppConfig takes ${MAXIMUM_SCHEMA_LENGTH}`,
    fix: 'shorten it: descriptions first, then definitions instead of repetition',
  });
}

function checkDialect(root: YamlMap, findings: Findings): void {
  const dialect = valueOf(root, '$schema');
  const text = textOf(dialect);
  if (!dialect || text === undefined || text.includes('draft-04')) return;
  findings.warning(dialect, 'SCHEMA_KEYWORD_IGNORED', {
    message: `$schema is ${text}, AppConfig applies draft-04 all the same`,
    fix: 'write http://json-schema.org/draft-04/schema#, or leave it out',
  });
}

interface Walk {
  readonly root: YamlMap;
  readonly findings: Findings;
}

/** Looks at every schema inside the schema; a property called `const` is no keyword. */
function walk(schema: YamlNode | undefined, context: Walk): void {
  if (schema?.kind !== 'map') return;
  checkKeywords(schema, context);
  for (const key of HOLDS_SCHEMA) walk(valueOf(schema, key), context);
  for (const key of HOLDS_LIST) for (const item of itemsOf(valueOf(schema, key))) walk(item, context);
  for (const key of HOLDS_MAP) {
    for (const [, { value }] of entriesOf(valueOf(schema, key))) walk(value, context);
  }
}

function checkKeywords(schema: YamlMap, context: Walk): void {
  const { findings } = context;
  for (const keyword of IGNORED_KEYWORDS) {
    const entry = entryOf(schema, keyword);
    if (!entry) continue;
    findings.warning(entry.key, 'SCHEMA_KEYWORD_IGNORED', {
      message: `AppConfig ignores ${keyword}: it applies JSON Schema draft-04`,
      fix: keyword === 'const' ? 'write enum with one value' : 'say it in draft-04, or leave it out',
    });
  }
  checkReference(valueOf(schema, '$ref'), context);
  const pattern = valueOf(schema, 'pattern');
  if (pattern) checkPattern(textOf(pattern), pattern, findings);
  for (const [text, { key }] of entriesOf(valueOf(schema, 'patternProperties'))) {
    checkPattern(text, { ...key, kind: 'scalar', value: text }, findings);
  }
}

function checkReference(node: YamlNode | undefined, { root, findings }: Walk): void {
  const reference = textOf(node);
  if (!node || reference === undefined) return;
  if (!reference.startsWith('#')) {
    findings.error(node, 'SCHEMA_REFERENCE', {
      message: `AppConfig follows no reference out of the schema: ${reference}`,
      fix: 'copy it to definitions and write #/definitions/<name>',
    });
  } else if (reference !== '#' && nodeAt(root, pathOf(decodePointer(reference))) === undefined) {
    findings.error(node, 'SCHEMA_REFERENCE', {
      message: `${reference} leads nowhere in this schema`,
      fix: 'write #/definitions/<name> of a definition that is there',
    });
  }
}

/** `#/definitions/a%20b` → `/definitions/a b`. */
export function decodePointer(reference: string): string {
  try {
    return decodeURIComponent(reference.slice(1));
  } catch {
    return reference.slice(1);
  }
}

function checkPattern(pattern: string | undefined, node: YamlNode, findings: Findings): void {
  if (pattern === undefined) return;
  try {
    // eslint-disable-next-line security/detect-non-literal-regexp -- only compiled, never run
    new RegExp(pattern);
  } catch (error) {
    const [, reason = 'it cannot be read'] =
      /: ([^:]+)$/.exec(error instanceof Error ? error.message : '') ?? [];
    findings.error(node, 'PATTERN_INVALID', {
      message: `the pattern is not a regular expression: ${reason.toLowerCase()}`,
      fix: 'correct it',
    });
  }
}

/** `exclusiveMinimum: 0` is no boolean; that it also lacks a `minimum` beside it is the same mistake. */
function isFollowUp({ keyword, instancePath, params }: ErrorObject, errors: readonly ErrorObject[]): boolean {
  if (keyword !== 'dependencies') return false;
  const property = String((params as Readonly<Record<string, unknown>>)['property']);
  return errors.some((error) => error.instancePath === `${instancePath}/${property}`);
}

function reportMetaError(error: ErrorObject, root: YamlMap, findings: Findings): void {
  const path = pathOf(error.instancePath);
  const node = nodeAt(root, path);
  const at = node && node.kind !== 'map' ? node : (enclosingKey(root, path) ?? root);
  const got = node ? describe(node) : 'wrong';
  const isType = error.keyword === 'anyOf' && path.at(-1) === 'type';
  const wanted = isType ? 'is a type, or a list of types' : (error.message ?? 'is not allowed');
  findings.error(at, 'SCHEMA_INVALID', {
    message: `${nameOf(path)} is ${got} in the schema: in draft-04 it ${wanted}`,
    fix: isType ? `allowed: ${TYPES.join(', ')}` : fixOf(error),
  });
}

function fixOf({ instancePath }: ErrorObject): string {
  return /exclusiveM(in|ax)imum/.test(instancePath)
    ? 'write minimum or maximum, and exclusiveMinimum or exclusiveMaximum: true'
    : 'write it as JSON Schema draft-04 wants it';
}
