import { loadComparedProject } from '../../../cli/review/compared-project';
import { aRepository } from '../../builders/a-repository';
import { SMALL_PROJECT, type ProjectFiles } from '../../builders/write-project';

const io = { signal: new AbortController().signal };
const LATER = 'flags/checkout/later.yaml';

async function baseOf(files: ProjectFiles) {
  const repository = aRepository(files);
  const commit = repository.commit();
  const base = await loadComparedProject(io, { root: repository.folder, base: 'main' });
  expect(base).toMatchObject({ ref: 'main', commit });
  return base;
}

const flagsOf = ({ project }: Awaited<ReturnType<typeof baseOf>>): unknown =>
  project?.components.flatMap(({ flags }) => flags.map(({ key }) => key));

test('loadComparedProject() is the project of the revision', async () => {
  const base = await baseOf(SMALL_PROJECT);
  expect(flagsOf(base)).toEqual(['pay']);
  expect(base.notes).toEqual([]);
});

test('loadComparedProject() leaves out files with mistakes, and what is wrong without them', async () => {
  const flag = 'description: D\nowner: team-a\nlifecycle: permanent\ndefault: {}\n';
  const base = await baseOf({
    ...SMALL_PROJECT,
    [LATER]: `${flag}colour: red\n`,
    'flags/checkout/latest.yaml': `${flag}requires: [later]\n`,
    'opconfig/search.yaml': 'owner: team-a\nschema: search.schema.json\ndefault: {}\n',
    'opconfig/search.schema.json': '{ "type": 5 }',
  });
  expect(flagsOf(base)).toEqual(['pay']);
  expect(base.notes).toEqual([
    'flags/checkout/later.yaml and 3 more have mistakes in main: they are not compared',
  ]);
});

test('loadComparedProject() takes the environments of now for those that had mistakes', async () => {
  const repository = aRepository({ ...SMALL_PROJECT, 'environments/beta.yaml': 'account: 5\n' });
  repository.commit();
  repository.write({ 'environments/beta.yaml': String(SMALL_PROJECT['environments/beta.yaml']) });
  const base = await loadComparedProject(io, { root: repository.folder, base: 'main' });
  expect(base.project?.environments.map(({ name, account }) => [name, account])).toContainEqual([
    'beta',
    '111111111111',
  ]);
  expect(base.notes).toEqual(['the environments of main have mistakes: those of now are taken for them']);
});

test('loadComparedProject() has no project where no environment can be read', async () => {
  const base = await baseOf({ ...SMALL_PROJECT, 'environments/beta.yaml': 'account: 5\n' });
  expect(base.project).toBeUndefined();
  expect(base.notes).toEqual(['the definitions of main have mistakes themselves: nothing is compared']);
});

test('loadComparedProject() has no project where there were no definitions', async () => {
  const base = await baseOf({ 'README.md': 'a' });
  expect(base.project).toBeUndefined();
  expect(base.notes).toEqual(['main has no definitions: nothing is compared']);
});

test('loadComparedProject() has no project where nothing was served anywhere', async () => {
  const files = Object.entries(SMALL_PROJECT).filter(([file]) => !file.startsWith('environments/'));
  const repository = aRepository(Object.fromEntries(files));
  repository.commit();
  repository.write(SMALL_PROJECT);
  const { project, notes } = await loadComparedProject(io, { root: repository.folder, base: 'main' });
  expect([project, notes]).toEqual([
    undefined,
    ['the definitions of main have mistakes themselves: nothing is compared'],
  ]);
});

test('loadComparedProject() has no project where the environments had mistakes and are gone now', async () => {
  const repository = aRepository({ ...SMALL_PROJECT, 'environments/beta.yaml': 'account: 5\n' });
  repository.commit();
  repository.remove('environments');
  expect(await loadComparedProject(io, { root: repository.folder, base: 'main' })).not.toHaveProperty(
    'project',
  );
});
