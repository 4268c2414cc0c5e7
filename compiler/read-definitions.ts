import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DefinitionFile, Definitions } from './definition-file';
import { checkBeside } from './operations/check-beside';
import { schemaFilesOf } from './operations/schema-files';
import { CODEOWNERS } from './owners/code-owners';
import { findFiles, type BesideDocuments, type FoundFile } from './reading/find-files';
import type { Findings } from './reading/findings';
import { parseYaml } from './reading/parse-yaml';
import { readSource } from './reading/read-source';
import { startOfFile, type Source } from './reading/source';
import type { YamlMap } from './reading/yaml-tree';
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

export interface ReadFile extends FoundFile {
  /** Absent: the file could not be read. */
  readonly source: Source | undefined;
}

/** The texts that everything is found in, but for schemas beside documents. */
export interface ReadFiles {
  readonly files: readonly ReadFile[];
  readonly flagFolders: readonly string[];
  readonly besideDocuments: readonly BesideDocuments[];
  readonly codeOwners: Source | undefined;
}

/** What has been parsed before, and is now. */
export interface KnownTrees {
  get(kind: FoundFile['kind'], source: Source): YamlMap | undefined;
  keep(kind: FoundFile['kind'], root: YamlMap): void;
}

/** Reads every file of a folder that defines something; what cannot be read is a finding. */
export function readFiles(root: string, { findings, sources }: Reading): ReadFiles {
  const { files, flagFolders, besideDocuments } = findFiles(root, findings);
  const read = files.map((found) => ({ ...found, source: readSource(root, found.file, findings) }));
  for (const { source } of read) if (source) sources.set(source.file, source.text);
  const hasOwners = existsSync(join(root, CODEOWNERS));
  const codeOwners = hasOwners ? readSource(root, CODEOWNERS, findings) : undefined;
  return { files: read, flagFolders, besideDocuments, codeOwners };
}

/** Parses every definition and compares each with its schema. */
export function parseDefinitions(read: ReadFiles, findings: Findings, known?: KnownTrees): Definitions {
  const parsed = read.files.map((file) => parseDefinition(file, findings, known));
  checkBeside(read.besideDocuments, parsed, findings);
  const checked = withoutSchemas(parsed, findings).map((file) => withStructure(file, findings, known));
  const ofKind = (...kinds: FoundFile['kind'][]) => checked.filter(({ kind }) => kinds.includes(kind));
  return {
    flags: ofKind('flag'),
    segments: ofKind('segment'),
    operations: ofKind('operations'),
    environments: ofKind('environment', 'abstract', 'temporary'),
    tools: ofKind('tools')[0],
    flagFolders: read.flagFolders,
    codeOwners: read.codeOwners,
  };
}

function parseDefinition(file: ReadFile, findings: Findings, known?: KnownTrees): DefinitionFile {
  const { source, kind } = file;
  const tree = source && known?.get(kind, source);
  if (tree) return { ...file, root: tree, isSound: true };
  return { ...file, root: source && parseYaml(source, findings), isSound: false };
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

function withStructure(file: DefinitionFile, findings: Findings, known?: KnownTrees): DefinitionFile {
  const { root, kind, isSound } = file;
  if (!root || isSound) return file;
  // An environment may inherit what its own file leaves out.
  const isPart = kind === 'environment' || kind === 'abstract' || kind === 'temporary';
  const missing = isPart ? 'in lists' : 'everywhere';
  const isSoundNow = checkStructure(root, SCHEMA_OF[kind], { findings, missing });
  if (isSoundNow && !findings.isAbout(file.file)) known?.keep(kind, root);
  return { ...file, isSound: isSoundNow };
}
