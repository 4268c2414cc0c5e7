import { lstatSync, readdirSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { SHARED_COMPONENT } from '../names';
import { KEY_PATTERN, NAME_PATTERN } from '../schemas/words';
import { compareText, type Findings } from './findings';
import { reason } from './read-source';
import { reportStray } from './report-stray';
import { startOfFile } from './source';

/** A file that defines something, by what it defines. */
export interface FoundFile {
  readonly kind: 'flag' | 'segment' | 'operations' | 'environment' | 'abstract' | 'temporary' | 'tools';
  /** Relative to the definitions folder. */
  readonly file: string;
  /** The flag's key, or the name of the segment, component or environment. */
  readonly name: string;
  /** Of a flag: the folder it is in, or `shared`. */
  readonly component?: string;
  /** False when the name breaks a rule (and was reported): it is read, but defines nothing. */
  readonly isNamedWell: boolean;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** Folders under flags/, empty ones too. */
  readonly flagFolders: readonly string[];
  /** What else is under opconfig/: schemas, if a document names them. */
  readonly besideDocuments: readonly BesideDocuments[];
}

/** A file in opconfig/ that is no YAML, or a folder with all files in it. */
export interface BesideDocuments {
  readonly path: string;
  readonly isFolder: boolean;
  readonly files: readonly string[];
}

/** However it is spelt: only `.yaml` is read. */
const YAML = /\.ya?ml$/i;
// eslint-disable-next-line security/detect-non-literal-regexp -- a pattern of ours
const NAME = new RegExp(NAME_PATTERN);
// eslint-disable-next-line security/detect-non-literal-regexp -- a pattern of ours
const KEY = new RegExp(KEY_PATTERN);
const NAME_WORDS = 'a letter a-z, then up to 31 of a-z 0-9 -';
/** One shorter, so that `<component>-<environment>` is at most 64 characters. */
const TEMPORARY_NAME = /^[a-z][a-z0-9-]{0,30}$/;

/** Everything under flags/, opconfig/ and environments/ that defines something; what is out of place is a finding. */
export function findFiles(root: string, findings: Findings): FoundFiles {
  const search = new Search(root, findings);
  search.flags();
  search.operations();
  search.environments();
  return { files: search.files, flagFolders: search.flagFolders, besideDocuments: search.besideDocuments };
}

class Search {
  readonly files: FoundFile[] = [];
  readonly flagFolders: string[] = [];
  readonly besideDocuments: BesideDocuments[] = [];

  constructor(
    private readonly root: string,
    private readonly findings: Findings,
  ) {}

  flags(): void {
    for (const { name, path, isFolder } of this.#list('flags')) {
      if (!isFolder) this.#addFlag(path, SHARED_COMPONENT);
      else if (name === '_segments') this.#segments(path);
      else if (name.endsWith('.yaml')) this.#misplacedFolder(path, '');
      else this.#component(name, path);
    }
  }

  operations(): void {
    // Folders and other files here may be schemas that a document names.
    for (const { path, isFolder } of this.#list('opconfig')) {
      if (isFolder && path.endsWith('.yaml')) this.#misplacedFolder(path, '');
      else if (isFolder || !YAML.test(path)) this.#beside(path, isFolder);
      const name = isFolder || !YAML.test(path) ? undefined : this.#yamlName(path);
      if (name === undefined) continue;
      // `checkout.schema.yaml` may be a schema: whether it is one shows when the documents have been read.
      const isNamedWell = !name.includes('.') && this.#isComponentName(name, path);
      this.files.push({ kind: 'operations', file: path, name, isNamedWell });
    }
  }

  environments(): void {
    for (const { name: entry, path, isFolder } of this.#list('environments')) {
      if (isFolder && entry === 'temporary') this.#temporary(path);
      else if (isFolder) this.#misplacedFolder(path, 'environments/ holds files, and the folder temporary/');
      else this.#addEnvironment(path);
    }
  }

  #beside(path: string, isFolder: boolean): void {
    this.besideDocuments.push({ path, isFolder, files: isFolder ? this.#filesBelow(path) : [path] });
  }

  /** Links to folders are not followed: they may lead in a circle. */
  #filesBelow(folder: string): readonly string[] {
    return this.#list(folder).flatMap(({ path, isFolder }) => {
      if (!isFolder) return [path];
      return lstatSync(join(this.root, path)).isSymbolicLink() ? [] : this.#filesBelow(path);
    });
  }

  #component(name: string, path: string): void {
    this.flagFolders.push(name);
    const isNamedWell = this.#isComponentName(name, path);
    const children = this.#list(path);
    for (const child of children) {
      if (child.isFolder)
        this.#misplacedFolder(child.path, 'a flag is flags/<component>/<key>.yaml, no deeper');
      else this.#addFlag(child.path, name, isNamedWell);
    }
    if (children.length > 0) return;
    this.findings.warning(startOfFile(path), 'FOLDER_EMPTY', {
      message: `${path} is empty`,
      fix: 'add a flag, or remove the folder',
    });
  }

  #segments(path: string): void {
    for (const child of this.#list(path)) {
      if (child.isFolder)
        this.#misplacedFolder(child.path, 'a segment is flags/_segments/<name>.yaml, no deeper');
      const name = child.isFolder ? undefined : this.#yamlName(child.path);
      if (name === undefined) continue;
      const isNamedWell =
        this.#isNotReserved(name, child.path) && this.#matches(name, child.path, [NAME, NAME_WORDS]);
      this.files.push({ kind: 'segment', file: child.path, name, isNamedWell });
    }
  }

  #addFlag(path: string, component: string, isFolderNamedWell = true): void {
    const name = this.#yamlName(path);
    if (name === undefined) return;
    const words = 'a letter a-z, then up to 63 of A-Z a-z 0-9 _ -';
    const isKey = this.#matches(name, path, [KEY, words]);
    this.files.push({ kind: 'flag', file: path, name, component, isNamedWell: isKey && isFolderNamedWell });
  }

  #addEnvironment(path: string): void {
    const name = this.#yamlName(path);
    if (name === undefined) return;
    const kind = name === 'tools' ? 'tools' : name.startsWith('_') ? 'abstract' : 'environment';
    const own = kind === 'abstract' ? name.slice(1) : name;
    const isNamedWell = this.#isNotReserved(name, path) && this.#matches(own, path, [NAME, NAME_WORDS]);
    this.files.push({ kind, file: path, name, isNamedWell });
  }

  #temporary(folder: string): void {
    for (const { path, isFolder } of this.#list(folder)) {
      if (isFolder)
        this.#misplacedFolder(path, 'a temporary environment is environments/temporary/<name>.yaml');
      const name = isFolder ? undefined : this.#yamlName(path);
      if (name === undefined) continue;
      const words = 'a letter a-z, then up to 30 of a-z 0-9 -';
      const isNamedWell =
        this.#isNotReserved(name, path) && this.#matches(name, path, [TEMPORARY_NAME, words]);
      this.files.push({ kind: 'temporary', file: path, name, isNamedWell });
    }
  }

  #isComponentName(name: string, path: string): boolean {
    return this.#isNotReserved(name, path) && this.#matches(name, path, [NAME, NAME_WORDS]);
  }

  #isNotReserved(name: string, path: string): boolean {
    if (name !== SHARED_COMPONENT) return true;
    this.findings.error(startOfFile(path), 'RESERVED_NAME', {
      message: `${name} is reserved: it is the application of flags that several components read`,
      fix: 'choose another name; a shared flag is flags/<key>.yaml with components: [..]',
    });
    return false;
  }

  #matches(name: string, path: string, [pattern, words]: readonly [RegExp, string]): boolean {
    if (pattern.test(name)) return true;
    this.findings.error(startOfFile(path), 'INVALID_NAME', {
      message: `${JSON.stringify(name)} is not a name that is allowed here`,
      fix: `rename it: ${words}`,
    });
    return false;
  }

  /** The name before `.yaml`; `undefined` for a file that defines nothing. */
  #yamlName(path: string): string | undefined {
    const base = path.slice(path.lastIndexOf('/') + 1);
    if (base.endsWith('.yaml')) return base.slice(0, -'.yaml'.length);
    if (!YAML.test(base)) {
      reportStray(path, this.findings);
      return undefined;
    }
    this.findings.error(startOfFile(path), 'WRONG_EXTENSION', {
      message: `${base} does not end in .yaml, so nothing reads it`,
      fix: `rename it to ${base.replace(/\.ya?ml$/i, '.yaml')}`,
    });
    return undefined;
  }

  #misplacedFolder(path: string, rule: string): void {
    if (path.endsWith('.yaml')) {
      this.findings.error(startOfFile(path), 'FILE_UNREADABLE', {
        message: `${path} is a folder, not a file`,
        fix: 'replace it by a file, or remove it',
      });
      return;
    }
    this.findings.error(startOfFile(path), 'MISPLACED_FOLDER', {
      message: `nothing reads the folder ${path}: ${rule}`,
      fix: 'move its files up, or remove it',
    });
  }

  /** Sorted, without hidden entries. A folder named `x.yaml` is listed as a folder; a dangling link as a file. */
  #list(folder: string): { name: string; path: string; isFolder: boolean }[] {
    try {
      return readdirSync(join(this.root, folder), { withFileTypes: true })
        .filter((entry) => !entry.name.startsWith('.'))
        .map((entry) => ({
          name: entry.name,
          path: `${folder}/${entry.name}`,
          isFolder: this.#isFolder(folder, entry),
        }))
        .sort((a, b) => compareText(a.name, b.name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      this.findings.error(startOfFile(folder), 'FILE_UNREADABLE', {
        message: `the folder ${folder} cannot be read (${reason(error)})`,
        fix: 'make it a readable folder',
      });
      return [];
    }
  }

  #isFolder(folder: string, entry: Dirent): boolean {
    if (!entry.isSymbolicLink()) return entry.isDirectory();
    try {
      return statSync(join(this.root, folder, entry.name)).isDirectory();
    } catch {
      return false;
    }
  }
}
