import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Action, Stage } from '../../delivery/pipeline/delivery-plan';
import { terraformEnvironment } from '../../release/terraform/terraform-environment';
import { type Repository, repositoryIn } from './a-repository';
import { linesOf, npmSettings, runScript, valuesIn, withoutAws } from './build-shell';
import { writeFakeAwsCli } from './fake-aws-cli';
import { linkPackages } from './link-packages';
import { renderedPipeline, type RenderedAction, type RenderedPipeline } from './rendered-pipeline';
import type { Outcome } from './run-plan';
import { syncFolder } from './sync-folder';

const PROJECT = resolve(__dirname, '../..');
/** Of an action whose minutes are few, for here they are those of a fast clock. */
const ACTION_MINUTES = 10;
const KEY = 'arn:aws:kms:us-east-1:999999999999:key/00000000-0000-0000-0000-000000000000';
/** Of a project's phases, in the order in which CodeBuild runs them. */
const PHASES = ['install', 'pre_build', 'build'];
/** The program is on PATH already; the download is that of a version with a digest. */
const INSTALLS_TERRAFORM = /^(curl .*|unzip .*|echo ".*  )\/tmp\/terraform\.zip/;
/** README, "Make it your own": what a team replaces, and what it deletes. */
const EXAMPLE = ['flags', 'opconfig', 'environments', 'performance-baselines.json', '__tests__/example'];
const INSTALLS_PACKAGES = /^npm ci\b/;

export interface CodeBuildOptions {
  /** All of AWS. */
  readonly endpoint: string;
  readonly account: string;
  readonly region: string;
  readonly env: Readonly<Record<string, string>>;
  /** What takes the place of flags/, opconfig/ and environments/ of the project; the tests that know those go with them. */
  readonly definitions: Readonly<Record<string, string>>;
  /** Commands of buildspecs that are not run. */
  readonly leftOut: (command: string) => boolean;
}

/** CodeBuild on this machine: folders that hold an artifact and nothing else, a shell, and the rendered buildspecs. */
export interface CodeBuild {
  /** A clean clone of the project; the newest commit is the one that is released. */
  readonly clone: Repository;
  /** What the clone's own dynconf prints. */
  dynconf(...args: readonly string[]): string;
  run(action: Action, stage: Stage): Promise<Outcome>;
  /** What the action's buildspec says, in order, without the download of Terraform, which is here already. */
  commandsOf(action: Action, stage: Stage): string[];
  /** Somebody changes a file of the stored artifact, until the next build. */
  changeArtifact(file: string): void;
  close(): void;
}

export async function startCodeBuild(options: CodeBuildOptions): Promise<CodeBuild> {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-codebuild-'));
  try {
    return await codeBuildIn(folder, options);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function codeBuildIn(folder: string, options: CodeBuildOptions): Promise<CodeBuild> {
  const at = (name: string): string => join(folder, name);
  for (const name of ['bin', 'artifact']) mkdirSync(at(name));
  writeFakeAwsCli(at('bin'));
  const clone = await cleanClone(at('clone'), options.definitions);
  const dynconf = (...args: readonly string[]): string => node(clone.folder, ['scripts/dynconf.js', ...args]);
  const pipeline = definedPipeline(clone.folder, at('pipeline'));
  const machine = new Machine(folder, clone, options);
  const rendered = (action: Action, stage: Stage): RenderedAction => {
    const found = pipeline.action(stage.name, action.name);
    if (found === undefined) throw new Error(`${action.name} is not run in CodeBuild`);
    return found;
  };
  return {
    clone,
    dynconf,
    run: async (action, stage) => {
      if (action.kind === 'build') return machine.build(rendered(action, stage), action.timeoutMinutes);
      if (action.kind === 'sign') return machine.sign(rendered(action, stage));
      return machine.act(rendered(action, stage));
    },
    commandsOf: (action, stage) =>
      commandsIn(rendered(action, stage)).filter((command) => !INSTALLS_TERRAFORM.test(command)),
    changeArtifact: (file) => appendFileSync(at(`artifact/${file}`), '\n'),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function cleanClone(folder: string, definitions: CodeBuildOptions['definitions']): Promise<Repository> {
  execFileSync('git', ['clone', '--quiet', PROJECT, folder], { stdio: 'pipe' });
  linkPackages(folder);
  const clone = repositoryIn(folder);
  for (const part of EXAMPLE) clone.remove(part);
  clone.write(definitions);
  clone.commit();
  return clone;
}

/** The stack as the platform pipeline has applied it: a commit that is released does not change it. */
function definedPipeline(clone: string, cdktfOut: string): RenderedPipeline {
  node(clone, ['scripts/app.js'], { CDKTF_OUTDIR: cdktfOut, DYNCONF_ENVIRONMENTS: 'tools' });
  return renderedPipeline(cdktfOut, { 'aws_kms_key.': KEY });
}

function commandsIn({ buildspec }: RenderedAction): string[] {
  return PHASES.flatMap((phase) => buildspec.phases[phase]?.commands ?? []);
}

/** Of a shell, beside what all have. */
interface Surroundings {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Packages that `npm ci` gives out. @default - it installs them */
  readonly linked?: string;
  readonly minutes?: number;
}

interface Placed {
  readonly cwd: string;
  readonly index: number;
  readonly linked: string | undefined;
}

/** Folders and a shell. */
class Machine {
  readonly #free: string[] = [];
  #lanes = 0;
  /** Of the run that the last build has begun. */
  #values: Record<string, string> = {};

  constructor(
    private readonly folder: string,
    private readonly clone: Repository,
    private readonly options: CodeBuildOptions,
  ) {}

  /** In the files of the clone, for CodePipeline hands on no history; what is left is the artifact. */
  async build(action: RenderedAction, minutes: number): Promise<Outcome> {
    const { folder } = this.clone;
    this.#values = { 'Source.CommitId': this.clone.git('rev-parse', 'HEAD') };
    const [git, history] = [join(folder, '.git'), this.#at('history')];
    renameSync(git, history);
    const outcome = await this.#shell(folder, action, { env: npmSettings(), minutes });
    renameSync(history, git);
    for (const [name, value] of Object.entries(valuesIn(`${folder}.exported`))) {
      this.#values[`Build.${name}`] = value;
    }
    const excluded = (action.buildspec.artifacts?.['exclude-paths'] ?? []).map(
      (path) => path.split('/')[0] ?? '',
    );
    if (outcome.exitCode === 0) syncFolder(folder, this.#at('artifact'), excluded);
    return outcome;
  }

  /** In the artifact: what it adds is stored, too. */
  sign(action: RenderedAction): Promise<Outcome> {
    return this.#shell(this.#at('artifact'), action);
  }

  /** In a folder with the artifact and nothing else. What was bundled from the same files before is kept beside it, for speed. */
  async act(action: RenderedAction): Promise<Outcome> {
    const lane = this.#free.pop() ?? this.#at(`lane-${++this.#lanes}`);
    const packages = `${lane}.packages`;
    if (existsSync(join(lane, 'node_modules'))) renameSync(join(lane, 'node_modules'), packages);
    syncFolder(this.#at('artifact'), lane);
    if (!existsSync(packages)) linkPackages(lane, packages);
    const { env, endpoint } = this.options;
    const outcome = await this.#shell(lane, action, {
      env: { ...env, ...terraformVariables(), AWS_ENDPOINT_URL: endpoint },
      linked: packages,
    });
    this.#free.push(lane);
    return outcome;
  }

  /** All commands in one shell, as CodeBuild runs them; each that ends well is written down. */
  async #shell(cwd: string, action: RenderedAction, given: Surroundings = {}): Promise<Outcome> {
    const { env = {}, linked, minutes = ACTION_MINUTES } = given;
    const { buildspec, variables } = action;
    const commands = commandsIn(action);
    for (const kind of ['aws', 'ran', 'exported']) rmSync(`${cwd}.${kind}`, { force: true });
    mkdirSync(`${cwd}.home`, { recursive: true });
    const { region, account } = this.options;
    const lines = commands.map((command, index) => this.#line(command, { cwd, index, linked }));
    const exported = (buildspec.env?.['exported-variables'] ?? []).map(
      (name) => `echo "${name}=$${name}" >> ${cwd}.exported`,
    );
    const outcome = await runScript(['set -e', ...lines, ...exported].join('\n'), {
      cwd,
      minutes,
      env: {
        ...withoutAws(),
        ...env,
        PATH: `${this.#at('bin')}:${process.env['PATH'] ?? ''}`,
        HOME: `${cwd}.home`,
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_CONFIG_FILE: `${cwd}.aws`,
        FAKE_ACCOUNT: account,
        CODEBUILD_BUILD_NUMBER: '1',
        ...buildspec.env?.variables,
        ...this.#resolved(variables),
      },
    });
    const ran = linesOf(`${cwd}.ran`).map((index) => commands[Number(index)] ?? '');
    return { ...outcome, ran };
  }

  #line(command: string, { cwd, index, linked }: Placed): string {
    if (INSTALLS_TERRAFORM.test(command) || this.options.leftOut(command)) return ':';
    const isLinked = linked !== undefined && INSTALLS_PACKAGES.test(command);
    return `${isLinked ? `mv ${linked} node_modules` : command}\necho ${index} >> ${cwd}.ran`;
  }

  /** `#{Source.CommitId}`, as CodePipeline puts values in. */
  #resolved(variables: Readonly<Record<string, string>>): Record<string, string> {
    const fill = (text: string): string =>
      text.replace(/#\{([\w.]+)\}/g, (whole, name: string) => this.#values[name] ?? whole);
    return Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, fill(text)]));
  }

  #at(name: string): string {
    return join(this.folder, name);
  }
}

/** Where Terraform finds its provider on this machine. */
function terraformVariables(): Record<string, string | undefined> {
  const { env } = terraformEnvironment();
  return { TF_CLI_CONFIG_FILE: env['TF_CLI_CONFIG_FILE'], TF_PLUGIN_MIRROR: env['TF_PLUGIN_MIRROR'] };
}

function node(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const options = { cwd, encoding: 'utf8' as const, env: { ...withoutAws(), ...env } as NodeJS.ProcessEnv };
  return execFileSync(process.execPath, [...args], { ...options, stdio: 'pipe' });
}
