import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import fc from 'fast-check';
import { parseManifest } from '../../../release/artifact/artifact-manifest';
import { requireIntactArtifact, verifyArtifact } from '../../../release/artifact/verify-artifact';
import { aFolder, anArtifact, type ArtifactFolder, ARTIFACT, COMMIT_ID } from '../../builders/artifact';

const STACK = 'cdktf.out/stacks/beta-us-east-1-flags';

/** `<kind> <path>` of every difference. */
async function differencesOf(folder: ArtifactFolder): Promise<string[]> {
  const verdict = await verifyArtifact(folder);
  if (verdict.kind === 'absent') throw new Error('no manifest');
  return verdict.kind === 'intact' ? [] : verdict.differences.map(({ kind, path }) => `${kind} ${path}`);
}

test('verifyArtifact() finds an artifact intact, and says which', async () => {
  const folder = anArtifact();
  const text = readFileSync(folder.path('dynconf.manifest.json'));
  expect(await verifyArtifact(folder)).toMatchObject({
    kind: 'intact',
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    manifest: { commit: COMMIT_ID },
  });
});

test('verifyArtifact() finds it intact at another place, with the stacks somewhere else', async () => {
  const [folder, elsewhere] = [anArtifact(), aFolder({})];
  renameSync(folder.path('cdktf.out'), elsewhere.path('synthesized'));
  const moved = { root: folder.root, cdktfOut: elsewhere.path('synthesized') };
  expect(await verifyArtifact(moved)).toMatchObject({ kind: 'absent' });
  expect(
    await verifyArtifact({ ...moved, manifestFile: folder.path('dynconf.manifest.json') }),
  ).toMatchObject({
    kind: 'intact',
  });
});

test.each([
  `${STACK}/evil.tf.json`,
  `${STACK}/evil.tf`,
  `${STACK}/EVIL.TF.JSON`,
  `${STACK}/evil.tofu`,
  `${STACK}/cdk_override.tf.json`,
  `${STACK}/evil.auto.tfvars`,
  `${STACK}/terraform.tfvars.json`,
  `${STACK}/terraform.tfstate`,
  `${STACK}/.terraformrc`,
  `${STACK}/modules/evil/main.tf`,
  `${STACK}/.terraform/modules/modules.json`,
  `${STACK}/assets/other.json`,
  'cdktf.out/stacks/prod-us-east-1-flags/cdk.tf.json',
  'cdktf.out/stacks/evil.tf.json',
  '.terraformrc',
  '.npmrc',
  'npm-shrinkwrap.json',
  'release/deploy/deploy.tsx',
  'release/node_modules/yaml/index.js',
  'flags/checkout/evil.yaml',
])('verifyArtifact() finds a planted %s', async (path) => {
  const folder = anArtifact();
  folder.write(path, '{}');
  expect(await differencesOf(folder)).toEqual([`unlisted ${path}`]);
});

test('verifyArtifact() minds nothing that npm and Terraform make on the way', async () => {
  const folder = anArtifact();
  for (const path of [
    'node_modules/a/index.js',
    `${STACK}/.terraform/providers/x`,
    `${STACK}/release.tfplan`,
  ]) {
    folder.write(path, 'x');
  }
  symlinkSync('/nowhere', folder.path(`${STACK}/.terraform/providers/aws`));
  expect(await differencesOf(folder)).toEqual([]);
});

test('verifyArtifact() lists everything that differs, and goes on after the first', async () => {
  const folder = anArtifact();
  folder.write(`${STACK}/cdk.tf.json`, '{}');
  folder.write(`${STACK}/evil.tf`, '');
  rmSync(folder.path('package-lock.json'));
  expect(await differencesOf(folder)).toEqual([
    `changed ${STACK}/cdk.tf.json`,
    `unlisted ${STACK}/evil.tf`,
    'missing package-lock.json',
  ]);
});

test('verifyArtifact() takes a link for a difference, even when its content is the same', async () => {
  const [folder, elsewhere] = [anArtifact(), aFolder()];
  rmSync(folder.path('package-lock.json'));
  symlinkSync(elsewhere.path('package-lock.json'), folder.path('package-lock.json'));
  rmSync(folder.path(STACK), { recursive: true });
  symlinkSync(elsewhere.path(STACK), folder.path(STACK));
  const found = await differencesOf(folder);
  expect(found).toEqual(expect.arrayContaining([`irregular ${STACK}`, 'irregular package-lock.json']));
  expect(found).toContain(`missing ${STACK}/cdk.tf.json`);
});

test('verifyArtifact() waits for nobody to write into a pipe', async () => {
  const folder = anArtifact();
  rmSync(folder.path('package-lock.json'));
  execFileSync('mkfifo', [folder.path('package-lock.json')]);
  expect(await differencesOf(folder)).toEqual(['irregular package-lock.json', 'missing package-lock.json']);
});

test('verifyArtifact() says when only line ends differ', async () => {
  const folder = anArtifact();
  folder.write('flags/checkout/pay.yaml', 'description: Pay\r\n');
  const verdict = await verifyArtifact(folder);
  expect(verdict).toMatchObject({
    kind: 'different',
    differences: [{ kind: 'changed', message: expect.stringContaining('only its line ends') as string }],
  });
  folder.write('flags/checkout/pay.yaml', 'description: Pay\r\r\n');
  const other = await verifyArtifact(folder);
  expect(JSON.stringify(other)).not.toContain('line ends');
});

test('verifyArtifact() knows a file in another case for another file', async () => {
  const folder = anArtifact();
  renameSync(folder.path('package-lock.json'), folder.path('Package-lock.json'));
  expect(await differencesOf(folder)).toEqual(['unlisted Package-lock.json', 'missing package-lock.json']);
});

test('verifyArtifact() reads a file of many megabytes piece by piece', async () => {
  const big = Buffer.alloc(9 * 1024 * 1024 + 1, 'dynconf\r\n');
  const folder = anArtifact({
    ...ARTIFACT,
    'cdktf.out/stacks/beta-us-east-1-flags/assets/big.zip': big.toString('latin1'),
  });
  expect(await differencesOf(folder)).toEqual([]);
  big[big.length - 1] = 0;
  folder.write(`${STACK}/assets/big.zip`, big);
  expect(await differencesOf(folder)).toEqual([`changed ${STACK}/assets/big.zip`]);
});

test('verifyArtifact() compares the manifest with the digest that its signature is for', async () => {
  const folder = anArtifact();
  const verdict = await verifyArtifact(folder);
  if (verdict.kind !== 'intact') throw new Error(verdict.kind);
  expect(await verifyArtifact({ ...folder, expectedDigest: verdict.digest })).toMatchObject({
    kind: 'intact',
  });
  const other = `sha256:${'0'.repeat(64)}`;
  expect(await verifyArtifact({ ...folder, expectedDigest: other })).toMatchObject({
    kind: 'different',
    differences: [{ kind: 'manifest' }],
  });
});

test('verifyArtifact() tells why a manifest is not believed', async () => {
  const folder = anArtifact();
  const file = folder.path('dynconf.manifest.json');
  folder.write('dynconf.manifest.json', readFileSync(file, 'utf8').replace('"flags/', '"../flags/'));
  expect(await verifyArtifact(folder)).toMatchObject({
    kind: 'different',
    differences: [{ kind: 'manifest', message: expect.stringContaining('not a path inside') as string }],
  });
});

test('verifyArtifact() finds any change of any byte of any file, and of the manifest', async () => {
  const folder = anArtifact();
  const text = readFileSync(folder.path('dynconf.manifest.json'), 'utf8');
  const paths = [...parseManifest(text).files.keys(), 'dynconf.manifest.json'];
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      async (path, at, flip) => {
        const before = readFileSync(folder.path(path));
        const after = Buffer.from(before);
        after.writeUInt8(after.readUInt8(at % after.length) ^ flip, at % after.length);
        folder.write(path, after);
        const verdict = await verifyArtifact({ ...folder, expectedDigest: digest });
        folder.write(path, before);
        expect(verdict.kind).toBe('different');
      },
    ),
    { numRuns: 200 },
  );
  expect((await verifyArtifact(folder)).kind).toBe('intact');
});

test('requireIntactArtifact() refuses a difference, and lets go what nobody wrote down', async () => {
  const folder = anArtifact();
  await expect(requireIntactArtifact(folder)).resolves.toMatchObject({ kind: 'intact' });
  folder.write(`${STACK}/evil.tf`, '');
  await expect(requireIntactArtifact(folder)).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringContaining(`${STACK}/evil.tf is not in the manifest`) as string,
  });
  rmSync(folder.path('dynconf.manifest.json'));
  await expect(requireIntactArtifact(folder)).resolves.toMatchObject({ kind: 'absent' });
  const manifestFile = folder.path('dynconf.manifest.json');
  await expect(requireIntactArtifact({ ...folder, manifestFile })).rejects.toMatchObject({ kind: 'refused' });
});
