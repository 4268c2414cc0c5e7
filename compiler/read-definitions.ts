import type { DefinitionFile, Definitions } from './definition-file';
import { checkBeside } from './operations/check-beside';
import { schemaFilesOf } from './operations/schema-files';
import { findFiles, type FoundFile } from './reading/find-files';
import type { Findings } from './reading/findings';
import { parseYaml } from './reading/parse-yaml';
import { readSource } from './reading/read-source';
import { startOfFile } from './reading/source';
import type { SchemaName } from './schemas/definition-schemas';
import { checkStructure } from './structure/check-structure';

const SCHEMA_OF: Readonly<Record<FoundFile['kind'], SchemaName>> = {
  flag: 'flag',
  segment: 'segment',
  operations: 'operations',
  environment: 'environment',
  abstract: 'environment',
  temporary: 'environment',
  tools: 'tools',
};

export interface Reading {
  readonly findings: Findings;
  /** Is given the text of every file that is read. */
  readonly sources: Map<string, string>;
}

/** Reads every definition of a folder and compares each with its schema. */
export function readDefinitions(root: string, { findings, sources }: Reading): Definitions {
  const { files, flagFolders, besideDocuments } = findFiles(root, findings);
  const parsed = files.map((found) => readDefinition(root, found, { findings, sources }));
  checkBeside(besideDocuments, parsed, findings);
  const checked = withoutSchemas(parsed, findings).map((file) => withStructure(file, findings));
  const ofKind = (...kinds: FoundFile['kind'][]) => checked.filter(({ kind }) => kinds.includes(kind));
  return {
    flags: ofKind('flag'),
    segments: ofKind('segment'),
    operations: ofKind('operations'),
    environments: ofKind('environment', 'abstract', 'temporary'),
    tools: ofKind('tools')[0],
    flagFolders,
  };
}

function readDefinition(root: string, found: FoundFile, { findings, sources }: Reading): DefinitionFile {
  const source = readSource(root, found.file, findings);
  if (source) sources.set(source.file, source.text);
  return { ...found, source, root: source && parseYaml(source, findings), isSound: false };
}

/** A file under opconfig/ that a document names as its schema is no document itself. */
function withoutSchemas(files: readonly DefinitionFile[], findings: Findings): readonly DefinitionFile[] {
  const schemas = schemaFilesOf(files);
  const definitions = files.filter(({ kind, file }) => kind !== 'operations' || !schemas.has(file));
  for (const { kind, name, file } of definitions) {
    if (kind !== 'operations' || !name.includes('.')) continue;
    findings.error(startOfFile(file), 'INVALID_NAME', {
      message: `${JSON.stringify(name)} is not a component, and no document names this file as its schema`,
      fix: 'rename it: a letter a-z, then up to 31 of a-z 0-9 -',
    });
  }
  return definitions;
}

function withStructure(file: DefinitionFile, findings: Findings): DefinitionFile {
  const { root, kind } = file;
  if (!root) return file;
  // An environment may inherit what its own file leaves out.
  const isPart = kind === 'environment' || kind === 'abstract' || kind === 'temporary';
  const missing = isPart ? 'in lists' : 'everywhere';
  return { ...file, isSound: checkStructure(root, SCHEMA_OF[kind], { findings, missing }) };
}
