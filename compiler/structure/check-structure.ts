import type { ErrorObject, ValidateFunction } from 'ajv';
import Ajv from 'ajv';
import type { Findings } from '../reading/findings';
import { startOfSource } from '../reading/source';
import { nodeAt, plain, type YamlMap, type YamlPath } from '../reading/yaml-tree';
import { isMisspelt } from './misspelt';
import { reportViolation, type Violation } from './report-violation';

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface StructureOptions {
  /** What is missing: everywhere, only inside lists (a file to be merged), or only outside of them (what was merged). */
  readonly missing: 'everywhere' | 'in lists' | 'only outside lists';
}

const compiled = new Map<JsonSchema, ValidateFunction>();
let ajv: Ajv | undefined;

/** Compares one file with its schema: one finding per mistake, each at the token that is wrong. */
export function checkStructure(
  root: YamlMap,
  schema: JsonSchema,
  { findings, missing }: { findings: Findings } & StructureOptions,
): boolean {
  const validate = validatorOf(schema);
  if (validate(plain(root))) return true;
  const violations = withoutEchoes(violationsOf(validate)).filter(
    (violation) => isWanted(violation, missing) && !isOnlyMisspelt(violation, root),
  );
  for (const violation of violations) {
    reportViolation(violation, { root, findings, wholeFile: startOfSource(root.source) });
  }
  return violations.length === 0;
}

/** Compiling costs milliseconds that a project without such a file need not pay. */
function validatorOf(schema: JsonSchema): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  ajv ??= new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    meta: false,
    validateSchema: false,
    // Shared pieces stay shared, and code that runs for milliseconds is not polished: half the time of compiling.
    inlineRefs: false,
    code: { optimize: false },
  });
  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
  return validate;
}

/** Without the rules that a bad name breaks one by one: `propertyNames` itself stands for them. */
function violationsOf(validate: ValidateFunction): readonly Violation[] {
  return (validate.errors ?? []).filter((error) => error.propertyName === undefined).map(toViolation);
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
