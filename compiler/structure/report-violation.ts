import type { DiagnosticCode } from '../diagnostic-codes';
import type { Findings, Says } from '../reading/findings';
import { didYouMean, nearestOf } from '../reading/nearest';
import { sayMissingSpace, sayOddSpace } from '../reading/say-syntax';
import type { Place } from '../reading/source';
import {
  enclosingKey,
  entryOf,
  nodeAt,
  type YamlMap,
  type YamlNode,
  type YamlPath,
} from '../reading/yaml-tree';
import { exampleOf, propertySchema, saysOf, type Schema } from './schema-words';

/** One thing that a file and its schema disagree on. */
export interface Violation {
  readonly path: YamlPath;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly schema: unknown;
  /** In ajv's words: `must be equal to constant`. */
  readonly says: string;
  readonly parentSchema: Schema;
}

interface Where {
  readonly root: YamlMap;
  readonly findings: Findings;
  readonly wholeFile: Place;
}

/** Says a violation in the words of the YAML, at the token a person would change. */
export function reportViolation(violation: Violation, where: Where): void {
  const node = nodeAt(where.root, violation.path);
  if (violation.keyword === 'additionalProperties') return reportUnknownKey(violation, where);
  if (violation.keyword === 'required') return reportMissing(violation, where);
  if (violation.keyword === 'propertyNames') return reportBadName(violation, where);
  if (!node) return;
  const [code, says, at] = sayValue(violation, node);
  where.findings.error(at ?? node, code, says);
}

function reportUnknownKey({ path, params, parentSchema }: Violation, { root, findings }: Where): void {
  const key = String(params['additionalProperty']);
  const map = nodeAt(root, path);
  const entry = entryOf(map, key);
  if (!entry || map?.kind !== 'map') return;
  const known = Object.keys((parentSchema['properties'] ?? {}) as object);
  const nearest = nearestOf(key, known);
  const slip = sayOddSpace(key) ?? sayMissingSpace(key) ?? sayToolsElsewhere(key, entry.value);
  findings.error(entry.key, 'UNKNOWN_KEY', {
    message: `${key} is not known ${place(path)}${slip ? `: ${slip.message}` : didYouMean(key, known)}`,
    fix:
      slip?.fix ??
      (nearest === undefined ? sayIndent(key, map, parentSchema) : undefined) ??
      fixUnknown(nearest, known),
  });
}

/** What stands below an empty map, and not in it. */
function sayIndent(key: string, { entries }: YamlMap, schema: Schema): string | undefined {
  let empty: string | undefined;
  for (const [name, { value }] of entries) {
    if (name === key) break;
    const own = propertySchema(schema, name);
    const isMap = own['type'] === 'object' || own['$ref'] !== undefined;
    if (isMap && value.kind === 'scalar' && value.value === null) empty = name;
    else if (Object.hasOwn((schema['properties'] ?? {}) as object, name)) empty = undefined;
  }
  return empty === undefined ? undefined : `indent ${key} below ${empty}`;
}

function fixUnknown(nearest: string | undefined, known: readonly string[]): string {
  if (nearest !== undefined) return `write ${nearest}`;
  return known.length > 0 ? `known here: ${known.join(', ')}` : 'remove it';
}

/** An environment has no kind: only the file of the tools says what it is. */
function sayToolsElsewhere(key: string, value: YamlNode): Says | undefined {
  if (key !== 'kind' || value.kind !== 'scalar' || value.value !== 'tools') return undefined;
  return { message: 'the tools have a file of their own', fix: 'rename it to tools.yaml' };
}

function reportMissing(
  { path, params, parentSchema }: Violation,
  { root, findings, wholeFile }: Where,
): void {
  const key = String(params['missingProperty']);
  findings.error(enclosingKey(root, path) ?? wholeFile, 'MISSING_KEY', {
    message: `${key} is missing ${place(path)}`,
    fix: `add ${key}: ${saysOf(propertySchema(parentSchema, key))}`,
  });
}

function reportBadName({ path, params, parentSchema }: Violation, { root, findings }: Where): void {
  const name = String(params['propertyName']);
  const entry = entryOf(nodeAt(root, path), name);
  if (!entry) return;
  const says = saysOf((parentSchema['propertyNames'] ?? {}) as Schema);
  findings.error(entry.key, 'INVALID_NAME', {
    message: `${quoteIfOdd(name)} is not a name that is allowed ${place(path)}`,
    fix: `write ${says}`,
  });
}

type Finding = readonly [code: DiagnosticCode, says: Says, at?: Place];

function sayValue(violation: Violation, node: YamlNode): Finding {
  const name = nameOf(violation.path);
  const got = describe(node);
  const wanted = saysOf(violation.parentSchema);
  const limit = String(violation.params['limit']);
  switch (violation.keyword) {
    case 'type':
      return ['WRONG_TYPE', sayType({ name, got, wanted, node, violation })];
    case 'enum':
    case 'const':
      return ['VALUE_NOT_ALLOWED', sayChoice(violation, name, node)];
    case 'minimum':
    case 'exclusiveMinimum':
      return [
        'TOO_LOW',
        { message: `${name} is ${got}, ${bound(violation, 'at least')} is allowed`, fix: 'raise it' },
      ];
    case 'maximum':
    case 'exclusiveMaximum':
      return [
        'TOO_HIGH',
        { message: `${name} is ${got}, ${bound(violation, 'at most')} is allowed`, fix: 'lower it' },
      ];
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return sayTooFew(violation, name);
    case 'maxLength':
      return ['TOO_LONG', { message: `${name} is longer than ${limit} characters`, fix: 'shorten it' }];
    case 'maxItems':
    case 'maxProperties':
      return [
        'TOO_MANY',
        { message: `${name} has more than ${limit} entries`, fix: `keep at most ${limit}${why(violation)}` },
      ];
    case 'uniqueItems':
      return sayTwice(violation, name, node);
    default:
      return ['INVALID_VALUE', sayOther(violation, name, got)];
  }
}

/** Where a limit comes from, if that is not plain. */
function why({ parentSchema }: Violation): string {
  return typeof parentSchema['x-why'] === 'string' ? `: ${parentSchema['x-why']}` : '';
}

function sayTooFew({ keyword, params, parentSchema }: Violation, name: string): Finding {
  const limit = Number(params['limit']);
  if (limit <= 1) return ['EMPTY', { message: `${name} is empty`, fix: `write ${saysOf(parentSchema)}` }];
  const parts = keyword === 'minLength' ? 'characters' : 'entries';
  return [
    'TOO_FEW',
    { message: `${name} has fewer than ${limit} ${parts}`, fix: `give it at least ${limit}` },
  ];
}

/** `at least 3`, or `more than 3` where the limit itself is out. */
function bound({ params }: Violation, inclusive: 'at least' | 'at most'): string {
  const { comparison, limit } = params;
  const exclusive = inclusive === 'at least' ? 'more than' : 'less than';
  return `${comparison === '>' || comparison === '<' ? exclusive : inclusive} ${String(limit)}`;
}

function sayOther({ parentSchema, says }: Violation, name: string, got: string): Says {
  const wanted = parentSchema['x-says'];
  if (typeof wanted !== 'string') return { message: `${name} is ${got}, it ${says}`, fix: 'change it' };
  return { message: `${name} is ${got}, it must be ${wanted}`, fix: `write ${wanted}` };
}

function sayType(what: {
  name: string;
  got: string;
  wanted: string;
  node: YamlNode;
  violation: Violation;
}): Says {
  const { name, got, wanted, node, violation } = what;
  const types = [violation.schema].flat().map(String);
  const isUnquoted = node.kind === 'scalar' && node.value !== null && types.includes('string');
  const written = node.source.text.slice(node.start, node.end);
  // Without quotes it looks like what it must be: only a tag made it a text.
  const isTagged = node.kind === 'scalar' && node.value === written && !types.includes('string');
  return {
    message: `${name} is ${isTagged ? `the text ${got}` : got}, it must be ${wanted}`,
    fix: isUnquoted ? `quote it: "${written}"` : `write ${wanted}${shapeOf(violation, node)}`,
  };
}

/** `: { required: true }`, `: [checkout]`; nothing where the schema says it in words, or asks for nothing in it. */
function shapeOf({ parentSchema, schema }: Violation, node: YamlNode): string {
  if (parentSchema['x-says'] !== undefined) return '';
  if (schema === 'array' && node.kind === 'scalar' && typeof node.value === 'string')
    return `: [${describe(node)}]`;
  const required = (parentSchema['required'] ?? []) as readonly string[];
  if (schema !== 'object' || required.length === 0) return '';
  const parts = required.map((key) => `${key}: ${exampleOf(propertySchema(parentSchema, key))}`);
  return `: { ${parts.join(', ')} }`;
}

function sayChoice(violation: Violation, name: string, node: YamlNode): Says {
  const allowed = [violation.schema].flat().map(String);
  const written = node.kind === 'scalar' ? String(node.value) : '';
  return {
    message: `${name} is ${describe(node)}${didYouMean(written, allowed)}`,
    fix: `allowed: ${allowed.join(', ')}`,
  };
}

function sayTwice(violation: Violation, name: string, node: YamlNode): Finding {
  const indexes = [Number(violation.params['i']), Number(violation.params['j'])];
  const second = node.kind === 'list' ? node.items[Math.max(...indexes)] : undefined;
  const says = {
    message: `${second ? describe(second) : 'a value'} stands twice in ${name}`,
    fix: 'keep one of the two',
  };
  return second ? ['DUPLICATE_VALUE', says, second] : ['DUPLICATE_VALUE', says];
}

/** What a person wrote, short enough for one line. */
export function describe(node: YamlNode): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'list') return 'a list';
  if (node.value === null) return 'empty';
  const written = node.source.text.slice(node.start, node.end).replace(/\s+/g, ' ');
  return written.length > 60 ? `${written.slice(0, 57)}...` : written;
}

/** `regions`, or `item 2 of regions`. */
export function nameOf(path: YamlPath): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  if (!/^\d+$/.test(String(last))) return quoteIfOdd(String(last));
  return `item ${Number(last) + 1} of ${path.at(-2) ?? 'the list'}`;
}

function place(path: YamlPath): string {
  return path.length === 0 ? 'here' : `in ${nameOf(path)}`;
}

function quoteIfOdd(name: string): string {
  return /^[\w./-]+$/.test(name) ? name : JSON.stringify(name);
}
