import type { CheckContext } from '../check-definitions';
import type { DefinitionFile } from '../definition-file';
import type { Landscape } from '../landscape';
import { parseYaml } from '../reading/parse-yaml';
import { readSource } from '../reading/read-source';
import { textOf, valueOf, type YamlMap } from '../reading/yaml-tree';
import { schemaFile } from './schema-files';

export interface OperationsContext extends CheckContext {
  readonly landscape: Landscape;
}

export function checkOperations(
  files: readonly DefinitionFile[],
  { root, findings, sources }: OperationsContext,
): ReadonlyMap<DefinitionFile, YamlMap> {
  const schemas = new Map<DefinitionFile, YamlMap>();
  for (const file of files) {
    const schema = valueOf(file.root, 'schema');
    if (schema?.kind === 'map') schemas.set(file, schema);
    const path = schemaFile(textOf(schema));
    const source = path === undefined ? undefined : readSource(root, path, findings);
    if (source) sources.set(source.file, source.text);
    const parsed = source && parseYaml(source, findings);
    if (parsed) schemas.set(file, parsed);
  }
  return schemas;
}
