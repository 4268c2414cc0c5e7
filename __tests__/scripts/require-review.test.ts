import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [TIP, BEFORE, RELEASED] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [
  string,
  string,
  string,
];
const HEAD = 'd'.repeat(40);
const person = (login: string, type = 'User') => ({ login, type });
const approval = (login: string, over: object = {}) => ({
  user: person(login),
  state: 'APPROVED',
  commit_id: HEAD,
  ...over,
});

/** What GitHub answers, by path; the pull requests of a commit that nothing is said of are none. */
type Answers = Readonly<Record<string, unknown>>;

const pull = (over: object = {}) => ({
  number: 7,
  merged_at: '2026-11-21T12:00:00Z',
  base: { ref: 'main' },
  head: { sha: HEAD },
  user: person('ann'),
  body: null,
  ...over,
});

function reviewed(reviews: readonly object[], over: object = {}): Answers {
  return {
    [`commits/${TIP}/pulls`]: [pull(over)],
    'pulls/7/reviews': reviews,
    'pulls/7/commits': [{ author: person('ann'), committer: person('web-flow') }],
  };
}

interface Finished {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
  readonly asked: readonly string[];
}

async function run(answers: Answers, runs: readonly object[] = []): Promise<Finished> {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-review-'));
  const asked: string[] = [];
  const server = createServer(({ url = '', headers }, reply) => {
    const path = url.replace('/repos/example/shop/', '').replace(/\?.*/, '');
    asked.push(path);
    const answer = answers[path] ?? (/^commits\/\w+\/pulls$/.test(path) ? [] : undefined);
    const isKnown = headers.authorization === 'Bearer a-token' && answer !== undefined;
    reply.statusCode = isKnown ? 200 : 404;
    reply.end(JSON.stringify(isKnown ? answer : { message: 'Not Found' }));
  });
  try {
    const env = {
      ...(await environment(server, folder, runs)),
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    };
    return { ...(await finished(env)), asked };
  } finally {
    await new Promise((done) => server.close(done));
    rmSync(folder, { recursive: true });
  }
}

async function environment(server: Server, folder: string, runs: readonly object[]) {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const executions = JSON.stringify({ pipelineExecutionSummaries: runs });
  writeFileSync(
    join(folder, 'aws'),
    `#!/bin/sh\ncase "$1" in secretsmanager) echo '{"SecretString":"a-token"}' ;; codepipeline) echo '${executions}' ;; esac\n`,
  );
  chmodSync(join(folder, 'aws'), 0o755);
  return {
    DYNCONF_COMMIT: TIP,
    DYNCONF_REPOSITORY: 'example/shop',
    DYNCONF_TRUNK: 'main',
    DYNCONF_REVIEW_SECRET: 'dynconf/review-token',
    DYNCONF_REVIEW_API: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    CODEBUILD_INITIATOR: 'codepipeline/dynconf-delivery',
  };
}

function finished(env: Readonly<Record<string, string>>): Promise<Omit<Finished, 'asked'>> {
  const child = spawn(process.execPath, [resolve(__dirname, '../../scripts/require-review.js')], { env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return new Promise((done) => child.on('close', (status) => done({ status, out, err })));
}

test('require-review.js lets pass what another person approved as it was merged', async () => {
  expect(await run(reviewed([approval('bob')]))).toMatchObject({
    status: 0,
    out: 'reviewed: example/shop: 1 commits, reviewed in #7\n',
  });
});

test.each<[string, Answers, string]>([
  ['a push to the trunk', {}, `${TIP} came to main without a pull request`],
  [
    'a pull request to another branch',
    reviewed([approval('bob')], { base: { ref: 'next' } }),
    'without a pull request',
  ],
  [
    'a pull request that was not merged',
    reviewed([approval('bob')], { merged_at: null }),
    'without a pull request',
  ],
  ['what nobody approved', reviewed([]), '#7 was approved by nobody but its authors'],
  ['an author who approves', reviewed([approval('ann')]), 'by nobody but its authors'],
  [
    'a bot that approves',
    reviewed([approval('bot', { user: person('bot', 'Bot') })]),
    'by nobody but its authors',
  ],
  [
    'an approval that was taken back',
    reviewed([approval('bob'), approval('bob', { state: 'DISMISSED' })]),
    'by nobody',
  ],
  [
    'an approval of something else',
    reviewed([approval('bob', { commit_id: BEFORE })]),
    'was changed after it was approved',
  ],
  [
    'somebody who wants changes',
    reviewed([approval('bob'), approval('eve', { state: 'CHANGES_REQUESTED' })]),
    'although somebody wants changes',
  ],
])('require-review.js refuses %s', async (_, answers, complaint) => {
  const { status, err } = await run(answers);
  expect(err).toContain(complaint);
  expect(status).toBe(3);
});

test('require-review.js does not take a comment after an approval for a change of mind', async () => {
  const { status } = await run(reviewed([approval('bob'), approval('bob', { state: 'COMMENTED' })]));
  expect(status).toBe(0);
});

const RUNS = [
  { status: 'Failed', sourceRevisions: [{ revisionId: BEFORE }] },
  { status: 'Succeeded', sourceRevisions: [{ revisionId: RELEASED }] },
];
const compared = {
  [`compare/${RELEASED}...${TIP}`]: {
    status: 'ahead',
    total_commits: 2,
    commits: [{ sha: BEFORE }, { sha: TIP }],
  },
};

test('require-review.js asks about every commit since the last release: a newer one overtakes one that was refused', async () => {
  const { status, err } = await run({ ...reviewed([approval('bob')]), ...compared }, RUNS);
  expect(err).toContain(`${BEFORE} came to main without a pull request`);
  expect(status).toBe(3);
});

test('require-review.js lets a reviewed pull request vouch for a commit that came without one', async () => {
  const body = `Looked at it afterwards.\n\nReviewed: ${BEFORE}\n`;
  const answers = { ...reviewed([approval('bob')], { body }), ...compared };
  expect(await run(answers, RUNS)).toMatchObject({ status: 0 });
  // Its author alone vouches for nothing.
  expect(await run({ ...answers, 'pulls/7/reviews': [] }, RUNS)).toMatchObject({ status: 3 });
});

test('require-review.js says how to do without where the answer cannot be had', async () => {
  const { status, err } = await run(
    { [`commits/${TIP}/pulls`]: undefined, ...compared, [`compare/${RELEASED}...${TIP}`]: undefined },
    RUNS,
  );
  expect(err).toContain(`GitHub answers 404 to compare/${RELEASED}...${TIP}`);
  expect(err).toContain('require-review: false');
  expect(status).toBe(2);
});
