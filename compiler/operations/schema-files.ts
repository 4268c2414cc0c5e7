import { posix } from 'node:path';
import type { DefinitionFile } from '../definition-file';
import { textOf, valueOf } from '../reading/yaml-tree';

/** The files that documents name as their schemas, relative to the definitions folder. */
export function schemaFilesOf(files: readonly DefinitionFile[]): ReadonlySet<string> {
  const paths = files
    .filter(({ kind }) => kind === 'operations')
    .flatMap(({ root }) => schemaFile(textOf(valueOf(root, 'schema'))) ?? []);
  return new Set(paths);
}

/** Where the path of a schema leads, from the definitions folder; `undefined` if it leaves opconfig/. */
export function schemaFile(path: string | undefined): string | undefined {
  if (path === undefined || posix.isAbsolute(path)) return undefined;
  const file = posix.normalize(posix.join('opconfig', path));
  return file.startsWith('opconfig/') ? file : undefined;
}
