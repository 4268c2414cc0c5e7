import type { CompareQuestion } from './compared-folder';
import type { Io } from '../command';
import { askGit } from './git';

/** The revision that a change is compared with, and what a person must know about it. */
export interface ComparePoint {
  readonly revision: string;
  readonly notes: readonly string[];
}

/**
 * Where a change begins: the last commit that `base` and this one have in common.
 *
 * What others have merged since is not this change. A base that comes after this commit is compared with as it is:
 * that is going back.
 */
export async function findComparePoint(
  { signal }: Pick<Io, 'signal'>,
  { root, base }: CompareQuestion,
): Promise<ComparePoint> {
  const asItIs = { revision: base, notes: [] };
  // What begins with a dash would be an option of git's.
  if (base.startsWith('-')) return asItIs;
  const ask = async (...args: readonly string[]): Promise<string> => {
    const { exitCode, out } = await askGit(args, { folder: root, signal });
    return exitCode === 0 ? out.toString('utf8').trim() : '';
  };
  const head = await ask('rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  const ancestor = await ask('merge-base', base, 'HEAD');
  if (/^[0-9a-f]{40,64}$/.test(ancestor))
    return ancestor === head ? asItIs : { revision: ancestor, notes: [] };
  const isKnown = (await ask('rev-parse', '--verify', '--quiet', `${base}^{commit}`)) !== '';
  const note = `no commit is known that ${base} and this one have in common: compared with ${base} as it is`;
  return { revision: base, notes: isKnown ? [note] : [] };
}
