import type { DefinitionFile } from '../definition-file';
import type { BesideDocuments } from '../reading/find-files';
import type { Findings } from '../reading/findings';
import { reportStray } from '../reading/report-stray';
import { startOfFile } from '../reading/source';
import { schemaFilesOf } from './schema-files';

/** Beside documents there may be schemas; a document in a folder, or anything else, would be passed over in silence. */
export function checkBeside(
  beside: readonly BesideDocuments[],
  documents: readonly DefinitionFile[],
  findings: Findings,
): void {
  // What a torn document names as its schema is not known.
  if (documents.some(({ kind, root }) => kind === 'operations' && !root)) return;
  const schemas = schemaFilesOf(documents);
  reportUnused(beside, schemas, findings);
  for (const { path, isFolder, files } of beside) {
    const strays = files.filter((file) => !schemas.has(file) && !file.endsWith('.json'));
    if (!isFolder) for (const file of strays) reportStray(file, findings);
    if (!isFolder || !isMisplaced(path, { files, strays, schemas })) continue;
    findings.error(startOfFile(path), 'MISPLACED_FOLDER', {
      message: `nothing reads the folder ${path}: a document is opconfig/<component>.yaml, no deeper`,
      fix: 'move its files up, or remove it',
    });
  }
}

/** Where a document names a schema that is not there, one that nobody uses may be the one that is meant. */
function reportUnused(
  beside: readonly BesideDocuments[],
  schemas: ReadonlySet<string>,
  findings: Findings,
): void {
  const present = new Set(beside.flatMap(({ files }) => files));
  if ([...schemas].some((file) => file.endsWith('.json') && !present.has(file))) return;
  // In a folder schemas may be collected for later.
  for (const { path: file, isFolder } of beside) {
    if (isFolder || !file.endsWith('.json') || schemas.has(file)) continue;
    findings.warning(startOfFile(file), 'SCHEMA_UNUSED', {
      message: `no document names ${file} as its schema`,
      fix: `write schema: ${file.replace('opconfig/', '')} in the document it is for, or remove it`,
    });
  }
}

interface Folder {
  readonly files: readonly string[];
  readonly strays: readonly string[];
  readonly schemas: ReadonlySet<string>;
}

/** A folder of schemas has schemas and, at most, notes in it; through a link its files are not seen. */
function isMisplaced(path: string, { files, strays, schemas }: Folder): boolean {
  if (strays.some((file) => /\.ya?ml$/i.test(file))) return true;
  const holdsSchema =
    files.length > strays.length || [...schemas].some((file) => file.startsWith(`${path}/`));
  return !holdsSchema;
}
