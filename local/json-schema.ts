import Ajv from 'ajv-draft-04';
import { badRequest } from './http/errors';
import type { Validator } from './state';

/**
 * Runs a profile's validators on content that is about to be deployed.
 *
 * AppConfig reads every schema as draft-04 whatever `$schema` says, and words all failures alike: a broken schema,
 * content that is no JSON, and content that does not fit. LAMBDA validators are not run here.
 */
export function runValidators(validators: readonly Validator[], content: Buffer): void {
  for (const { Type, Content } of validators) if (Type === 'JSON_SCHEMA') runSchema(Content, content);
}

function runSchema(schemaText: string, content: Buffer): void {
  const fail = (why: string) =>
    badRequest(
      `Could not build JSON schema from invalid input:\n ${schemaText}.\n Original error message:\n${why}`,
    );
  const schema = parseSchema(schemaText, fail);
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });
  // Newer than draft-04: AppConfig ignores them.
  ajv.removeKeyword('const').removeKeyword('nullable');
  let validate: ReturnType<typeof ajv.compile>;
  try {
    validate = ajv.compile(schema);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw fail(
      /can't resolve reference/.test(message) ? 'External schema references are not supported.' : message,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(content.toString('utf8'));
  } catch {
    throw fail('the configuration is not JSON');
  }
  if (!validate(value)) throw fail(ajv.errorsText(validate.errors, { dataVar: 'configuration' }));
}

function parseSchema(text: string, fail: (why: string) => Error): Record<string, unknown> {
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch {
    schema = text;
  }
  if (schema !== null && typeof schema === 'object' && !Array.isArray(schema)) {
    return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
  }
  throw fail(`JSON value is of type ${typeof schema}, not a JSON Schema (expected an object)`);
}
