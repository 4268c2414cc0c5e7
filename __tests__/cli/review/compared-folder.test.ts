import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { withComparedFolder } from '../../../cli/review/compared-folder';
import { CommandError, EXIT } from '../../../cli/exit-codes';
import { aRepository, repositoryIn } from '../../builders/a-repository';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

const PAY = 'flags/checkout/pay.yaml';
const io = { signal: new AbortController().signal };

function refusalOf(root: string, base: string): Promise<unknown> {
  return withComparedFolder(io, { root, base }, () => 'used').catch((error: unknown) => error);
}

test('withComparedFolder() hands out the files as they were, and removes them', async () => {
  const repository = aRepository(SMALL_PROJECT);
  const first = repository.commit();
  repository.write({ [PAY]: 'gone: true\n' });
  repository.commit();
  const { folder, ...seen } = await withComparedFolder(
    io,
    { root: repository.folder, base: 'HEAD~1' },
    (base) => ({
      ...base,
      pay: readFileSync(join(base.folder, PAY), 'utf8'),
    }),
  );
  expect(seen).toEqual({ ref: 'HEAD~1', commit: first, fileCount: 4, leftOut: [], pay: SMALL_PROJECT[PAY] });
  expect(existsSync(folder)).toBe(false);
});

test('withComparedFolder() removes the files when their use fails', async () => {
  const repository = aRepository(SMALL_PROJECT);
  repository.commit();
  let used = '';
  const failing = withComparedFolder(io, { root: repository.folder, base: 'HEAD' }, ({ folder }) => {
    used = folder;
    throw new Error('no use');
  });
  await expect(failing).rejects.toThrow('no use');
  expect([used === '', existsSync(used)]).toEqual([false, false]);
});

test('withComparedFolder() reads a definitions folder inside the repository, and nothing beside it', async () => {
  const below = Object.entries(SMALL_PROJECT).map(([file, text]) => [`config/shop/${file}`, text]);
  const repository = aRepository({
    ...(Object.fromEntries(below) as typeof SMALL_PROJECT),
    'flags/other/x.yaml': 'a: 1\n',
    'config/shop/notes.txt': 'a',
  });
  repository.commit();
  const root = join(repository.folder, 'config/shop');
  const seen = await withComparedFolder(io, { root, base: 'main' }, ({ folder, fileCount }) => ({
    fileCount,
    files: [PAY, 'flags/other/x.yaml', 'notes.txt'].filter((file) => existsSync(join(folder, file))),
  }));
  expect(seen).toEqual({ fileCount: 4, files: [PAY] });
});

test('withComparedFolder() reads what git stores, whatever its attributes say about archives', async () => {
  const repository = aRepository({ ...SMALL_PROJECT, '.gitattributes': 'flags/** export-ignore\n' });
  repository.commit();
  const names = 'flags/checkout/zwölf und "mehr".txt';
  repository.write({ [names]: 'binary \0 and a line\nfeed' });
  repository.commit();
  const seen = await withComparedFolder(io, { root: repository.folder, base: 'HEAD' }, ({ folder }) => [
    readFileSync(join(folder, PAY), 'utf8'),
    readFileSync(join(folder, names), 'utf8'),
  ]);
  expect(seen).toEqual([SMALL_PROJECT[PAY], 'binary \0 and a line\nfeed']);
});

test('withComparedFolder() follows no link out of the definitions', async () => {
  const repository = aRepository(SMALL_PROJECT);
  symlinkSync('/etc/hostname', join(repository.folder, 'flags/checkout/host.yaml'));
  symlinkSync('../../../outside.yaml', join(repository.folder, 'flags/checkout/out.yaml'));
  symlinkSync('pay.yaml', join(repository.folder, 'flags/checkout/same.yaml'));
  repository.commit();
  const seen = await withComparedFolder(
    io,
    { root: repository.folder, base: 'HEAD' },
    ({ folder, leftOut }) => ({
      leftOut,
      same: readFileSync(join(folder, 'flags/checkout/same.yaml'), 'utf8'),
    }),
  );
  expect(seen).toEqual({
    leftOut: ['flags/checkout/host.yaml', 'flags/checkout/out.yaml'],
    same: SMALL_PROJECT[PAY],
  });
});

test('withComparedFolder() has no files where the revision had no definitions', async () => {
  const repository = aRepository({ 'README.md': 'a' });
  repository.commit();
  const count = ({ fileCount }: { fileCount: number }): number => fileCount;
  expect(await withComparedFolder(io, { root: repository.folder, base: 'HEAD' }, count)).toBe(0);
});

test.each(['nothing', '--help', '', 'HEAD:flags', 'main..main'])(
  'withComparedFolder() refuses the revision %j in a sentence',
  async (base) => {
    const repository = aRepository(SMALL_PROJECT);
    repository.commit();
    const refusal = await refusalOf(repository.folder, base);
    expect(refusal).toBeInstanceOf(CommandError);
    expect(refusal).toMatchObject({
      exitCode: EXIT.usage,
      message: `git knows no revision ${JSON.stringify(base)}: it is a branch, a tag or a commit of this repository`,
    });
  },
);

test('withComparedFolder() says what to do in a shallow clone', async () => {
  const repository = aRepository(SMALL_PROJECT);
  const first = repository.commit();
  repository.commit();
  const clone = writeProject({});
  repository.git('clone', '--quiet', '--depth=1', `file://${repository.folder}`, clone);
  expect(await refusalOf(clone, first)).toMatchObject({
    exitCode: EXIT.usage,
    message: expect.stringContaining('git fetch --unshallow') as string,
  });
  const head = repositoryIn(clone).git('rev-parse', 'HEAD');
  expect(await refusalOf(clone, head)).toBe('used');
});

test('withComparedFolder() needs a repository', async () => {
  expect(await refusalOf(writeProject({}), 'HEAD')).toMatchObject({
    exitCode: EXIT.usage,
    message: expect.stringMatching(
      /^--base needs a git repository, and .+ is in none that can be read/,
    ) as string,
  });
});

test('withComparedFolder() asks the repository of the folder, also inside the hook of another', async () => {
  const repository = aRepository(SMALL_PROJECT);
  repository.commit();
  process.env['GIT_DIR'] = '.git';
  try {
    expect(await refusalOf(join(repository.folder, 'flags'), 'HEAD')).toBe('used');
  } finally {
    delete process.env['GIT_DIR'];
  }
});

test('withComparedFolder() ends when it is interrupted', async () => {
  const repository = aRepository(SMALL_PROJECT);
  repository.commit();
  const interrupted = { signal: AbortSignal.abort() };
  const reading = withComparedFolder(interrupted, { root: repository.folder, base: 'HEAD' }, () => 'used');
  await expect(reading).rejects.toThrow('aborted');
});
