import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { DEFINITION_FOLDERS } from '../../compiler/names';
import type { Io } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { askGit, type GitAnswer } from './git';

/** What a person names with `--base`. */
export interface CompareQuestion {
  /** The definitions folder of now, absolute. */
  readonly root: string;
  /** A branch, a tag or a commit. */
  readonly base: string;
}

/** The definitions of another revision, on disk. */
export interface ComparedFolder {
  readonly ref: string;
  readonly commit: string;
  /** Gone when nobody uses it any more. */
  readonly folder: string;
  /** How many files it has; none: that revision had no definitions yet. */
  readonly fileCount: number;
  /** Links out of the definitions: where they lead is not known any more. */
  readonly leftOut: readonly string[];
}

/**
 * Hands the definitions of another revision to `use`, in a folder that is removed afterwards.
 *
 * They are read as git stores them: `git archive` would apply attributes such as `export-ignore`.
 */
export async function withComparedFolder<Result>(
  { signal }: Pick<Io, 'signal'>,
  { root, base }: CompareQuestion,
  use: (base: ComparedFolder) => Result | Promise<Result>,
): Promise<Result> {
  const repository = await findRepository(root, signal);
  const commit = await findCommit(repository, { root, base });
  const files = await listFiles(repository, commit);
  const contents = await readBlobs(repository, files);
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-base-'));
  try {
    const leftOut = files.filter((file, index) => !write(folder, file, contents[index] ?? Buffer.alloc(0)));
    const paths = leftOut.map(({ path }) => path);
    return await use({ ref: base, commit, folder, fileCount: files.length, leftOut: paths });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Repository {
  readonly folder: string;
  /** The definitions folder in it: empty, or with a `/` at the end. */
  readonly prefix: string;
  readonly isShallow: boolean;
  readonly signal: AbortSignal;
}

async function findRepository(root: string, signal: AbortSignal): Promise<Repository> {
  const questions = ['--is-shallow-repository', '--show-prefix', '--show-toplevel'];
  const answer = await askGit(['rev-parse', ...questions], { folder: root, signal });
  const [shallow, prefix, folder] = answer.out.toString('utf8').split('\n');
  if (answer.exitCode === 0 && prefix !== undefined && folder) {
    return { folder, prefix, isShallow: shallow === 'true', signal };
  }
  throw new CommandError(
    EXIT.usage,
    `--base needs a git repository, and ${root} is in none that can be read${says(answer)}`,
  );
}

async function findCommit(repository: Repository, { base }: CompareQuestion): Promise<string> {
  const { isShallow } = repository;
  // What begins with a dash would be an option of git's.
  const isName = base !== '' && !base.startsWith('-');
  const answer =
    isName && (await askGit(['rev-parse', '--verify', '--quiet', `${base}^{commit}`], repository));
  const commit = answer && answer.exitCode === 0 ? answer.out.toString('utf8').trim() : '';
  if (/^[0-9a-f]{40,64}$/.test(commit)) return commit;
  const help = isShallow
    ? 'this clone is shallow: fetch it first (git fetch --unshallow, or fetch-depth: 0 where a workflow checks out)'
    : 'it is a branch, a tag or a commit of this repository';
  throw new CommandError(EXIT.usage, `git knows no revision ${JSON.stringify(base)}: ${help}`);
}

interface StoredFile {
  /** Relative to the definitions folder. */
  readonly path: string;
  readonly id: string;
  readonly isLink: boolean;
}

async function listFiles(repository: Repository, commit: string): Promise<readonly StoredFile[]> {
  const { prefix } = repository;
  // Owners of the past decide nothing: CODEOWNERS stays behind.
  const paths = DEFINITION_FOLDERS.map((name) => `${prefix}${name}`);
  const answer = await askGit(['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...paths], repository);
  if (answer.exitCode !== 0) throw unreadable(commit, answer);
  const lines = answer.out.toString('utf8').split('\0');
  return lines.flatMap((line) => {
    const [, mode = '', id = '', path = ''] = /^(\d+) blob ([0-9a-f]+)\t([^]+)$/.exec(line) ?? [];
    return path === '' ? [] : [{ path: path.slice(prefix.length), id, isLink: mode === '120000' }];
  });
}

/** The content of every file, in their order, from one git process. */
async function readBlobs(repository: Repository, files: readonly StoredFile[]): Promise<readonly Buffer[]> {
  if (files.length === 0) return [];
  const input = files.map(({ id }) => `${id}\n`).join('');
  const answer = await askGit(['cat-file', '--batch'], { ...repository, input });
  const contents: Buffer[] = [];
  let at = 0;
  for (const { path } of files) {
    const end = answer.out.indexOf(0x0a, at);
    const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(answer.out.toString('utf8', at, Math.max(at, end))) ?? [];
    if (size === undefined) throw unreadable(path, answer);
    contents.push(answer.out.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return contents;
}

/** False for what would be written, or lead, outside of the folder. */
function write(folder: string, { path, isLink }: StoredFile, content: Buffer): boolean {
  const place = join(folder, path);
  if (!isInside(folder, place)) return false;
  mkdirSync(dirname(place), { recursive: true });
  if (!isLink) {
    writeFileSync(place, content);
    return true;
  }
  const target = content.toString('utf8');
  if (isAbsolute(target) || !isInside(folder, resolve(dirname(place), target))) return false;
  symlinkSync(target, place);
  return true;
}

function isInside(folder: string, place: string): boolean {
  const path = relative(folder, place);
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

function unreadable(what: string, answer: GitAnswer): CommandError {
  return new CommandError(EXIT.usage, `git cannot read ${what} of that revision${says(answer)}`);
}

/** The first thing that git says about it. */
function says({ err }: GitAnswer): string {
  const [line = ''] = err.trim().split('\n');
  return line === '' ? '' : ` (${line})`;
}
