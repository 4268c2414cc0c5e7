import { execFileSync } from 'node:child_process';
import { commitId, requireCommit } from '../../../release/artifact/commit-id';
import { aFolder, COMMIT_ID } from '../../builders/artifact';

function aCheckout() {
  const folder = aFolder({ 'a.txt': 'a' });
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder.root, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--no-verify', '-m', 'a');
  return { ...folder, head: git('rev-parse', 'HEAD') };
}

test('commitId() is what git says, with +changes when the folder holds more', () => {
  const { root, head, write } = aCheckout();
  expect(commitId(root, {})).toBe(head);
  write('b.txt', 'b');
  expect(commitId(root, {})).toBe(`${head}+changes`);
});

test('commitId() believes the pipeline first, then CodeBuild', () => {
  const { root } = aCheckout();
  const other = 'f'.repeat(40);
  expect(commitId(root, { DYNCONF_COMMIT: COMMIT_ID, CODEBUILD_RESOLVED_SOURCE_VERSION: other })).toBe(
    COMMIT_ID,
  );
  expect(commitId(root, { DYNCONF_COMMIT: '', CODEBUILD_RESOLVED_SOURCE_VERSION: other })).toBe(other);
});

test('commitId() is null where nothing knows it', () => {
  expect(commitId(aFolder({}).root, {})).toBeNull();
});

test('requireCommit() refuses a branch', () => {
  expect(() => requireCommit('main')).toThrow('"main" is not a commit id');
});
