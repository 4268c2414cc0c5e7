import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createManifest, formatManifest } from '../../release/artifact/artifact-manifest';
import { terraformEnvironment } from '../../release/terraform/terraform-environment';
import { COMMIT_ID } from './artifact';
import { writeFakeAwsCli } from './fake-aws-cli';
import { type RenderedAction, renderedPipeline } from './rendered-pipeline';
import type { Outcome } from './run-plan';

const PROJECT = resolve(__dirname, '../..');
const KEY = 'arn:aws:kms:us-east-1:999999999999:key/00000000-0000-0000-0000-000000000000';
const PHASES = ['install', 'pre_build', 'build'];
/** The program is on PATH already; the download is that of a version with a digest. */
const INSTALLS_TERRAFORM = /^(curl .*|unzip .*|echo ".*  )\/tmp\/terraform\.zip/;

export interface PlatformBuildsOptions {
  /** All of AWS. */
  readonly endpoint: string;
  readonly cdktfOut: string;
  /** Of the tools. */
  readonly account: string;
}

export interface PlatformOutcome extends Outcome {
  /** What later actions can refer to. */
  readonly exported: Readonly<Record<string, string>>;
}

/** The plan and apply actions of the platform pipeline, run as CodeBuild runs them: a signed artifact, a shell, and the rendered buildspecs. */
export interface PlatformBuilds {
  /** Of the pipeline's stages: `Plan`, `plan-access-beta`; `values` are those of variables of actions before. */
  run(stage: string, action: string, values?: Readonly<Record<string, string>>): Promise<PlatformOutcome>;
  /** The build makes another artifact for the same commit. */
  rebuild(stack: string, change: (text: string) => string): { undo(): void };
  close(): void;
}

export function startPlatformBuilds(options: PlatformBuildsOptions): PlatformBuilds {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-platform-'));
  const at = (...names: string[]): string => join(folder, ...names);
  for (const name of ['bin', 'artifact']) mkdirSync(at(name));
  writeFakeAwsCli(at('bin'));
  // What reads it knows the stack of the delivery pipelines.
  cpSync(join(options.cdktfOut, 'stacks/platform-pipeline'), at('rendered/stacks/delivery-pipeline'), {
    recursive: true,
  });
  const references = { 'data.terraform_remote_state.': KEY };
  const pipeline = renderedPipeline(at('rendered'), references);
  const build = (): void => signArtifact(at('artifact'), at('bin'));
  cpSync(options.cdktfOut, at('artifact/cdktf.out'), { recursive: true });
  for (const file of ['.terraform.lock.hcl', 'package-lock.json'])
    cpSync(join(PROJECT, file), at('artifact', file));
  build();
  let runs = 0;
  return {
    run: (stage, name, values = {}) => {
      const action = pipeline.action(stage, name);
      if (action === undefined) throw new Error(`${name} is not run in CodeBuild`);
      const cwd = at(`build-${++runs}`);
      cpSync(at('artifact'), cwd, { recursive: true });
      return runBuild(action, { cwd, bin: at('bin'), values, options });
    },
    rebuild: (stack, change) => {
      const file = at('artifact/cdktf.out/stacks', stack, 'cdk.tf.json');
      const before = readFileSync(file, 'utf8');
      const write = (text: string): void => {
        writeFileSync(file, text);
        build();
      };
      write(change(before));
      return { undo: () => write(before) };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function signArtifact(root: string, bin: string): void {
  for (const name of ['dynconf.manifest.json', 'dynconf.manifest.sig'])
    rmSync(join(root, name), { force: true });
  const manifest = createManifest({ root, cdktfOut: join(root, 'cdktf.out') }, COMMIT_ID);
  writeFileSync(join(root, 'dynconf.manifest.json'), formatManifest(manifest));
  execFileSync('sh', [join(PROJECT, 'scripts/sign-artifact.sh')], {
    cwd: root,
    stdio: 'pipe',
    env: { PATH: pathWith(bin), DYNCONF_SIGNING_KEY: KEY, DYNCONF_COMMIT: COMMIT_ID },
  });
}

interface Build {
  readonly cwd: string;
  readonly bin: string;
  readonly values: Readonly<Record<string, string>>;
  readonly options: PlatformBuildsOptions;
}

/** All commands in one shell, as CodeBuild runs them; what is exported is what a child of it finds. */
async function runBuild({ buildspec, variables }: RenderedAction, build: Build): Promise<PlatformOutcome> {
  const { cwd, options } = build;
  const { 'exported-variables': names = [] } = (buildspec.env ?? {}) as { 'exported-variables'?: string[] };
  const commands = PHASES.flatMap((phase) => buildspec.phases[phase]?.commands ?? [])
    .map((command) => (INSTALLS_TERRAFORM.test(command) ? ':' : command))
    .concat(names.map((name) => `sh -c 'echo "exported ${name}=$${name}"'`));
  mkdirSync(`${cwd}.home`);
  // As the project itself, where no role is taken on: the key is the account.
  const own = `[default]\naws_access_key_id = ${options.account}\naws_secret_access_key = moto\n`;
  writeFileSync(`${cwd}.aws`, own);
  const outcome = await shell(`set -e\n${commands.join('\n')}`, cwd, {
    ...environmentOf(build),
    ...buildspec.env?.variables,
    ...resolved(variables, { 'Source.CommitId': COMMIT_ID, ...build.values }),
  });
  rmSync(cwd, { recursive: true, force: true });
  const exported = [...outcome.output.matchAll(/^exported (\w+)=(.+)$/gm)];
  return { ...outcome, exported: Object.fromEntries(exported.map(([, name, value]) => [name, value])) };
}

/** Nothing of the machine's own AWS settings. */
function environmentOf({ cwd, bin, options }: Build): Record<string, string | undefined> {
  return {
    PATH: pathWith(bin),
    HOME: `${cwd}.home`,
    TF_CLI_CONFIG_FILE: terraformEnvironment().env['TF_CLI_CONFIG_FILE'],
    AWS_ENDPOINT_URL: options.endpoint,
    AWS_CONFIG_FILE: `${cwd}.aws`,
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: 'us-east-1',
    CODEBUILD_BUILD_NUMBER: '1',
  };
}

/** `#{namespace.variable}`, as CodePipeline puts values in. */
function resolved(variables: RenderedAction['variables'], values: Build['values']): Record<string, string> {
  const fill = (text: string): string =>
    text.replace(/#\{([^}]+)\}/g, (whole, name: string) => values[name] ?? whole);
  return Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, fill(text)]));
}

function pathWith(bin: string): string {
  return `${bin}:${process.env['PATH'] ?? ''}`;
}

function shell(
  script: string,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Outcome> {
  const options = { cwd, env: env as NodeJS.ProcessEnv, timeout: 120_000, maxBuffer: 1 << 26 };
  return new Promise((done) => {
    execFile('sh', ['-c', script], options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      done({ exitCode, output: `${stdout}${stderr}` });
    });
  });
}
