import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where an artifact lies: the folder of the project, and the synthesized stacks, which may lie elsewhere. */
export interface ArtifactFolders {
  readonly root: string;
  readonly cdktfOut: string;
}

/** What is found in the folders of an artifact. */
export interface ArtifactFiles {
  /** Path inside the artifact → absolute path. Stacks are always under `cdktf.out/`. */
  readonly files: ReadonlyMap<string, string>;
  /** What is neither a file nor a folder: links, pipes, sockets. They are not followed. */
  readonly irregular: readonly string[];
}

export const MANIFEST_FILE = 'dynconf.manifest.json';
const SIGNATURE_FILE = 'dynconf.manifest.sig';
const STACKS = 'cdktf.out';

/**
 * Directly in the project's folder, and not part of the artifact: installed anew by `npm ci` from the lock file that
 * is part of it, or written by what runs there.
 */
const LEFT_OUT: ReadonlySet<string> = new Set([
  '.dynconf',
  '.git',
  'coverage',
  'node_modules',
  'reports',
  'cdktf.log',
  MANIFEST_FILE,
  SIGNATURE_FILE,
]);

/**
 * What Terraform and cdktf leave in a stack's folder.
 *
 * Terraform compares a provider in `.terraform` with the lock file, and the backend there with the stack, each time.
 */
const LEFT_BY_TERRAFORM =
  /^cdktf\.out\/stacks\/[^/]+\/(\.terraform|plan|[^/]*\.tfplan|errored\.tfstate|crash\.[\d.]*log)$/;
/** Not of this project, so that nothing but somebody else makes it: a stack has no modules. */
const MODULES = '.terraform/modules';

/** Lists the files of an artifact, sorted, without reading them. */
export function listArtifact({ root, cdktfOut }: ArtifactFolders): ArtifactFiles {
  const stacks = resolve(cdktfOut);
  const ofProject = emptyList();
  walk(
    { folder: resolve(root), path: '' },
    {
      isLeftOut: (path, file) => file === stacks || path === STACKS || LEFT_OUT.has(path),
      found: ofProject,
    },
  );
  const ofStacks = listStacks(cdktfOut);
  const files = [...ofProject.files, ...ofStacks.files].sort(([left], [right]) => (left < right ? -1 : 1));
  return { files: new Map(files), irregular: [...ofProject.irregular, ...ofStacks.irregular].sort() };
}

/** The part of an artifact that Terraform applies. */
export function listStacks(cdktfOut: string): ArtifactFiles {
  const stacks = resolve(cdktfOut);
  const found = emptyList();
  walk({ folder: stacks, path: `${STACKS}/` }, { isLeftOut: (path) => LEFT_BY_TERRAFORM.test(path), found });
  for (const [path, file] of plantedModules(stacks)) found.files.set(path, file);
  return found;
}

function emptyList(): Walk['found'] {
  return { files: new Map(), irregular: [] };
}

interface Walk {
  readonly isLeftOut: (path: string, file: string) => boolean;
  readonly found: { readonly files: Map<string, string>; readonly irregular: string[] };
}

function walk({ folder, path }: { folder: string; path: string }, state: Walk): void {
  for (const entry of entriesOf(folder)) {
    const [inner, file] = [`${path}${entry.name}`, join(folder, entry.name)];
    if (state.isLeftOut(inner, file)) continue;
    if (entry.isDirectory()) walk({ folder: file, path: `${inner}/` }, state);
    else if (entry.isFile()) state.found.files.set(inner, file);
    else state.found.irregular.push(inner);
  }
}

function plantedModules(stacks: string): [string, string][] {
  return entriesOf(join(stacks, 'stacks')).flatMap(({ name }) => {
    const folder = join(stacks, 'stacks', name, MODULES);
    return entriesOf(folder).map((entry): [string, string] => [
      `${STACKS}/stacks/${name}/${MODULES}/${entry.name}`,
      join(folder, entry.name),
    ]);
  });
}

function entriesOf(folder: string): ReturnType<typeof readFolder> {
  try {
    return readFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

const readFolder = (folder: string) => readdirSync(folder, { withFileTypes: true });
