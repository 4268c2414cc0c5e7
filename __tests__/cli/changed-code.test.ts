import { resolve } from 'node:path';
import { changedCode, CODE } from '../../cli/changed-code';
import { pipelineScripts } from '../../stacks/pipeline-scripts';
import { aRepository } from '../builders/a-repository';

const signal = new AbortController().signal;

test('changedCode() are files that stacks are made from, committed or not, and no others', async () => {
  const { folder, write, git, commit } = aRepository({
    'stacks/a.ts': '',
    'README.md': '',
    'docs/stacks/a.ts': '',
  });
  const base = commit();
  expect(await changedCode({ signal }, { root: folder, commit: base })).toEqual([]);
  write({ 'stacks/a.ts': '1', 'README.md': '1', 'docs/stacks/a.ts': '1', 'cli/a.ts': '1' });
  expect(await changedCode({ signal }, { root: folder, commit: base })).toEqual(['stacks/a.ts']);
  git('rm', '--quiet', '--force', 'stacks/a.ts');
  write({ 'scripts/sign-artifact.sh': '1' });
  commit();
  expect(await changedCode({ signal }, { root: folder, commit: base })).toEqual([
    'scripts/sign-artifact.sh',
    'stacks/a.ts',
  ]);
});

test('changedCode() of a commit that git does not know is refused, and not taken for none', async () => {
  const { folder } = aRepository();
  const asked = changedCode({ signal }, { root: folder, commit: 'c'.repeat(40) });
  await expect(asked).rejects.toThrow('git cannot compare the code');
});

test('CODE names every script that pipelines carry in their definition', () => {
  const scripts = Object.values(pipelineScripts(resolve(__dirname, '../..')));
  expect(scripts.length).toBeGreaterThan(0);
  expect(CODE).toEqual(expect.arrayContaining(scripts.map(({ name }) => `scripts/${name}`)));
});
