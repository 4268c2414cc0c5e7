import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Findings } from '../reading/findings';
import { jsonMistake } from '../reading/json-mistake';
import { parseYaml } from '../reading/parse-yaml';
import { readSource } from '../reading/read-source';
import { Source } from '../reading/source';
import { textOf, type YamlMap, type YamlNode } from '../reading/yaml-tree';
import { schemaFile } from './schema-files';

export interface SchemaReading {
  readonly root: string;
  readonly findings: Findings;
  readonly sources: Map<string, string>;
}

/** The schema of a document: written in it, or in a file beside it. Undefined with a finding, or if it cannot be one. */
export function loadSchema(schema: YamlNode | undefined, reading: SchemaReading): YamlMap | undefined {
  if (schema?.kind === 'map') return schema;
  const path = textOf(schema);
  if (!schema || path === undefined || path === '') return undefined;
  const file = schemaFile(path);
  if (file === undefined || !isInside(reading.root, file)) {
    reading.findings.error(schema, 'SCHEMA_PATH', {
      message: `${path} leads out of opconfig/`,
      fix: 'put the schema beside the document',
    });
    return undefined;
  }
  const source = readBeside(schema, file, reading);
  return source && parseSchema(source, reading.findings);
}

/** Also after all links have been followed; what does not exist is reported when it is read. */
function isInside(root: string, file: string): boolean {
  try {
    return realpathSync(join(root, file)).startsWith(realpathSync(join(root, 'opconfig')) + sep);
  } catch {
    return true;
  }
}

/** A file that is not there is the mistake of whoever names it. */
function readBeside(
  schema: YamlNode,
  file: string,
  { root, findings, sources }: SchemaReading,
): Source | undefined {
  try {
    realpathSync(join(root, file));
  } catch {
    findings.error(schema, 'SCHEMA_PATH', {
      message: `there is no file ${file}`,
      fix: 'write the path from this file, or the schema itself',
    });
    return undefined;
  }
  const known = sources.get(file);
  const source = known === undefined ? readSource(root, file, findings) : new Source(file, known);
  if (source) sources.set(source.file, source.text);
  return source;
}

/** A schema in a file of its own; in one that ends in .json it is JSON, as everything else that reads it expects. */
export function parseSchema(source: Source, findings: Findings): YamlMap | undefined {
  if (!source.file.endsWith('.json')) return parseYaml(source, findings);
  // JSON may be indented with tabs, YAML may not; replaced one by one, every place stays where it is.
  const root = parseYaml(new Source(source.file, source.text.replaceAll('\t', ' ')), findings);
  const mistake = root && jsonMistake(source);
  if (!mistake) return root;
  findings.error(mistake, 'SCHEMA_INVALID', {
    message: mistake.message,
    fix: 'write it as JSON, or rename the file to .yaml',
  });
  return undefined;
}
