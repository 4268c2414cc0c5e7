import { execFile, execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Action, Stage } from '../../delivery/delivery-plan';
import { terraformEnvironment } from '../../release/terraform/terraform-environment';
import { type Repository, repositoryIn } from './a-repository';
import { writeFakeAwsCli } from './fake-aws-cli';
import { renderedPipeline, type RenderedAction, type RenderedPipeline } from './rendered-pipeline';
import type { Outcome } from './run-plan';
import { syncFolder } from './sync-folder';

const PROJECT = resolve(__dirname, '../..');
const ACTION_MINUTES = 10;
const KEY = 'arn:aws:kms:us-east-1:999999999999:key/00000000-0000-0000-0000-000000000000';
/** Of a project's phases, in the order in which CodeBuild runs them. */
const PHASES = ['install', 'pre_build', 'build'];
/** The program is on PATH already; the download is that of a version with a digest. */
const INSTALLS_TERRAFORM = /^(curl .*|unzip .*|echo ".*  )\/tmp\/terraform\.zip/;
const INSTALLS_PACKAGES = /^npm ci\b/;

export interface CodeBuildOptions {
  /** All of AWS. */
  readonly endpoint: string;
  readonly account: string;
  readonly region: string;
  readonly env: Readonly<Record<string, string>>;
  /** What takes the place of flags/, opconfig/ and environments/ of the project. */
  readonly definitions: Readonly<Record<string, string>>;
  /** Commands that are not run, by what they are. */
  readonly leftOut: (command: string) => boolean;
}

/** CodeBuild on this machine: folders that hold an artifact and nothing else, a shell, and the rendered buildspecs. */
export interface CodeBuild {
  /** A clean clone of the project; the newest commit is the one that is released. */
  readonly clone: Repository;
  /** What the clone's own dynconf prints. */
  dynconf(...args: readonly string[]): string;
  run(action: Action, stage: Stage): Promise<Outcome>;
  /** Somebody changes a file of the stored artifact, until the next build. */
  changeArtifact(file: string): void;
  close(): void;
}

export async function startCodeBuild(options: CodeBuildOptions): Promise<CodeBuild> {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-codebuild-'));
  const at = (name: string): string => join(folder, name);
  for (const name of ['bin', 'artifact']) mkdirSync(at(name));
  writeFakeAwsCli(at('bin'));
  const clone = await cleanClone(at('clone'), options.definitions);
  const dynconf = (...args: readonly string[]): string => node(clone.folder, ['scripts/dynconf.js', ...args]);
  const pipeline = definedPipeline(clone.folder, at('pipeline'));
  const machine = new Machine(folder, clone, options);
  return {
    clone,
    dynconf,
    run: async (action, stage) => {
      const rendered = pipeline.action(stage.name, action.name);
      if (rendered === undefined) throw new Error(`${action.name} is not run in CodeBuild`);
      if (action.kind === 'build') return machine.build(rendered);
      if (action.kind === 'sign') return machine.sign(rendered);
      return machine.act(rendered);
    },
    changeArtifact: (file) => appendFileSync(at(`artifact/${file}`), '\n'),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function cleanClone(folder: string, definitions: CodeBuildOptions['definitions']): Promise<Repository> {
  execFileSync('git', ['clone', '--quiet', PROJECT, folder], { stdio: 'pipe' });
  linkPackages(folder, join(folder, 'node_modules'));
  const clone = repositoryIn(folder);
  for (const part of ['flags', 'opconfig', 'environments']) clone.remove(part);
  clone.write(definitions);
  clone.commit();
  return clone;
}

/** The stack as the platform pipeline has applied it: a commit that is released does not change it. */
function definedPipeline(clone: string, cdktfOut: string): RenderedPipeline {
  node(clone, ['scripts/app.js'], { CDKTF_OUTDIR: cdktfOut, DYNCONF_ENVIRONMENTS: 'tools' });
  return renderedPipeline(cdktfOut, { 'aws_kms_key.': KEY });
}

/** Folders and a shell. */
class Machine {
  readonly #free: string[] = [];
  #lanes = 0;
  #started = '';

  constructor(
    private readonly folder: string,
    private readonly clone: Repository,
    private readonly options: CodeBuildOptions,
  ) {}

  /** In the clone, where packages are; what is left is the artifact. */
  async build(action: RenderedAction): Promise<Outcome> {
    this.#started = new Date().toISOString();
    const outcome = await this.#shell(this.clone.folder, action, ['build']);
    const excluded = (action.buildspec.artifacts?.['exclude-paths'] ?? []).map(
      (path) => path.split('/')[0] ?? '',
    );
    if (outcome.exitCode === 0) syncFolder(this.clone.folder, this.#at('artifact'), excluded);
    return outcome;
  }

  /** In the artifact: what it adds is stored, too. */
  sign(action: RenderedAction): Promise<Outcome> {
    return this.#shell(this.#at('artifact'), action, ['build']);
  }

  /** In a folder with the artifact and nothing else. What was bundled from the same files before is kept beside it, for speed. */
  async act(action: RenderedAction): Promise<Outcome> {
    const lane = this.#free.pop() ?? this.#at(`lane-${++this.#lanes}`);
    const packages = `${lane}.packages`;
    if (existsSync(join(lane, 'node_modules'))) renameSync(join(lane, 'node_modules'), packages);
    syncFolder(this.#at('artifact'), lane);
    if (!existsSync(packages)) linkPackages(lane, packages);
    const outcome = await this.#shell(lane, action, PHASES);
    this.#free.push(lane);
    return outcome;
  }

  /** All commands in one shell, as CodeBuild runs them. */
  #shell(cwd: string, { buildspec, variables }: RenderedAction, phases: readonly string[]): Promise<Outcome> {
    const commands = phases.flatMap((phase) => buildspec.phases[phase]?.commands ?? []);
    const script = commands.map((command) => this.#runnable(cwd, command)).join('\n');
    rmSync(`${cwd}.aws`, { force: true });
    mkdirSync(`${cwd}.home`, { recursive: true });
    const { env, endpoint, region } = this.options;
    return run(`set -e\n${script}`, cwd, {
      ...withoutAws(),
      ...(phases.includes('pre_build') && { ...terraformVariables(), AWS_ENDPOINT_URL: endpoint }),
      ...(phases.includes('pre_build') && env),
      PATH: `${this.#at('bin')}:${process.env['PATH'] ?? ''}`,
      HOME: `${cwd}.home`,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_CONFIG_FILE: `${cwd}.aws`,
      FAKE_ACCOUNT: this.options.account,
      CODEBUILD_BUILD_NUMBER: '1',
      ...buildspec.env?.variables,
      ...this.#resolved(variables),
    });
  }

  #runnable(cwd: string, command: string): string {
    if (INSTALLS_TERRAFORM.test(command) || this.options.leftOut(command)) return ':';
    return INSTALLS_PACKAGES.test(command) ? `mv ${cwd}.packages node_modules` : command;
  }

  /** `#{Source.CommitId}`, as CodePipeline puts values in. */
  #resolved(variables: Readonly<Record<string, string>>): Record<string, string> {
    const values: Record<string, string> = {
      'Source.CommitId': this.clone.git('rev-parse', 'HEAD'),
      'Build.STARTED': this.#started,
    };
    const fill = (text: string): string =>
      text.replace(/#\{([\w.]+)\}/g, (whole, name: string) => values[name] ?? whole);
    return Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, fill(text)]));
  }

  #at(name: string): string {
    return join(this.folder, name);
  }
}

/** The packages of this checkout, which are those of the same lock file; what is made of them lies in a folder of its own. */
function linkPackages(folder: string, packages: string): void {
  const lockFile = 'package-lock.json';
  if (readFileSync(join(folder, lockFile), 'utf8') !== readFileSync(join(PROJECT, lockFile), 'utf8')) {
    throw new Error('the packages that are installed here are not those of the commit: run npm ci');
  }
  mkdirSync(packages);
  for (const name of readdirSync(join(PROJECT, 'node_modules'))) {
    if (!['.cache', '.bin'].includes(name))
      symlinkSync(join(PROJECT, 'node_modules', name), join(packages, name));
  }
  // Relative links: `dynconf` is the one of this folder.
  mkdirSync(join(packages, '.bin'));
  for (const name of readdirSync(join(PROJECT, 'node_modules/.bin'))) {
    symlinkSync(readlinkSync(join(PROJECT, 'node_modules/.bin', name)), join(packages, '.bin', name));
  }
}

/** Where Terraform finds its provider on this machine. */
function terraformVariables(): Record<string, string | undefined> {
  const { env } = terraformEnvironment();
  return { TF_CLI_CONFIG_FILE: env['TF_CLI_CONFIG_FILE'], TF_PLUGIN_MIRROR: env['TF_PLUGIN_MIRROR'] };
}

/** Nothing of the machine's own AWS settings is used, and none of npm's that this test was started with. */
function withoutAws(): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|DYNCONF_|TF_|npm_)/.test(name));
  return {
    ...Object.fromEntries(own),
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

function node(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const options = { cwd, encoding: 'utf8' as const, env: { ...withoutAws(), ...env } as NodeJS.ProcessEnv };
  return execFileSync(process.execPath, [...args], { ...options, stdio: 'pipe' });
}

function run(
  script: string,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Outcome> {
  const options = {
    cwd,
    env: env as NodeJS.ProcessEnv,
    timeout: ACTION_MINUTES * 60_000,
    maxBuffer: 1 << 26,
  };
  return new Promise((done) => {
    execFile('sh', ['-c', script], options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      done({ exitCode, output: `${stdout}${stderr}` });
    });
  });
}
