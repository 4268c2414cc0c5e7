import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { loadProject } from '../compiler/load-project';
import { CODEBUILD_NODE } from '../constructs/pipeline/codebuild';
import { parseWorkflow } from './builders/github-parser';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
type Permissions = Readonly<Record<string, string>>;
interface Job {
  readonly permissions?: Permissions;
  readonly environment?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Permissions;
  readonly jobs: Readonly<Record<string, Job>>;
}

const PROJECT = resolve(__dirname, '..');
const FOLDER = join(PROJECT, '.github/workflows');
const files = readdirSync(FOLDER).sort();
const texts = Object.fromEntries(files.map((file) => [file, readFileSync(join(FOLDER, file), 'utf8')]));
const workflows = files.map((file) => ({ file, workflow: parse(texts[file] ?? '') as Workflow }));
const jobs = workflows.flatMap(({ file, workflow }) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ name: `${file} ${name}`, workflow, job })),
);
const steps = jobs.flatMap(({ name, job }) => job.steps.map((step) => ({ name, step })));

/** What a job may do: its own permissions replace those of the workflow (GitHub docs, "permissions"). */
const PERMISSIONS: Readonly<Record<string, Permissions>> = {
  'pull-request.yml review': { contents: 'read' },
  'pull-request.yml check': { contents: 'read' },
  'pull-request-plan.yml plan': { contents: 'read', 'id-token': 'write' },
  'review-page.yml page': { actions: 'read', contents: 'read', 'pull-requests': 'write' },
};
/** Actions that are trusted, and the releases that these commits are. */
const ACTIONS: Readonly<Record<string, string>> = {
  'actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd': 'v6.0.2',
  'actions/setup-node@2028fbc5c25fe9cf00d9f06a71cc4710d4507903': 'v6.0.0',
  'actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f': 'v6.0.0',
};

test('workflows are what GitHub takes, by its own schema and grammar of expressions', async () => {
  const parsed = await Promise.all(files.map((file) => parseWorkflow(file, texts[file] ?? '')));
  expect(parsed.flatMap(({ problems }) => problems)).toEqual([]);
  expect(parsed.flatMap((each) => each.jobs.map(({ id }) => id)).sort()).toEqual(
    jobs.map(({ name }) => name.split(' ')[1]).sort(),
  );
});

const PAGE = texts['review-page.yml'] ?? '';
test.each<readonly [string, readonly [right: string, wrong: string], string]>([
  ['a key that there is not', ['    timeout-minutes: 10', '    timeout: 10'], "Unexpected value 'timeout'"],
  ['a permission that there is not', ['actions: read', 'action: read'], "Unexpected value 'action'"],
  ['an event that there is not', ['  workflow_run:', '  workflow_runs:'], "Unexpected value 'workflow_runs'"],
  [
    'a context that there is not',
    ['${{ github.token }}', '${{ gitub.token }}'],
    "Unrecognized named-value: 'gitub'",
  ],
  [
    'a context that is not known yet',
    ["github.event.workflow_run.event == 'pull_request'", "steps.fetch.outputs.numbers != ''"],
    "Unrecognized named-value: 'steps'",
  ],
  ['a condition that is none', ["numbers != ''", "numbers = ''"], "Unexpected symbol: '='"],
  ['lines that are no YAML', ['    steps:\n', '   steps:\n'], 'review-page.yml'],
])('workflows with %s would not be taken', async (_, [right, wrong], problem) => {
  expect(PAGE).toContain(right);
  const { problems } = await parseWorkflow('review-page.yml', PAGE.replace(right, wrong));
  expect(problems.join('\n')).toContain(problem);
});

test('workflows give each job exactly the permissions that are listed', () => {
  const given = jobs.map(({ name, workflow, job }) => [name, job.permissions ?? workflow.permissions]);
  expect(Object.fromEntries(given)).toEqual(PERMISSIONS);
  // A job without its own has those of the workflow, and a workflow without any has the repository's default.
  expect(workflows.filter(({ workflow }) => workflow.permissions === undefined)).toEqual([]);
});

test('workflows run for pull requests, and for what those have found, and never as their target', () => {
  const triggers = Object.fromEntries(
    workflows.map(({ file, workflow }) => [file, Object.keys(workflow.on)]),
  );
  expect(triggers).toEqual({
    'pull-request-plan.yml': ['pull_request'],
    'pull-request.yml': ['pull_request'],
    'review-page.yml': ['workflow_run'],
  });
});

test('workflows pin every action to the whole id of a commit, and say which release it is', () => {
  const used = steps.flatMap(({ step }) => step.uses ?? []);
  expect(used.length).toBeGreaterThan(0);
  expect([...new Set(used)].filter((action) => !(action in ACTIONS))).toEqual([]);
  for (const [action, version] of Object.entries(ACTIONS)) {
    expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    const lines = Object.values(texts).flatMap((text) =>
      text.split('\n').filter((line) => line.includes(action)),
    );
    expect(lines.filter((line) => !line.endsWith(`# ${version}`))).toEqual([]);
  }
});

test('workflows never write an expression into a script', () => {
  const scripts = steps.flatMap(({ name, step }) => (step.run?.includes('${{') ? [name] : []));
  expect(scripts).toEqual([]);
});

test('workflows use no secrets but the job’s own token, which is handed to single steps of the page', () => {
  for (const text of Object.values(texts)) expect(text).not.toMatch(/secrets\s*[.[]|secrets:\s*inherit/);
  const withToken = steps.filter(({ step }) => JSON.stringify(step).includes('github.token'));
  expect(new Set(withToken.map(({ name }) => name))).toEqual(new Set(['review-page.yml page']));
  expect(withToken.filter(({ step }) => !step.run?.startsWith('node scripts/pull-request/'))).toEqual([]);
  expect(
    jobs.filter(({ job, workflow }) =>
      /token/i.test(JSON.stringify([job.env, (workflow as { env?: unknown }).env])),
    ),
  ).toEqual([]);
});

test('workflows leave no credentials in a checkout, and check out nothing by name', () => {
  const checkouts = steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'));
  expect(checkouts).toHaveLength(jobs.length);
  for (const { step } of checkouts) {
    expect(step.with?.['persist-credentials']).toBe(false);
    expect(step.with).not.toHaveProperty('ref');
    expect(step.with).not.toHaveProperty('repository');
  }
});

test('workflows of a pull request keep no cache that a later run would trust', () => {
  const caches = steps.filter(
    ({ step }) => step.uses?.startsWith('actions/cache') || step.with?.['cache'] !== undefined,
  );
  expect(caches).toEqual([]);
});

test('workflows deploy, sign and write artifacts of releases nowhere', () => {
  const runs = steps.map(({ step }) => step.run ?? '').join('\n');
  expect(runs).not.toMatch(
    /dynconf (deploy|redeploy|rollback|artifact|bootstrap)|build:artifact|sign-artifact|apply/,
  );
  expect(runs).not.toMatch(/dynconf-(deploy|sign|build|platform)/);
});

test('workflows with an identity in AWS run for this repository, after an approval, once somebody has switched it on', () => {
  const withIdentity = jobs.filter(({ job }) => job.permissions?.['id-token'] !== undefined);
  expect(withIdentity.map(({ name }) => name)).toEqual(['pull-request-plan.yml plan']);
  const [plan] = withIdentity;
  expect(plan?.job.environment).toBe('plan');
  expect(plan?.job.if).toBe(
    "vars.DYNCONF_PLANS == 'on' && github.event.pull_request.head.repo.full_name == github.repository",
  );
  expect(plan?.workflow.permissions).toEqual({});
});

test('workflows that write run nothing that npm installs before it is needed, and no script of a package', () => {
  const page = jobs.find(({ name }) => name === 'review-page.yml page')?.job;
  const runs = page?.steps.flatMap(({ run }) => run ?? []) ?? [];
  expect(runs.filter((run) => run.startsWith('npm'))).toEqual(['npm ci --ignore-scripts']);
  expect(runs.join('\n')).not.toMatch(/unzip|git (fetch|checkout)|gh pr checkout/);
});

test('workflows run the Node of the pipeline’s builds, which is one that the project runs on', () => {
  const setUps = steps.filter(({ step }) => step.uses?.startsWith('actions/setup-node@'));
  expect(setUps).toHaveLength(jobs.length);
  expect(new Set(setUps.map(({ step }) => step.with?.['node-version']))).toEqual(
    new Set([CODEBUILD_NODE.nodejs]),
  );
  const { engines } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
    readonly engines: { readonly node: string };
  };
  const [, least] = /^>=(\d+)\./.exec(engines.node) ?? [];
  expect(CODEBUILD_NODE.nodejs).toBeGreaterThanOrEqual(Number(least));
});

test('workflows end, whatever happens', () => {
  expect(jobs.filter(({ job }) => job['timeout-minutes'] === undefined)).toEqual([]);
});

test('workflows of the page listen to workflows that there are', () => {
  const page = workflows.find(({ file }) => file === 'review-page.yml')?.workflow;
  const { workflows: names } = page?.on['workflow_run'] as { workflows: readonly string[] };
  const known = workflows.map(({ workflow }) => workflow.name);
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
  const fetched = readFileSync(join(PROJECT, 'scripts/pull-request/fetch-review.js'), 'utf8');
  for (const name of names) expect(fetched).toContain(`'.github/workflows/${name}.yml'`);
});

test('install-terraform.sh installs the Terraform of the pipeline’s builds', () => {
  const script = readFileSync(join(PROJECT, 'scripts/pull-request/install-terraform.sh'), 'utf8');
  const builds = readFileSync(join(PROJECT, 'constructs/pipeline/buildspecs.ts'), 'utf8');
  const [, version] = /version: '([\d.]+)'/.exec(builds) ?? [];
  const [, sha256] = /sha256: '([0-9a-f]{64})'/.exec(builds) ?? [];
  expect(script).toContain(`\nVERSION=${version}\n`);
  expect(script).toContain(`\nSHA256=${sha256}\n`);
});

/** Where nobody says which branch is released. */
const TRUNK = 'main';

test('workflows look at pull requests into the trunk of tools.yaml', () => {
  const branches = workflows.flatMap(({ workflow }) => {
    const pullRequest = workflow.on['pull_request'] as { readonly branches: readonly string[] } | undefined;
    return pullRequest ? [pullRequest.branches] : [];
  });
  const trunk = loadProject(PROJECT).project?.tools?.source.trunk ?? TRUNK;
  expect(branches).toEqual([[trunk], [trunk]]);
  // A default branch may be another one.
  expect(jobs.flatMap(({ job }) => job.env?.['TRUNK'] ?? [])).toEqual([trunk]);
});

test('workflows plan in the environment that tools.yaml names, where it lets GitHub plan', () => {
  const environments = jobs.flatMap(({ job }) => job.environment ?? []);
  expect(environments).toHaveLength(1);
  const fetches = readFileSync(join(PROJECT, 'scripts/pull-request/fetch-review.js'), 'utf8');
  expect(fetches).toContain(`const ENVIRONMENT = '${environments[0]}';`);
  const pullRequests = loadProject(PROJECT).project?.tools?.pullRequests;
  expect(pullRequests?.provider === 'github' ? pullRequests.environment : environments[0]).toBe(
    environments[0],
  );
});
