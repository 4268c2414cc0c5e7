import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../cli/dynconf';
import { ReleaseError, type ReleaseErrorKind } from '../../../release/release-error';
import { releaseExit } from '../../../cli/releases/release-exit';
import { dynconf } from '../../builders/command-line';
import { type ProjectFiles, SMALL_PROJECT, writeProject } from '../../builders/write-project';

const WITHOUT_TERRAFORM = { PATH: '/nowhere' };

async function runWith(
  env: Record<string, string>,
  argv: readonly string[],
): Promise<{ exitCode: number; err: string }> {
  let err = '';
  const exitCode = await run(argv, {
    out: () => undefined,
    err: (text) => (err += text),
    env,
    color: false,
    width: 80,
    signal: new AbortController().signal,
  });
  return { exitCode, err };
}

/** Runs a rehearsal of these definitions on a Terraform that can say its version, and nothing else. */
async function rehearse(
  files: ProjectFiles,
  ...options: string[]
): Promise<{ exitCode: number; err: string }> {
  const root = writeProject({
    ...files,
    'bin/terraform': '#!/bin/sh\necho \'{ "terraform_version": "1.11.4" }\'\n',
  });
  chmodSync(join(root, 'bin', 'terraform'), 0o755);
  return runWith({ PATH: `${root}/bin:${process.env['PATH'] ?? ''}` }, [
    'rehearse',
    '--root',
    root,
    ...options,
  ]);
}

test.each([
  [['await', 'local-eu-west-1-flags']],
  [['verify', 'served', 'local-eu-west-1-flags']],
  [['redeploy', 'local-eu-west-1-flags', '--reason', 'a false alarm']],
  [['rehearse']],
])('dynconf %j says in one sentence that Terraform is needed, and exits 2', async (argv) => {
  const { exitCode, err } = await runWith(WITHOUT_TERRAFORM, argv);
  expect(exitCode).toBe(2);
  expect(err).toMatch(/^Terraform 1\.11 or newer is needed[^\n]*\n$/);
});

test('dynconf deploy needs no Terraform to say that there is no such stack, and exits 2', async () => {
  const { exitCode, err } = await runWith(WITHOUT_TERRAFORM, [
    'deploy',
    'no-such-stack',
    '--cdktf-out',
    '/nowhere',
  ]);
  expect({ exitCode, err }).toEqual({
    exitCode: 2,
    err: '/nowhere/stacks holds no stacks: run `npx cdktf synth` first\n',
  });
});

test('dynconf redeploy asks for a reason', async () => {
  const { exitCode, err } = await dynconf('redeploy', 'local-eu-west-1-flags');
  expect(exitCode).toBe(2);
  expect(err).toBe('say why the document is good after all: --reason "…"\n');
});

test('dynconf rehearse finds every mistake before it starts anything', async () => {
  const { exitCode, err } = await rehearse({ 'environments/local.yaml': 'regions: []\n' });
  expect({ exitCode, isStarted: err.includes('local AppConfig at') }).toEqual({
    exitCode: 1,
    isStarted: false,
  });
});

test('dynconf rehearse needs the environment local', async () => {
  const { exitCode, err } = await rehearse({
    'environments/beta.yaml': 'account: "111111111111"\nregions: [us-east-1]\n',
  });
  expect(exitCode).toBe(2);
  expect(err).toContain('the rehearsal needs environments/local.yaml, with `regions: [us-east-1]` at least');
});

test('dynconf rehearse starts nothing where there is nothing to release', async () => {
  const { exitCode, err } = await rehearse({ 'environments/local.yaml': 'regions: [us-east-1]\n' });
  expect({ exitCode, err }).toEqual({
    exitCode: 0,
    err: 'there are no flags and settings yet: write flags/<component>/<key>.yaml or opconfig/<component>.yaml\n',
  });
});

test('dynconf rehearse names what --fault may be, before it starts anything', async () => {
  const { exitCode, err } = await rehearse(SMALL_PROJECT, '--fault', 'chekout/faults@first:3m');
  expect({ exitCode, err }).toEqual({
    exitCode: 2,
    err: '--fault names the component chekout, allowed: checkout\n',
  });
});

test.each<[ReleaseErrorKind, number]>([
  ['usage', 2],
  ['prerequisite', 2],
  ['refused', 3],
  ['rolled-back', 4],
  ['not-served', 4],
  ['failed', 1],
  ['interrupted', 130],
])('releaseExit() of a release that ended with %s is %i', (kind, exitCode) => {
  expect(releaseExit(new ReleaseError(kind, 'why'))).toMatchObject({ exitCode, message: 'why' });
});

test.each<[number, string, { name?: string; code?: string; status?: number }]>([
  [1, 'AWS refused: AccessDeniedException: why', { name: 'AccessDeniedException', status: 403 }],
  [2, 'AppConfig does not answer: why', { code: 'EAI_AGAIN' }],
  [2, 'AppConfig does not answer: why', { code: 'CERT_HAS_EXPIRED' }],
  [2, 'AppConfig does not answer: why', { name: 'TimeoutError' }],
  [2, 'AWS credentials are missing or expired: why', { name: 'TokenProviderError' }],
  [2, 'AWS credentials are missing or expired: why', { name: 'ExpiredTokenException', status: 403 }],
])('releaseExit() is %i and says "%s" of %j', (exitCode, message, { status, ...properties }) => {
  // The SDK puts it on every error.
  const $metadata = { attempts: 3, ...(status !== undefined && { httpStatusCode: status }) };
  const error = Object.assign(new Error('why'), properties, { $metadata });
  expect(releaseExit(error)).toMatchObject({ exitCode, message });
});

test('releaseExit() leaves what is our bug as it is', () => {
  const bug = new TypeError('undefined is not a function');
  expect(releaseExit(bug)).toBe(bug);
});
