import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readCodeOwners } from '../../compiler/owners/code-owners';
import { projectFiles } from '../../scripts/build/project-files';

const PROJECT = resolve(__dirname, '../..');

test('CODEOWNERS of the example has somebody for every file, and another team for what each folder of flags holds', async () => {
  const ownersOf = readCodeOwners(readFileSync(join(PROJECT, '.github/CODEOWNERS'), 'utf8'));
  const files = await projectFiles(PROJECT);
  expect(files).toContain('.github/CODEOWNERS');
  expect(files.filter((file) => (ownersOf(file) ?? []).length === 0)).toEqual([]);
  const folders = new Set(files.flatMap((file) => /^flags\/([a-z][^/]*)\//.exec(file)?.[1] ?? []));
  const owners = [...folders].map((folder) => ownersOf(`flags/${folder}/any.yaml`)?.join());
  expect(folders.size).toBeGreaterThan(1);
  expect(new Set(owners).size).toBe(folders.size);
});
