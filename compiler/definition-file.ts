import type { FoundFile } from './reading/find-files';
import { startOfFile, startOfSource, type Place, type Source } from './reading/source';
import type { YamlMap } from './reading/yaml-tree';

/** A file that defines something, read as far as it can be read. */
export interface DefinitionFile extends FoundFile {
  /** Absent: the file could not be read. */
  readonly source: Source | undefined;
  /** Absent: the file is not YAML, or not a map. */
  readonly root: YamlMap | undefined;
  /** Nothing was found in its structure: what it says can be believed when others are compared with it. */
  readonly isSound: boolean;
}

/** Line 1, column 1 of a definition. */
export function startOfDefinition(file: DefinitionFile): Place {
  return file.source ? startOfSource(file.source) : startOfFile(file.file);
}

/** All files, by what they define; each list sorted by file. */
export interface Definitions {
  readonly flags: readonly DefinitionFile[];
  readonly segments: readonly DefinitionFile[];
  readonly operations: readonly DefinitionFile[];
  /** Concrete, abstract and temporary ones. */
  readonly environments: readonly DefinitionFile[];
  readonly tools: DefinitionFile | undefined;
  /** Folders under flags/: components without a flag yet are among them. */
  readonly flagFolders: readonly string[];
  /** `.github/CODEOWNERS`, where the folder has one that can be read. */
  readonly codeOwners: Source | undefined;
}
