import type { Io } from './command';
import { CommandError, EXIT } from './exit-codes';
import { askGit } from './git';

/** What the stacks are made from besides the definitions. */
export const CODE: readonly string[] = [
  ...['compiler', 'constructs', 'delivery', 'runtime', 'stacks', 'main.ts'],
  ...['package-lock.json', '.terraform.lock.hcl'],
  // Pipelines carry them in their own definition (stacks/pipeline-scripts.ts).
  ...['terraform-as-approved.js', 'require-review.js', 'sign-artifact.sh', 'verify-artifact.sh'].map(
    (name) => `scripts/${name}`,
  ),
];

/** Which of it reads differently than in a commit. */
export async function changedCode(
  { signal }: Pick<Io, 'signal'>,
  { root, commit }: { readonly root: string; readonly commit: string },
): Promise<string[]> {
  const args = ['diff', '--name-only', '-z', '--no-ext-diff', commit, '--', ...CODE];
  const { exitCode, out } = await askGit(args, { folder: root, signal });
  if (exitCode !== 0) throw new CommandError(EXIT.usage, `git cannot compare the code with ${commit}`);
  return out
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');
}
