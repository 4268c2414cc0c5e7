import { execFileSync } from 'node:child_process';
import { COMMIT } from './artifact-manifest';
import { ReleaseError } from '../release-error';

/** Who knows the commit where there is no git: the pipeline's own variable, then CodeBuild's. */
const VARIABLES = ['DYNCONF_COMMIT', 'CODEBUILD_RESOLVED_SOURCE_VERSION'];

/** The commit that a folder was checked out from, with `+changes` when it holds more; null where nothing knows it. */
export function commitId(root: string, env: Readonly<Record<string, string | undefined>>): string | null {
  const named = VARIABLES.map((name) => env[name]).find((value) => value !== undefined && value !== '');
  if (named !== undefined) return requireCommit(named);
  const head = git(root, ['rev-parse', 'HEAD']);
  if (head === undefined || head === '') return null;
  return git(root, ['status', '--porcelain']) === '' ? head : `${head}+changes`;
}

/** A commit id as git writes it in full, or a sentence. */
export function requireCommit(text: string): string {
  if (COMMIT.test(text)) return text;
  throw new ReleaseError('usage', `${JSON.stringify(text)} is not a commit id: 40 hexadecimal digits`);
}

function git(root: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', ['-C', root, ...args], {
      encoding: 'utf8',
      timeout: 30_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
