import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { type Repository, repositoryIn } from './a-repository';
import { type FakeGitHub, type Permissions, type PullRequest, startFakeGitHub } from './fake-github';
import { type Actions, type JobRun, runJob, runnerVariables } from './github-runner';
import { linkPackages } from './link-packages';
import type { ProjectFiles } from './write-project';

const PROJECT = resolve(__dirname, '../..');
const REPOSITORY = 'example/shop';
/** As the workflow of the page has it. */
const TRUNK = (
  parse(readFileSync(join(PROJECT, '.github/workflows/review-page.yml'), 'utf8')) as {
    readonly jobs: { readonly page: { readonly env: { readonly TRUNK: string } } };
  }
).jobs.page.env.TRUNK;

/** A pull request of GitHub, by what it changes. */
export interface Proposal {
  readonly number: number;
  readonly files: ProjectFiles;
  /** `owner/name` of the fork that it comes from. @default - the repository itself */
  readonly fork?: string;
}

/** The project in a repository of GitHub: pull requests, the jobs of its workflows, and the comments they make. */
export interface GitHubProject {
  readonly gitHub: FakeGitHub;
  propose(proposal: Proposal): PullRequest;
  /** A job of a workflow that pull requests start, with what it kept as artifacts. */
  runPullRequest(pull: PullRequest, job: PullRequestJob): Promise<Run>;
  /** review-page.yml, after a workflow of this pull request has ended. */
  runPage(pull: PullRequest): Promise<JobRun>;
  close(): Promise<void>;
}
export interface PullRequestJob {
  readonly workflow: 'pull-request' | 'pull-request-plan';
  readonly job: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Commands that something else stands for, besides those that fetch packages and programs. */
  readonly instead?: Readonly<Record<string, (workspace: string) => void>>;
}
export interface Run extends JobRun {
  readonly artifacts: Readonly<Record<string, string>>;
}

export async function startGitHubProject(definitions: ProjectFiles): Promise<GitHubProject> {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-github-'));
  const gitHub = await startFakeGitHub(REPOSITORY);
  const origin = cleanClone(join(folder, 'origin'), definitions);
  const runner = new Runner(folder, origin, gitHub);
  return {
    gitHub,
    propose: (proposal) => propose(origin, gitHub, proposal),
    runPullRequest: (pull, job) => runner.pullRequest(pull, job),
    runPage: (pull) => runner.page(pull),
    async close() {
      await gitHub.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The committed project, with other definitions than its own. */
function cleanClone(folder: string, definitions: ProjectFiles): Repository {
  execFileSync('git', ['clone', '--quiet', PROJECT, folder], { stdio: 'pipe' });
  const clone = repositoryIn(folder);
  clone.git('checkout', '--quiet', '-B', TRUNK);
  for (const part of ['flags', 'opconfig', 'environments']) clone.remove(part);
  clone.write({ '.github/CODEOWNERS': '* @example/team-payments\n', ...definitions });
  clone.commit();
  return clone;
}

/** The branch, and the merge that GitHub makes of it and the trunk. */
function propose(
  origin: Repository,
  gitHub: FakeGitHub,
  { number, files, fork = REPOSITORY }: Proposal,
): PullRequest {
  origin.git('checkout', '--quiet', '-B', `change-${number}`, TRUNK);
  origin.write(files);
  const sha = origin.commit();
  origin.git('checkout', '--quiet', '--detach', TRUNK);
  origin.git('merge', '--quiet', '--no-ff', '-m', `Merge ${sha}`, sha);
  origin.git('update-ref', `refs/pull/${number}/merge`, 'HEAD');
  origin.git('checkout', '--quiet', TRUNK);
  const earlier = gitHub.pulls.findIndex((each) => each.number === number);
  if (earlier !== -1) gitHub.pulls.splice(earlier, 1);
  const head = { sha, repo: { full_name: fork } };
  const pull = { number, state: 'open' as const, head, base: { ref: TRUNK } };
  gitHub.pulls.push(pull);
  return pull;
}

class Runner {
  #jobs = 0;

  constructor(
    private readonly folder: string,
    private readonly origin: Repository,
    private readonly gitHub: FakeGitHub,
  ) {}

  async pullRequest(
    pull: PullRequest,
    { workflow, job, variables = {}, env = {}, instead = {} }: PullRequestJob,
  ): Promise<Run> {
    const artifacts: Record<string, string> = {};
    const kept = mkdtempSync(join(this.folder, 'artifacts-'));
    const path = `.github/workflows/${workflow}.yml`;
    const run = await this.#run(path, job, {
      event: { pull_request: { number: pull.number, head: pull.head } },
      eventName: 'pull_request',
      variables,
      env,
      instead,
      actions: {
        checkout: ({ workspace, with: given }) =>
          this.#checkOut(workspace, `refs/pull/${pull.number}/merge`, Number(given['fetch-depth'] ?? 1)),
        'upload-artifact': ({ workspace, with: given }) => {
          const file = join(workspace, String(given['path']));
          if (!existsSync(file)) return;
          const target = join(kept, String(given['name']));
          mkdirSync(target);
          copyFileSync(file, join(target, basename(file)));
          artifacts[String(given['name'])] = target;
        },
      },
    });
    const repository = pull.head.repo.full_name;
    // A job with an environment has begun once somebody has approved it.
    const approved = environmentOf(join(this.origin.folder, path), job);
    if (run.conclusion !== 'skipped')
      this.gitHub.addRun({ path, commit: pull.head.sha, artifacts, repository, approved });
    return { ...run, artifacts };
  }

  page(pull: PullRequest): Promise<JobRun> {
    return this.#run('.github/workflows/review-page.yml', 'page', {
      event: {
        workflow_run: { event: 'pull_request', conclusion: 'success', head_sha: pull.head.sha },
        repository: { default_branch: TRUNK },
      },
      eventName: 'workflow_run',
      variables: {},
      env: {},
      instead: {},
      actions: { checkout: ({ workspace }) => this.#checkOut(workspace, TRUNK, 1) },
    });
  }

  #run(
    path: string,
    job: string,
    given: {
      readonly event: Parameters<typeof runJob>[1]['contexts'];
      readonly eventName: string;
      readonly variables: Readonly<Record<string, string>>;
      readonly env: Readonly<Record<string, string>>;
      readonly instead: NonNullable<PullRequestJob['instead']>;
      readonly actions: Actions;
    },
  ): Promise<JobRun> {
    const file = join(this.origin.folder, path);
    const token = this.gitHub.token(permissionsOf(file, job));
    const { event, eventName, variables, env, instead, actions } = given;
    return runJob(file, {
      workflow: basename(path),
      job,
      workspace: join(this.folder, `job-${++this.#jobs}`),
      contexts: {
        github: { event, event_name: eventName, repository: REPOSITORY, token },
        vars: variables,
      },
      env: runnerVariables({ GITHUB_API_URL: this.gitHub.url, GITHUB_REPOSITORY: REPOSITORY, ...env }),
      // The program is on PATH already.
      instead: { ...PACKAGES, 'sh scripts/pull-request/install-terraform.sh': () => undefined, ...instead },
      actions: { 'setup-node': () => undefined, ...actions },
    });
  }

  /** What actions/checkout fetches: one reference, as deep as it is told, without anybody's credentials. */
  #checkOut(workspace: string, reference: string, depth: number): void {
    const git = (...args: readonly string[]): void =>
      void execFileSync('git', ['-C', workspace, ...args], { stdio: 'pipe' });
    git('init', '--quiet');
    git('fetch', '--quiet', `--depth=${depth}`, `file://${this.origin.folder}`, reference);
    git('checkout', '--quiet', '--detach', 'FETCH_HEAD');
  }
}

/** The packages of the same lock file are linked instead of installed again. */
const PACKAGES = { 'npm ci': linkPackages, 'npm ci --ignore-scripts': linkPackages };

interface Workflow {
  readonly permissions?: Permissions;
  readonly jobs: Readonly<
    Record<string, { readonly permissions?: Permissions; readonly environment?: string }>
  >;
}

/** A job's own permissions replace those of the workflow. */
function permissionsOf(file: string, job: string): Permissions {
  const workflow = parse(readFileSync(file, 'utf8')) as Workflow;
  return workflow.jobs[job]?.permissions ?? workflow.permissions ?? {};
}

function environmentOf(file: string, job: string): readonly string[] {
  const environment = (parse(readFileSync(file, 'utf8')) as Workflow).jobs[job]?.environment;
  return environment === undefined ? [] : [environment];
}
