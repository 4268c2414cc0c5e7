import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadProject } from '../../compiler/load-project';
import type { JsonObject } from '../../compiler/project';
import { synthesize } from '../../main';
import fc from 'fast-check';
import { verifyArtifact } from '../../release/artifact/verify-artifact';
import { aFolder, ARTIFACT, type ArtifactFolder } from '../builders/artifact';
import { missingMoto, type Moto, startMoto } from '../builders/moto';
import { aSignedArtifact, believingAws, type Finished, sh, writeManifest } from '../builders/signed-artifact';

const STACK = 'cdktf.out/stacks/beta-us-east-1-flags';
const OTHER_COMMIT = 'f'.repeat(40);

// Each run starts Python and Node.
jest.setTimeout(60_000);

describe('verify-artifact.sh, where every signature is valid,', () => {
  const aws = believingAws();
  const verify = (folder: ArtifactFolder): Finished => sh('verify-artifact.sh', folder, aws);

  test('finds an artifact intact', () => {
    expect(verify(aSignedArtifact())).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(/^intact sha256:[0-9a-f]{64} of commit 0123/) as string,
    });
  });

  test.each([
    `${STACK}/evil.tf.json`,
    `${STACK}/evil.auto.tfvars`,
    `${STACK}/.terraform/terraform.tfstate`,
    'node_modules/yaml/index.js',
    '.git/config',
    '.dynconf/cache',
    '.npmrc',
    'other/dynconf.manifest.json',
  ])('refuses a planted %s', (path) => {
    const folder = aSignedArtifact();
    folder.write(path, '{}');
    expect(verify(folder)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining(`  ./${path}\n`) as string,
    });
  });

  test('refuses a file whose name is two lines, both of them listed', () => {
    const folder = aSignedArtifact();
    folder.write('package-lock.json\n./flags/checkout/pay.yaml', '');
    expect(verify(folder).status).toBe(3);
  });

  test('refuses what is changed, missing or of another case', () => {
    const changed = aSignedArtifact();
    changed.write('flags/checkout/pay.yaml', 'description: Evil\n');
    expect(verify(changed)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('./flags/checkout/pay.yaml: FAILED') as string,
    });
    const missing = aSignedArtifact();
    rmSync(missing.path('package-lock.json'));
    expect(verify(missing).stderr).toContain('./package-lock.json');
    const renamed = aSignedArtifact();
    renameSync(renamed.path('package-lock.json'), renamed.path('Package-lock.json'));
    expect(verify(renamed).status).toBe(3);
  });

  test('refuses links and pipes, wherever they lead', () => {
    const folder = aSignedArtifact();
    symlinkSync('pay.yaml', folder.path('flags/checkout/link.yaml'));
    expect(verify(folder).stderr).toContain('  ./flags/checkout/link.yaml\nrefused: links, or no files');
    const piped = aSignedArtifact();
    execFileSync('mkfifo', [piped.path('flags/pipe')]);
    expect(verify(piped).stderr).toContain('  ./flags/pipe\n');
    const manifest = aSignedArtifact();
    manifest.write('elsewhere/m.json', readFileSync(manifest.path('dynconf.manifest.json')));
    rmSync(manifest.path('dynconf.manifest.json'));
    symlinkSync('elsewhere/m.json', manifest.path('dynconf.manifest.json'));
    expect(verify(manifest)).toMatchObject({
      status: 3,
      stderr: 'refused: dynconf.manifest.json is a link\n',
    });
  });

  const line = '    "flags/checkout/pay.yaml"';
  test.each([
    ['a path out of the folder', (text: string) => text.replace('"flags/', '"../flags/')],
    ['an absolute path', (text: string) => text.replace('"flags/', '"/flags/')],
    ['an escape', (text: string) => text.replace('"flags/', '"fl\\u0061gs/')],
    ['two files in a line', (text: string) => text.replace(`,\n${line}`, `,${line}`)],
    ['a digest that is none', (text: string) => text.replace(/sha256:[0-9a-f]{64}/, 'sha256:00')],
    ['a second part', (text: string) => `${text}${text}`],
    ['an end that is missing', (text: string) => text.slice(0, -2)],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['another format', (text: string) => text.replace('artifact/1', 'artifact/2')],
  ])('refuses a manifest with %s', (_, change) => {
    const folder = aSignedArtifact();
    const text = readFileSync(folder.path('dynconf.manifest.json'), 'utf8');
    folder.write('dynconf.manifest.json', change(text));
    expect(change(text)).not.toBe(text);
    expect(verify(folder)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('as dynconf writes it') as string,
    });
  });

  const clean = JSON.parse(ARTIFACT[`${STACK}/cdk.tf.json`] ?? '') as JsonObject;
  const terraform = clean['terraform'] as JsonObject;
  const provider = (more: JsonObject): JsonObject => ({
    provider: { aws: [{ region: 'us-east-1', ...more }] },
  });
  const backend = (blocks: JsonObject | readonly JsonObject[]): JsonObject => ({
    terraform: { ...terraform, backend: blocks as JsonObject },
  });
  const remoteState = (body: JsonObject): JsonObject => ({ data: { terraform_remote_state: { a: body } } });
  const provisioner = { provisioner: [{ 'local-exec': { command: 'id' } }] };
  test.each<[string, JsonObject, string]>([
    ['a provisioner', { resource: { aws_instance: { a: provisioner } } }, 'aws_instance.a has a provisioner'],
    ['a provisioner in lists', { resource: [{ aws_instance: [{ a: [provisioner] }] }] }, 'has a provisioner'],
    [
      'terraform_data',
      { resource: { terraform_data: { a: provisioner } } },
      'terraform_data.a has a provisioner',
    ],
    ['a removed block', { removed: [{ from: 'aws_x.y', ...provisioner }] }, 'has a block removed'],
    ['an import', { import: [{ to: 'aws_x.y', id: 'z' }] }, 'has a block import'],
    ['an ephemeral resource', { ephemeral: { aws_x: { a: {} } } }, 'has a block ephemeral'],
    [
      'a profile, whose file names a program',
      provider({ profile: 'x', shared_config_files: ['assets/notes.txt'] }),
      'has a provider with profile',
    ],
    ['files of credentials', provider({ shared_credentials_files: ['x'] }), 'with shared_credentials_files'],
    ['a role', provider({ assume_role: [{ role_arn: 'arn' }] }), 'has a provider with assume_role'],
    [
      'a second provider in a list',
      { provider: [{ aws: [[{ region: 'x' }, { alias: 'b', profile: 'x' }]] }] },
      'with profile',
    ],
    ['a provider of something else', { provider: { external: {} } }, 'has a provider external'],
    [
      'an endpoint',
      provider({ endpoints: [{ sts: 'http://127.0.0.1:1' }] }),
      'has a provider with endpoints',
    ],
    [
      'an endpoint elsewhere, for nobody',
      provider({
        access_key: '000000000000',
        secret_key: 'local',
        endpoints: { sts: 'https://evil.example.com' },
      }),
      'asks https://evil.example.com',
    ],
    [
      'a backend with a profile',
      backend({ s3: { bucket: 'b', profile: 'x', shared_config_files: ['x'] } }),
      'has a backend s3 with profile',
    ],
    ['a backend of another kind', backend({ http: { address: 'x' } }), 'has a backend http'],
    ['a backend in a list', backend([{ pg: [{ conn_str: 'x' }] }]), 'has a backend pg'],
    [
      'a cloud with a token',
      { terraform: { ...terraform, cloud: { token: 'x' } } },
      'has a backend cloud with token',
    ],
    ['a state elsewhere', backend({ local: { path: '/etc/x.tfstate' } }), 'has its state in /etc/x.tfstate'],
    [
      'a state that it reads by a profile',
      remoteState({ backend: 's3', config: { profile: 'x' } }),
      'has a backend s3 with profile',
    ],
    [
      'a state that it reads somehow',
      remoteState({ backend: 's3', config: '${jsondecode("{}")}' }),
      'has a backend s3',
    ],
    ['a state of another kind', remoteState({ backend: 'http', config: {} }), 'has a backend http'],
    [
      'a made-up state',
      remoteState({ backend: 'local', config: {}, defaults: {} }),
      'reads a state with defaults',
    ],
    ['a file', { output: { a: { value: '${file("/proc/self/environ")}' } } }, 'reads a file: file("/proc'],
    [
      'a file above its assets',
      { locals: { a: '${file("${path.module}/assets/../../../x")}' } },
      'reads a file: file("${path.module}',
    ],
    ['a template', { locals: [{ a: ['${templatefile("assets/x", {})}'] }] }, 'reads a file: templatefile('],
    ['a file behind a comment', { locals: { a: '${file /* ( */ ("x")}' } }, 'reads a file: file /*'],
    ['a file in a key', { locals: { a: { '${filebase64("x")}': 1 } } }, 'reads a file: filebase64('],
    [
      'an upload from elsewhere',
      { resource: { aws_lambda_function: { a: { filename: '/etc/passwd' } } } },
      'aws_lambda_function.a uploads /etc/passwd',
    ],
    ['a connection', { resource: { aws_instance: { a: { connection: {} } } } }, 'has a connection'],
    ['external data', { data: { external: { a: { program: ['id'] } } } }, 'has external'],
    ['http data', { data: [{ http: [{ a: {} }] }] }, 'has http'],
    ['a local file', { resource: { local_file: { a: {} } } }, 'has local_file'],
    ['a module', { module: { a: { source: './assets' } } }, 'has a block module'],
    ['a check', { check: { a: { data: { http: { b: {} } } } } }, 'has a block check'],
    ['a setting', { terraform: { ...terraform, provider_meta: {} } }, 'has the setting provider_meta'],
    [
      'another provider',
      {
        terraform: { ...terraform, required_providers: { aws: { source: 'evil/aws', version: '5.100.0' } } },
      },
      'not locked',
    ],
    [
      'another version',
      { terraform: { ...terraform, required_providers: { aws: { source: 'aws', version: '5.99.0' } } } },
      'not locked',
    ],
    [
      'a provider without a version',
      { terraform: { ...terraform, required_providers: [{ aws: { source: 'aws' } }] } },
      'not locked',
    ],
  ])('refuses a stack with %s, although the build made it so', (_, changes, message) => {
    const text = JSON.stringify({ ...clean, ...changes }, undefined, 2);
    const { status, stderr } = verify(aSignedArtifact({ ...ARTIFACT, [`${STACK}/cdk.tf.json`]: text }));
    expect(stderr).toContain(message);
    expect(stderr).toContain('refused: these stacks would run what no build may add');
    expect(status).toBe(3);
  });

  test('lets a stack read its own assets, talk about files, and say all that the local AppConfig needs', () => {
    const local = { access_key: '000000000000', secret_key: 'local', skip_region_validation: true };
    const text = JSON.stringify(
      {
        ...clean,
        ...provider({
          ...local,
          endpoints: [{ sts: 'http://127.0.0.1:2770' }],
          default_tags: [{ tags: {} }],
        }),
        data: {
          terraform_remote_state: {
            a: {
              backend: 'remote',
              config: { organization: 'o', workspaces: { name: 'x' } },
              workspace: '${terraform.workspace}',
            },
          },
        },
        locals: {
          a: '${file("${path.module}/assets/document.json")}',
          b: '$${file("/etc/passwd")} file("x")',
        },
      },
      undefined,
      2,
    );
    expect(verify(aSignedArtifact({ ...ARTIFACT, [`${STACK}/cdk.tf.json`]: text }))).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['a second file of Terraform', { [`${STACK}/evil.tf`]: '' }],
    ['variables', { [`${STACK}/evil.auto.tfvars.json`]: '{}' }],
    ['modules', { [`${STACK}/modules/a/x`]: '' }],
    ['an override', { [`${STACK}/override.tf.json`]: '{}' }],
    ['variables for every run', { [`${STACK}/terraform.tfvars`]: '' }],
    ['a folder of Terraform’s own', { [`${STACK}/.terraform/modules/modules.json`]: '{}' }],
    ['a configuration of Terraform', { [`${STACK}/.terraformrc`]: '' }],
    ['settings of a backend', { [`${STACK}/x.tfbackend`]: '' }],
    ['a file that it did not synthesize', { [`${STACK}/notes.txt`]: '' }],
    ['a lock file of its own', { [`${STACK}/.terraform.lock.hcl`]: '' }],
    ['a key that is there twice', { [`${STACK}/cdk.tf.json`]: '{"resource":{"x_y":{}},"resource":{}}' }],
    ['no JSON', { [`${STACK}/cdk.tf.json`]: '{' }],
    ['no stack at all', { 'cdktf.out/stacks/evil/x': '' }],
  ])('refuses a stack with %s, although the build made it so', (_, files) => {
    const { status, stderr } = verify(aSignedArtifact({ ...ARTIFACT, ...files }));
    expect(stderr).toMatch(
      /^ {2}[a-z0-9-]+: .*\n(.*\n)*refused: these stacks would run what no build may add\n$/,
    );
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(3);
  });

  test('refuses an artifact whose stacks are a file', () => {
    const folder = aSignedArtifact();
    rmSync(folder.path('cdktf.out/stacks'), { recursive: true });
    folder.write('cdktf.out/stacks', '{}');
    const line = `    "cdktf.out/stacks": "sha256:${createHash('sha256').update('{}').digest('hex')}",\n`;
    const manifest = readFileSync(folder.path('dynconf.manifest.json'), 'utf8');
    folder.write('dynconf.manifest.json', manifest.replace(/( {4}"cdktf\.out\/stacks\/.*\n)+/, line));
    const stderr =
      '  cdktf.out/stacks: there is none\nrefused: these stacks would run what no build may add\n';
    expect(verify(folder)).toMatchObject({ status: 3, stderr });
  });

  test('and dynconf verify artifact judge alike what somebody does to a folder', async () => {
    const names = fc.constantFrom('a', 'A', '\u00e9', '.x', 'b c', 'x.tf', '10', "it's", '$(id)', '*');
    const paths = fc.array(names, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const listed = fc.constantFrom(...Object.keys(ARTIFACT));
    const change = fc.oneof(
      fc.record({ kind: fc.constant('plant' as const), path: paths }),
      fc.record({ kind: fc.constant('change' as const), path: listed }),
      fc.record({ kind: fc.constant('remove' as const), path: listed }),
      fc.record({ kind: fc.constant('nothing' as const), path: listed }),
    );
    await fc.assert(
      fc.asyncProperty(paths, change, async (own, { kind, path }) => {
        // Where the name of a folder is taken by a file, there is nothing to try.
        fc.pre(path === own || (!path.startsWith(`${own}/`) && !own.startsWith(`${path}/`)));
        const folder = aSignedArtifact({ ...ARTIFACT, [own]: 'own' });
        if (kind === 'plant' || kind === 'change') folder.write(path, 'changed');
        if (kind === 'remove') rmSync(folder.path(path));
        const isIntact = (await verifyArtifact(folder)).kind === 'intact';
        expect(isIntact).toBe(kind === 'nothing');
        expect(verify(folder).status === 0).toBe(isIntact);
      }),
      { numRuns: 40 },
    );
  });

  test('says what is missing', () => {
    const folder = aSignedArtifact();
    expect(sh('verify-artifact.sh', folder, { ...aws, DYNCONF_COMMIT: '' }).status).toBe(2);
    expect(sh('verify-artifact.sh', folder, { ...aws, DYNCONF_SIGNING_KEY: '' }).status).toBe(2);
    rmSync(folder.path('dynconf.manifest.sig'));
    expect(verify(folder)).toMatchObject({ status: 2, stderr: 'missing: dynconf.manifest.sig\n' });
    rmSync(folder.path('dynconf.manifest.json'));
    expect(verify(folder)).toMatchObject({ status: 2, stderr: 'missing: dynconf.manifest.json\n' });
  });

  test('finds the synthesized example shop intact', () => {
    const project = resolve(__dirname, '..', '..');
    const folder = aFolder({
      '.terraform.lock.hcl': readFileSync(resolve(project, '.terraform.lock.hcl'), 'utf8'),
    });
    const { project: example } = loadProject(project);
    if (!example) throw new Error('the example has mistakes');
    synthesize(example, { outdir: folder.cdktfOut });
    writeManifest(folder);
    folder.write('dynconf.manifest.sig', 'c2lnbmVk\n');
    expect(verify(folder)).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('sign-artifact.sh', () => {
  const aws = believingAws();

  test('signs only the commit that the pipeline releases', () => {
    const folder = aFolder();
    writeManifest(folder);
    const refused = sh('sign-artifact.sh', folder, { ...aws, DYNCONF_COMMIT: OTHER_COMMIT });
    expect(refused).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('is not of commit fff') as string,
    });
    expect(sh('sign-artifact.sh', folder, aws)).toMatchObject({ status: 0 });
    expect(readFileSync(folder.path('dynconf.manifest.sig'), 'utf8')).toBe('c2lnbmVk\n');
  });

  test('says what is missing', () => {
    const folder = aFolder();
    expect(sh('sign-artifact.sh', folder, aws)).toMatchObject({ status: 2 });
    writeManifest(folder);
    expect(sh('sign-artifact.sh', folder, { ...aws, DYNCONF_SIGNING_KEY: '' }).status).toBe(2);
  });
});

describeWithKms('sign-artifact.sh and verify-artifact.sh, with KMS as moto plays it,', () => {
  let moto: Moto;
  let kms: Record<string, string>;
  const newKey = (): string =>
    execFileSync(
      'aws',
      [
        'kms',
        'create-key',
        '--key-usage',
        'SIGN_VERIFY',
        '--key-spec',
        'ECC_NIST_P256',
        '--query',
        'KeyMetadata.Arn',
        '--output',
        'text',
      ],
      { env: { PATH: process.env['PATH'], ...kms } as NodeJS.ProcessEnv, encoding: 'utf8' },
    ).trim();

  beforeAll(async () => {
    moto = await startMoto();
    kms = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${moto.port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
    };
  });
  afterAll(() => moto.close());

  test('agree about an artifact, its commit and its key', () => {
    const env = { ...kms, DYNCONF_SIGNING_KEY: newKey() };
    const folder = aFolder();
    writeManifest(folder);
    expect(sh('sign-artifact.sh', folder, env)).toMatchObject({ status: 0, stderr: '' });
    expect(sh('verify-artifact.sh', folder, env)).toMatchObject({ status: 0, stderr: '' });
    // Signed, but for another commit: an old artifact is not put in the place of a new one.
    expect(sh('verify-artifact.sh', folder, { ...env, DYNCONF_COMMIT: OTHER_COMMIT })).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('is not signed by') as string,
    });
    expect(sh('verify-artifact.sh', folder, { ...env, DYNCONF_SIGNING_KEY: newKey() }).status).toBe(3);
  });

  test('notice a manifest that was written anew after it was signed', () => {
    const env = { ...kms, DYNCONF_SIGNING_KEY: newKey() };
    const folder = aFolder();
    writeManifest(folder);
    expect(sh('sign-artifact.sh', folder, env).status).toBe(0);
    folder.write(`${STACK}/assets/document.json`, '{"flags":{"evil":{}}}');
    writeManifest(folder);
    expect(sh('verify-artifact.sh', folder, env)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('is not signed by') as string,
    });
    folder.write('dynconf.manifest.sig', 'bm90IGEgc2lnbmF0dXJl\n');
    expect(sh('verify-artifact.sh', folder, env).status).toBe(3);
    folder.write('dynconf.manifest.sig', '*** no base64 ***\n');
    expect(sh('verify-artifact.sh', folder, env)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('is not base64') as string,
    });
  });

  test('are as far as a key that is gone', () => {
    const folder = aFolder();
    writeManifest(folder);
    const env = { ...kms, DYNCONF_SIGNING_KEY: 'alias/nobody' };
    expect(sh('sign-artifact.sh', folder, env)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('KMS did not sign') as string,
    });
  });
});

/** Loudly skipped where there is no KMS to ask, or nothing to ask it with. */
function describeWithKms(name: string, tests: () => void): void {
  const missing = missingMoto() ?? (hasAws() ? undefined : 'the AWS CLI is missing');
  if (missing === undefined) return describe(name, tests);
  process.stderr.write(`\nSKIPPED, and no signature is proven on this machine: ${missing}\n`);
  describe.skip(name, tests);
}

function hasAws(): boolean {
  return spawnSync('aws', ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}
