import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { changedCode } from '../../../cli/review/changed-code';
import { pipelineScripts } from '../../../stacks/pipeline-scripts';
import { aRepository } from '../../builders/a-repository';

const signal = new AbortController().signal;

test('changedCode() are files that stacks are made from, committed or not, and no others', async () => {
  const others = { 'README.md': '', 'docs/stacks/a.ts': '', 'cli/a.ts': '', 'scripts/bench/a.ts': '' };
  const { folder, write, git, commit } = aRepository({ 'stacks/a.ts': '', ...others });
  const base = commit();
  const ask = (): Promise<string[]> => changedCode({ signal }, { root: folder, commit: base });
  expect(await ask()).toEqual([]);
  write(Object.fromEntries(['stacks/a.ts', ...Object.keys(others)].map((name) => [name, '1'])));
  expect(await ask()).toEqual(['stacks/a.ts']);
  git('rm', '--quiet', '--force', 'stacks/a.ts');
  write({ 'package-lock.json': '1' });
  commit();
  expect(await ask()).toEqual(['package-lock.json', 'stacks/a.ts']);
});

test('changedCode() of definitions in a folder of their own is that of the repository', async () => {
  const { folder, write, commit } = aRepository({ 'stacks/a.ts': '', 'shop/main.ts': '' });
  const base = commit();
  const root = join(folder, 'shop');
  mkdirSync(join(root, 'flags'));
  write({ 'stacks/a.ts': '1', 'shop/main.ts': '1' });
  expect(await changedCode({ signal }, { root, commit: base })).toEqual(['shop/main.ts', 'stacks/a.ts']);
});

test('changedCode() of a commit that git does not know is refused, and not taken for none', async () => {
  const { folder } = aRepository();
  const asked = changedCode({ signal }, { root: folder, commit: 'c'.repeat(40) });
  await expect(asked).rejects.toThrow('git cannot compare the code');
});

test('changedCode() knows every script that pipelines carry in their definition, and the canary’s', async () => {
  const carried = Object.values(pipelineScripts(resolve(__dirname, '../../..'))).map(({ name }) => name);
  const parts = ['bundle-canary.js', 'require-review/host.ts', 'run-bundle.js'];
  const files = [...carried, ...parts].map((name) => `scripts/${name}`).sort();
  const { folder, write, commit } = aRepository(Object.fromEntries(files.map((name) => [name, ''])));
  const base = commit();
  write(Object.fromEntries(files.map((name) => [name, '1'])));
  expect(await changedCode({ signal }, { root: folder, commit: base })).toEqual(files);
});
