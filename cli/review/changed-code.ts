import { LOCK_FILE } from '../../delivery/stack-files';
import type { Io } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { askGit } from './git';

/** What the stacks are made from besides the definitions. */
const CODE: readonly string[] = [
  ...['compiler', 'constructs', 'delivery', 'runtime', 'stacks', 'main.ts'],
  ...['package-lock.json', LOCK_FILE],
  // What makes the canary's code, and what pipelines carry in their own definition.
  'scripts',
];
/** The bench, the build, and what pull requests run. */
const NOT_IN_STACKS = /^scripts\/(?!require-review\/)[^/]+\//;

/** Which of it reads differently than in a commit; definitions may be in a folder of their own. */
export async function changedCode(
  { signal }: Pick<Io, 'signal'>,
  { root, commit }: { readonly root: string; readonly commit: string },
): Promise<string[]> {
  const ask = async (folder: string, ...args: readonly string[]): Promise<string> => {
    const { exitCode, out } = await askGit(args, { folder, signal });
    if (exitCode === 0) return out.toString('utf8');
    throw new CommandError(EXIT.usage, `git cannot compare the code with ${commit}`);
  };
  const place = await ask(root, 'rev-parse', '--show-prefix', '--show-toplevel');
  const [prefix = '', top = root] = place.split('\n');
  const prefixes = [...new Set(['', prefix])];
  const paths = prefixes.flatMap((folder) => CODE.map((name) => `${folder}${name}`));
  const names = await ask(top, 'diff', '--name-only', '-z', '--no-ext-diff', commit, '--', ...paths);
  return names.split('\0').filter((name) => name !== '' && !isOutside(name, prefixes));
}

function isOutside(name: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => name.startsWith(prefix) && NOT_IN_STACKS.test(name.slice(prefix.length)));
}
