import { findComparePoint } from '../../../cli/review/compare-point';
import { aRepository } from '../../builders/a-repository';

const io = { signal: new AbortController().signal };

/** A branch of the first commit, and a trunk that has moved on since. */
function aFork() {
  const repository = aRepository({ 'a.txt': 'a' });
  const first = repository.commit();
  repository.write({ 'a.txt': 'b' });
  const trunk = repository.commit();
  repository.git('switch', '--quiet', '--create', 'feature', first);
  repository.write({ 'a.txt': 'c' });
  repository.commit();
  return { ...repository, first, trunk, root: repository.folder };
}

test('findComparePoint() is where a branch has left the trunk', async () => {
  const { root, first } = aFork();
  expect(await findComparePoint(io, { root, base: 'main' })).toEqual({ revision: first, notes: [] });
});

test('findComparePoint() is an earlier commit itself', async () => {
  const { root, first } = aFork();
  expect(await findComparePoint(io, { root, base: 'HEAD~1' })).toEqual({ revision: first, notes: [] });
});

test('findComparePoint() is a later commit itself: that is going back', async () => {
  const { root, git, first } = aFork();
  git('checkout', '--quiet', first);
  expect(await findComparePoint(io, { root, base: 'main' })).toEqual({ revision: 'main', notes: [] });
});

test('findComparePoint() says when nothing is in common', async () => {
  const { root, git } = aFork();
  git('switch', '--quiet', '--orphan', 'other');
  git('commit', '--quiet', '--no-verify', '--allow-empty', '-m', 'a');
  expect(await findComparePoint(io, { root, base: 'main' })).toEqual({
    revision: 'main',
    notes: ['no commit is known that main and this one have in common: compared with main as it is'],
  });
});

test.each(['nothing', '--all', ''])('findComparePoint() leaves %j to whoever reads it', async (base) => {
  expect(await findComparePoint(io, { root: aFork().root, base })).toEqual({ revision: base, notes: [] });
});
