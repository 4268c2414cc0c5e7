import type { ValidateFunction } from 'ajv';
import type { CheckContext } from '../check-definitions';
import type { DefinitionFile } from '../definition-file';
import type { Landscape } from '../landscape';
import type { JsonObject } from '../project';
import type { Findings } from '../reading/findings';
import { entriesOf, entryOf, plain, valueOf, type YamlMap } from '../reading/yaml-tree';
import { checkDocument } from './check-document';
import { checkSchema } from './check-schema';
import { draft04 } from './draft-04';
import { loadSchema } from './load-schema';

export interface OperationsContext extends CheckContext {
  readonly landscape: Landscape;
}

/** Checks every operations document: selectors, schema, and the merged document of every target. Answers with the schemas. */
export function checkOperations(
  files: readonly DefinitionFile[],
  context: OperationsContext,
): ReadonlyMap<DefinitionFile, YamlMap> {
  const schemas = new Map<DefinitionFile, YamlMap>();
  for (const file of files) {
    for (const [selector, { key }] of entriesOf(valueOf(file.root, 'overrides'))) {
      context.landscape.checkSelector(selector, key, context.findings);
    }
    const schema = loadSchema(valueOf(file.root, 'schema'), context);
    if (!schema) continue;
    schemas.set(file, schema);
    if (checkSchema(schema, context.findings)) checkAgainst(file, schema, context);
  }
  return schemas;
}

function checkAgainst(
  file: DefinitionFile,
  schema: YamlMap,
  { landscape, findings }: OperationsContext,
): void {
  const [defaults, overrides] = [entryOf(file.root, 'default'), entryOf(file.root, 'overrides')];
  if (!defaults) return;
  try {
    const validate = compileSchema(schema);
    checkDocument({ defaults, overrides }, validate, { landscape, findings });
  } catch (error) {
    reportUnusable(error, schema, findings);
  }
}

function compileSchema(schema: YamlMap): ValidateFunction {
  return draft04().compile(plain(schema) as JsonObject);
}

/** What a schema can only do when it is used: refer to itself without end, or name what is not there. */
function reportUnusable(error: unknown, schema: YamlMap, findings: Findings): void {
  const isEndless = error instanceof RangeError;
  const reason = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
  findings.error({ ...schema, end: schema.start + 1 }, 'SCHEMA_INVALID', {
    message: isEndless ? 'the schema refers to itself without end' : `the schema cannot be used: ${reason}`,
    fix: 'correct the schema',
  });
}
