import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { aFolder, anArtifact, COMMIT_ID } from '../../builders/artifact';
import { dynconf } from '../../builders/command-line';

const create = ({ root, cdktfOut }: { root: string; cdktfOut: string }, ...more: string[]) =>
  dynconf('artifact', 'create', '--root', root, '--cdktf-out', cdktfOut, ...more);
const verify = ({ root, cdktfOut }: { root: string; cdktfOut: string }, ...more: string[]) =>
  dynconf('verify', 'artifact', '--root', root, '--cdktf-out', cdktfOut, ...more);

test('artifact create writes the manifest and prints its digest, and verify artifact agrees', async () => {
  const folder = aFolder();
  const created = await create(folder, '--commit', COMMIT_ID);
  const manifest = readFileSync(folder.path('dynconf.manifest.json'));
  const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
  expect(created).toMatchObject({ exitCode: 0, out: `${digest}\n` });
  expect(created.err).toContain(`8 files of commit ${COMMIT_ID}`);
  expect(await verify(folder, '--digest', digest)).toMatchObject({ exitCode: 0, out: '' });
  expect(JSON.parse((await verify(folder, '--format', 'json')).out)).toMatchObject({
    kind: 'intact',
    digest,
    commit: COMMIT_ID,
    files: 8,
  });
});

test('artifact create writes the same again over its own manifest', async () => {
  const folder = aFolder();
  const first = await create(folder);
  expect(await create(folder)).toEqual(first);
});

test('artifact create takes a manifest elsewhere, and verify artifact finds it there', async () => {
  const [folder, elsewhere] = [aFolder(), aFolder({})];
  const file = elsewhere.path('m.json');
  expect((await create(folder, '--out', file)).exitCode).toBe(0);
  expect((await verify(folder)).exitCode).toBe(2);
  expect((await verify(folder, '--manifest', file)).exitCode).toBe(0);
});

test('artifact create needs stacks, a commit that is one, and a folder to write to', async () => {
  expect(await create(aFolder({}))).toMatchObject({ exitCode: 2, out: '' });
  expect(await create(aFolder(), '--commit', 'main')).toMatchObject({ exitCode: 2 });
  const folder = aFolder();
  const nowhere = await create(folder, '--out', folder.path('no/such/folder/m.json'));
  expect(nowhere).toMatchObject({ exitCode: 2 });
  expect(nowhere.err).toContain('the manifest cannot be written');
});

test('verify artifact lists every difference and exits with 1', async () => {
  const folder = anArtifact();
  folder.write('cdktf.out/stacks/beta-us-east-1-flags/evil.tf.json', '{}');
  folder.write('flags/checkout/pay.yaml', 'description: Evil\n');
  const { exitCode, out, err } = await verify(folder);
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
  expect(err).toBe(
    'this is not the artifact that the build made:\n' +
      '  cdktf.out/stacks/beta-us-east-1-flags/evil.tf.json is not in the manifest\n' +
      '  flags/checkout/pay.yaml has changed\n' +
      `(in a checkout of your own: ${folder.path('dynconf.manifest.json')} is of an older build; remove it, or build again)\n`,
  );
});

test('verify artifact without a manifest is a missing prerequisite', async () => {
  const { exitCode, err } = await verify(aFolder());
  expect(exitCode).toBe(2);
  expect(err).toContain('`npx dynconf artifact create` writes it');
});

test('verify artifact refuses wrong options', async () => {
  expect((await verify(anArtifact(), '--digest', 'abc')).exitCode).toBe(2);
  expect((await verify(anArtifact(), '--format', 'yaml')).exitCode).toBe(2);
});
