import type Ajv04 from 'ajv-draft-04';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { JsonObject } from '../project';

/** What AppConfig's validator makes of a schema: JSON Schema draft-04, whatever `$schema` says. */
export interface Draft04 {
  /** What is wrong with the schema itself. */
  metaErrors(schema: JsonObject): readonly ErrorObject[];
  /** Throws where the schema cannot be used. */
  compile(schema: JsonObject): ValidateFunction;
}

/** Keywords of later drafts that decide something there; AppConfig skips them without a word. */
export const IGNORED_KEYWORDS: readonly string[] = [
  ...['const', 'if', 'then', 'else', 'contains', 'minContains', 'maxContains', 'propertyNames'],
  ...['prefixItems', 'dependentRequired', 'dependentSchemas', 'unevaluatedProperties', 'unevaluatedItems'],
];

let ajv: Ajv04 | undefined;

/** Loaded on first use: a project without schemas need not pay for it. */
export function draft04(): Draft04 {
  const validator = (ajv ??= createAjv());
  return {
    metaErrors(schema) {
      return validator.validateSchema(withoutDialect(schema)) === true ? [] : (validator.errors ?? []);
    },
    compile: (schema) => validator.compile(withoutDialect(schema)),
  };
}

function createAjv(): Ajv04 {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it always
  const Ajv = (require('ajv-draft-04') as { default: typeof Ajv04 }).default;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const addFormats = (require('ajv-formats') as { default: (to: Ajv04) => void }).default;
  const created = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    logger: false,
    addUsedSchema: false,
    // AppConfig's patterns are not those of ECMAScript's unicode mode, which refuses `\-`.
    unicodeRegExp: false,
  });
  addFormats(created);
  for (const keyword of IGNORED_KEYWORDS) created.removeKeyword(keyword);
  return created;
}

/** `$schema` changes nothing for AppConfig, and `id` nothing but the base of references, which are local. */
function withoutDialect(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).filter(([key]) => !['$schema', 'id', '$id'].includes(key)),
  );
}
