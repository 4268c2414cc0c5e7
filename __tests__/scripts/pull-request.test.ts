import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PAGE_MARK } from '../../delivery/review/review-page';

const SCRIPTS = resolve(__dirname, '../../scripts/pull-request');
const HEAD = 'a'.repeat(40);
const REPOSITORY = 'example/shop';

/** Answers by method and path; what it was asked is kept. */
interface Api {
  readonly url: string;
  readonly asked: { readonly line: string; readonly body: string; readonly authorization: string }[];
}
type Answers = Readonly<Record<string, unknown>>;

const servers: Server[] = [];
const folder = mkdtempSync(join(tmpdir(), 'dynconf-pull-request-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function anApi(answers: Answers): Promise<Api> {
  const asked: Api['asked'] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { pathname } = new URL(request.url ?? '', 'http://localhost');
      const line = `${request.method ?? ''} ${pathname}`;
      asked.push({ line, body, authorization: request.headers.authorization ?? '' });
      const answer = answers[line];
      response.statusCode = answer === undefined ? 404 : 200;
      response.end(Buffer.isBuffer(answer) ? answer : JSON.stringify(answer ?? {}));
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

function runScript(name: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  return new Promise<{ exitCode: number; out: string; err: string }>((done) => {
    const given = {
      PATH: process.env['PATH'],
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_TOKEN: 'job-token',
      ...env,
    };
    const child = execFile(
      process.execPath,
      [join(SCRIPTS, name), ...args],
      { env: given as NodeJS.ProcessEnv },
      (_, out, err) => done({ exitCode: child.exitCode ?? 1, out, err }),
    );
  });
}

/** A zip file with these members, made by Python, which takes any name. */
function zipOf(members: Readonly<Record<string, string>>): Buffer {
  const file = join(folder, `${Math.random()}.zip`);
  const script =
    'import json,sys,zipfile\nz=zipfile.ZipFile(sys.argv[1],"w",zipfile.ZIP_DEFLATED)\nfor name,text in json.load(sys.stdin).items(): z.writestr(name,text)\nz.close()';
  execFileSync('python3', ['-c', script, file], { input: JSON.stringify(members) });
  return readFileSync(file);
}

const OWN = { full_name: REPOSITORY };
const FORK = { full_name: 'mallory/shop' };
const PULLS = [
  { number: 7, head: { sha: HEAD, repo: OWN }, base: { ref: 'main' } },
  { number: 8, head: { sha: HEAD, repo: OWN }, base: { ref: 'release' } },
  { number: 9, head: { sha: 'b'.repeat(40), repo: OWN }, base: { ref: 'main' } },
];
const RUNS = {
  workflow_runs: [
    { id: 1, path: '.github/workflows/pull-request.yml' },
    { id: 3, path: '.github/workflows/pull-request.yml' },
    { id: 2, path: '.github/workflows/other.yml' },
  ],
};

function answersWith(zip: Buffer, size = zip.length): Answers {
  const artifact = { id: 30, name: 'review', expired: false, size_in_bytes: size };
  return {
    [`GET /repos/${REPOSITORY}/pulls`]: PULLS,
    [`GET /repos/${REPOSITORY}/actions/runs`]: RUNS,
    [`GET /repos/${REPOSITORY}/actions/runs/3/artifacts`]: { artifacts: [artifact] },
    [`GET /repos/${REPOSITORY}/actions/artifacts/30/zip`]: zip,
  };
}

async function fetched(answers: Answers, more: Readonly<Record<string, string>> = {}) {
  const api = await anApi(answers);
  const target = mkdtempSync(join(folder, 'found-'));
  const output = join(target, 'output');
  const env = { GITHUB_API_URL: api.url, HEAD_SHA: HEAD, TRUNK: 'main', GITHUB_OUTPUT: output, ...more };
  const result = await runScript('fetch-review.js', [join(target, 'in')], env);
  const numbers = existsSync(output) ? readFileSync(output, 'utf8') : '';
  return { ...result, api, numbers, target: join(target, 'in') };
}

test('fetch-review.js finds the pull requests of a commit by asking GitHub, and takes the newest review', async () => {
  const { numbers, target, exitCode, api } = await fetched(
    answersWith(zipOf({ 'review.json': '{}', other: 'x' })),
  );
  expect(exitCode).toBe(0);
  expect(numbers).toBe('numbers=7\n');
  expect(readFileSync(join(target, 'review.json'), 'utf8')).toBe('{}');
  expect(existsSync(join(target, 'other'))).toBe(false);
  expect(api.asked.every(({ line }) => line.startsWith('GET '))).toBe(true);
});

test('fetch-review.js says which pull request gets no page because of where it goes', async () => {
  const { out } = await fetched(answersWith(zipOf({ 'review.json': '{}' })));
  expect(out).toBe(
    '::warning::pull request 8 gets no page: it goes into release, and TRUNK of review-page.yml is main\n',
  );
});

const APPROVED = [{ state: 'approved', environments: [{ name: 'plan' }] }];

/** A review, and a plan of the runs 4 and 5; the one of 5 is newer. */
function answersWithPlan({ pull = OWN, run = OWN as unknown, approvals = APPROVED }): Answers {
  const plan = { id: 50, name: 'plan', expired: false, size_in_bytes: 1 };
  const path = '.github/workflows/pull-request-plan.yml';
  const runs = [
    { id: 4, path, head_repository: FORK },
    { id: 5, path, head_repository: run },
  ];
  return {
    ...answersWith(zipOf({ 'review.json': '{}' })),
    [`GET /repos/${REPOSITORY}/pulls`]: [
      { number: 7, head: { sha: HEAD, repo: pull }, base: { ref: 'main' } },
    ],
    [`GET /repos/${REPOSITORY}/actions/runs`]: { workflow_runs: [...RUNS.workflow_runs, ...runs] },
    [`GET /repos/${REPOSITORY}/actions/runs/4/artifacts`]: { artifacts: [plan] },
    [`GET /repos/${REPOSITORY}/actions/runs/5/artifacts`]: { artifacts: [plan] },
    [`GET /repos/${REPOSITORY}/actions/runs/4/approvals`]: APPROVED,
    [`GET /repos/${REPOSITORY}/actions/runs/5/approvals`]: approvals,
    [`GET /repos/${REPOSITORY}/actions/artifacts/50/zip`]: zipOf({ 'plan.json': '{"plans":[]}' }),
  };
}

test('fetch-review.js takes the plan of a run of this repository that somebody has approved, and says which run', async () => {
  const { numbers, target } = await fetched(answersWithPlan({}));
  expect(numbers).toBe('numbers=7\nplan-run=5\n');
  expect(readFileSync(join(target, 'plan.json'), 'utf8')).toBe('{"plans":[]}');
});

test.each([
  ['a run of a fork', { run: FORK }],
  ['a run whose repository is gone', { run: null }],
  ['a pull request from a fork', { pull: FORK }],
  ['a run that nobody has approved', { approvals: [] }],
  [
    'a run that somebody has rejected',
    { approvals: [{ state: 'rejected', environments: [{ name: 'plan' }] }] },
  ],
  [
    'a run that is approved for something else',
    { approvals: [{ state: 'approved', environments: [{ name: 'docs' }] }] },
  ],
])('fetch-review.js takes no plan of %s', async (_, planted) => {
  const { numbers, target } = await fetched(answersWithPlan(planted));
  expect(numbers).toBe('numbers=7\n');
  expect(existsSync(join(target, 'review.json'))).toBe(true);
  expect(existsSync(join(target, 'plan.json'))).toBe(false);
});

test('fetch-review.js writes no member outside of its folder, whatever an archive calls it', async () => {
  const zip = zipOf({
    '../../evil': 'x',
    '/tmp/dynconf-evil': 'x',
    '../review.json': 'no',
    'review.json': 'yes',
  });
  const { target } = await fetched(answersWith(zip));
  expect(readFileSync(join(target, 'review.json'), 'utf8')).toBe('yes');
  expect(existsSync(join(target, '..', 'review.json'))).toBe(false);
  expect(existsSync('/tmp/dynconf-evil')).toBe(false);
});

test('fetch-review.js makes no page without a review, or without a pull request', async () => {
  const none = await fetched(answersWith(zipOf({ 'page.md': '@everyone' })));
  expect(none).toMatchObject({ exitCode: 0, numbers: 'numbers=\n' });
  const closed = await fetched({ [`GET /repos/${REPOSITORY}/pulls`]: [] });
  expect(closed).toMatchObject({ exitCode: 0, numbers: 'numbers=\n' });
});

test('fetch-review.js refuses an archive that unpacks to more than any review', async () => {
  const bomb = zipOf({ 'review.json': ' '.repeat(30_000_000) });
  expect(bomb.length).toBeLessThan(100_000);
  const { exitCode, numbers, err, target } = await fetched(answersWith(bomb));
  expect({ exitCode, numbers }).toEqual({ exitCode: 1, numbers: '' });
  expect(err).toContain('review.json cannot be read from its archive');
  expect(existsSync(join(target, 'review.json'))).toBe(false);
  const large = await fetched(answersWith(Buffer.from(''), 21_000_000));
  expect(large.err).toContain('larger than any of ours');
});

test('fetch-review.js wants the id of a commit', async () => {
  const { exitCode, err } = await fetched({}, { HEAD_SHA: 'main; rm -rf' });
  expect(exitCode).toBe(1);
  expect(err).toBe('HEAD_SHA, TRUNK and a folder are needed\n');
});

const PULL = `GET /repos/${REPOSITORY}/pulls/7`;
const COMMENTS = `GET /repos/${REPOSITORY}/issues/7/comments`;
const own = { id: 5, user: { login: 'github-actions[bot]' }, body: `${PAGE_MARK}\nold` };
const forged = { id: 4, user: { login: 'mallory' }, body: `${PAGE_MARK}\nforged` };

async function posted(answers: Answers, page = `${PAGE_MARK}\nnew`) {
  const api = await anApi({
    [PULL]: { state: 'open', head: { sha: HEAD } },
    [COMMENTS]: [],
    [`POST /repos/${REPOSITORY}/issues/7/comments`]: {},
    [`PATCH /repos/${REPOSITORY}/issues/comments/5`]: {},
    ...answers,
  });
  const file = join(folder, 'page.md');
  writeFileSync(file, page);
  const env = { GITHUB_API_URL: api.url, HEAD_SHA: HEAD, NUMBERS: '7' };
  const result = await runScript('post-page.js', [file], env);
  return { ...result, writes: api.asked.filter(({ line }) => !line.startsWith('GET ')) };
}

test('post-page.js posts one comment, and changes that one from then on', async () => {
  const first = await posted({});
  expect(first.writes).toMatchObject([
    { line: `POST /repos/${REPOSITORY}/issues/7/comments`, authorization: 'Bearer job-token' },
  ]);
  expect(JSON.parse(first.writes[0]?.body ?? '')).toEqual({ body: `${PAGE_MARK}\nnew` });
  const second = await posted({ [COMMENTS]: [forged, own] });
  expect(second.writes.map(({ line }) => line)).toEqual([`PATCH /repos/${REPOSITORY}/issues/comments/5`]);
});

test('post-page.js leaves comments of people alone, whatever they begin with', async () => {
  const { writes } = await posted({ [COMMENTS]: [forged] });
  expect(writes.map(({ line }) => line)).toEqual([`POST /repos/${REPOSITORY}/issues/7/comments`]);
});

test('post-page.js says nothing about a pull request that has moved on', async () => {
  const moved = await posted({ [PULL]: { state: 'open', head: { sha: 'c'.repeat(40) } } });
  expect(moved).toMatchObject({ exitCode: 0, writes: [], err: 'pull request 7 has moved on\n' });
  const closed = await posted({ [PULL]: { state: 'closed', head: { sha: HEAD } } });
  expect(closed.writes).toEqual([]);
});

test('post-page.js posts pages only', async () => {
  const { exitCode, writes, err } = await posted({}, '@everyone');
  expect({ exitCode, writes }).toEqual({ exitCode: 1, writes: [] });
  expect(err).toMatch(/is not a page\n$/);
});

test('post-page.js ends with a sentence when GitHub refuses', async () => {
  const { exitCode, err } = await posted({ [PULL]: undefined });
  expect(exitCode).toBe(1);
  expect(err).toBe('GitHub answers 404 to GET /pulls/7\n');
});

const ROLE = 'arn:aws:iam::333333333333:role/dynconf-plan-prod';

async function credentials(role: string, answers: Answers = {}) {
  const sts = {
    AccessKeyId: 'AKID',
    SecretAccessKey: 'key',
    SessionToken: 'session',
    Expiration: 1_800_000_000,
  };
  const api = await anApi({
    'GET /token': { value: 'web-token' },
    'POST /': {
      AssumeRoleWithWebIdentityResponse: { AssumeRoleWithWebIdentityResult: { Credentials: sts } },
    },
    ...answers,
  });
  const env = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${api.url}/token?a=b`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
    AWS_ENDPOINT_URL_STS: api.url,
  };
  return { ...(await runScript('plan-credentials.js', [role], env)), api };
}

test('plan-credentials.js changes the token of the job for credentials of the role', async () => {
  const { out, api } = await credentials(ROLE);
  expect(JSON.parse(out)).toEqual({
    Version: 1,
    AccessKeyId: 'AKID',
    SecretAccessKey: 'key',
    SessionToken: 'session',
    Expiration: '2027-01-15T08:00:00.000Z',
  });
  expect(api.asked[0]).toMatchObject({ authorization: 'Bearer request-token' });
  const asked = new URLSearchParams(api.asked[1]?.body);
  expect(asked.get('RoleArn')).toBe(ROLE);
  expect(asked.get('WebIdentityToken')).toBe('web-token');
});

test('plan-credentials.js takes on roles of plans only', async () => {
  const { exitCode, api, err } = await credentials(
    'arn:aws:iam::333333333333:role/dynconf-deploy-prod-flags',
  );
  expect(exitCode).toBe(1);
  expect(api.asked).toEqual([]);
  expect(err).toContain('name the role of a plan');
});

test('plan-credentials.js names the role that does not take the job, and no token', async () => {
  const { exitCode, err, out } = await credentials(ROLE, { 'POST /': undefined });
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
  expect(err).toBe('STS answers 404: dynconf-plan-prod of 333333333333 does not take this job\n');
});
