import type { ErrorObject } from 'ajv';
import { isForeignToBackend } from '../environments/check-backend';
import type { Findings } from '../reading/findings';
import { startOfSource } from '../reading/source';
import { nodeAt, plain, type YamlMap, type YamlPath } from '../reading/yaml-tree';
import { DEFINITION_SCHEMAS, type SchemaName } from '../schemas/definition-schemas';
import { isMisspelt } from './misspelt';
import { reportViolation, type Violation } from './report-violation';
import * as validators from './validators';

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface StructureOptions {
  /** What is missing: everywhere, only inside lists (a file to be merged), or only outside of them (what was merged). */
  readonly missing: 'everywhere' | 'in lists' | 'only outside lists';
}

/** Compares one file with its schema: one finding per mistake, each at the token that is wrong. */
export function checkStructure(
  root: YamlMap,
  name: SchemaName,
  { findings, missing }: { findings: Findings } & StructureOptions,
): boolean {
  const validate = validators[name];
  if (validate(plain(root))) return true;
  const violations = withoutEchoes(violationsOf(validate.errors ?? [], DEFINITION_SCHEMAS[name])).filter(
    (violation) =>
      isWanted(violation, missing) &&
      !isOnlyMisspelt(violation, root) &&
      !isForeignToBackend(violation.path, root),
  );
  for (const violation of violations) {
    reportViolation(violation, { root, findings, wholeFile: startOfSource(root.source) });
  }
  return violations.length === 0;
}

/** Without the rules that a bad name breaks one by one: `propertyNames` itself stands for them. */
function violationsOf(errors: readonly ErrorObject[], schema: JsonSchema): readonly Violation[] {
  return errors
    .filter((error) => error.propertyName === undefined)
    .map((error) => toViolation(withSchema(error, schema)));
}

/** The compiled validators name what was broken only by its path: `#/properties/owner/pattern`. */
function withSchema(error: ErrorObject, schema: JsonSchema): ErrorObject {
  const path = pathOf(error.schemaPath).slice(0, -1);
  const parentSchema = path.reduce<JsonSchema>((at, step) => (at[step] ?? {}) as JsonSchema, schema);
  return { ...error, parentSchema, schema: parentSchema[error.keyword] };
}

export function toViolation(error: ErrorObject): Violation {
  return {
    says: error.message ?? 'is not allowed',
    path: pathOf(error.instancePath),
    keyword: error.keyword,
    params: error.params as Readonly<Record<string, unknown>>,
    schema: error.schema,
    parentSchema: (error.parentSchema ?? {}) as JsonSchema,
  };
}

/** `/overrides/prod~1us-east-1/0` → `['overrides', 'prod/us-east-1', '0']`. */
export function pathOf(pointer: string): YamlPath {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A value of the wrong type also breaks what only the right type can keep: the first finding at a place stands for it. */
function withoutEchoes(violations: readonly Violation[]): readonly Violation[] {
  const wrong = new Set<string>();
  const types = violations.filter((violation) => violation.keyword === 'type');
  const rest = violations.filter((violation) => violation.keyword !== 'type');
  return [...types, ...rest].filter((violation) => {
    if (isAboutAKey(violation)) return true;
    const place = JSON.stringify(violation.path);
    return !wrong.has(place) && wrong.add(place);
  });
}

function isAboutAKey({ keyword }: Violation): boolean {
  return keyword === 'required' || keyword === 'additionalProperties' || keyword === 'propertyNames';
}

function isOnlyMisspelt({ keyword, path, params, parentSchema }: Violation, root: YamlMap): boolean {
  if (keyword !== 'required') return false;
  return isMisspelt(String(params['missingProperty']), nodeAt(root, path), parentSchema);
}

function isWanted({ keyword, path }: Violation, missing: StructureOptions['missing']): boolean {
  const isInList = path.some((step) => /^\d+$/.test(String(step)));
  if (missing === 'only outside lists') return keyword === 'required' && !isInList;
  if (keyword !== 'required' || missing === 'everywhere') return true;
  return isInList;
}
