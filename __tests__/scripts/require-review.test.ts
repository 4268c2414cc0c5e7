import {
  type Answers,
  approval,
  BEFORE,
  pull,
  RELEASED,
  reviewed,
  run,
  TIP,
} from '../builders/git-hub-reviews';
import { askForReview } from '../builders/review-host';

test('require-review.js lets pass what another person approved as it was merged', async () => {
  expect(await run(reviewed([approval('bob')]))).toMatchObject({
    status: 0,
    out: 'reviewed: example/shop: 1 commits, reviewed in #7\n',
  });
});

const NOBODY = '#7 was approved by nobody of the team but its authors';

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
  ['what nobody approved', reviewed([]), `${NOBODY}: ${TIP}`],
  ['an author who approves', reviewed([approval('ann')]), NOBODY],
  [
    'a writer of a commit who approves, on the second page of commits, too',
    reviewed([approval('bob')], {}, { writers: ['ann', null, 'bob'] }),
    NOBODY,
  ],
  [
    'a bot that approves',
    reviewed([approval('bot', { author: { login: 'bot', __typename: 'Bot' } })]),
    NOBODY,
  ],
  [
    'a stranger who approves: of a public repository anybody may',
    reviewed([approval('bob', { authorCanPushToRepository: false })]),
    NOBODY,
  ],
  ['an approval that was taken back', reviewed([approval('bob', { state: 'DISMISSED' })]), NOBODY],
  ['an approval of an account that is gone', reviewed([approval('bob', { author: null })]), NOBODY],
  [
    'an approval of something else',
    reviewed([approval('bob', { commit: { oid: BEFORE } })]),
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

test('require-review.js does not let a stranger hold up a release', async () => {
  const stranger = approval('eve', { state: 'CHANGES_REQUESTED', authorCanPushToRepository: false });
  expect(await run(reviewed([approval('bob'), stranger]))).toMatchObject({ status: 0 });
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

test('require-review.js asks about every commit since the first run where none has succeeded yet', async () => {
  const answers = {
    ...reviewed([approval('bob')]),
    [`compare/${BEFORE}...${TIP}`]: { status: 'ahead', total_commits: 1, commits: [{ sha: TIP }] },
  };
  const runs = [
    { status: 'InProgress', sourceRevisions: [{ revisionId: TIP }] },
    { status: 'Failed', sourceRevisions: [{ revisionId: BEFORE }] },
    { status: 'Failed', sourceRevisions: [] },
  ];
  const { status, err } = await run(answers, runs);
  expect(err).toContain(`${BEFORE} came to main without a pull request`);
  expect(status).toBe(3);
  // The very first run is for its own commit.
  expect(await run(answers, runs.slice(0, 1))).toMatchObject({ status: 0 });
});

test('require-review.js refuses where nobody knows since when to ask', async () => {
  const failed = { status: 'Superseded', sourceRevisions: [{ revisionId: BEFORE }] };
  const { status, err } = await run(reviewed([approval('bob')]), Array<object>(1000).fill(failed));
  expect(err).toContain('none of the last 1000 runs of dynconf-delivery succeeded');
  expect(status).toBe(3);
});

const VOUCHES = `Looked at it afterwards.\n\nReviewed: ${BEFORE}\n`;

test('require-review.js lets a commit that another person approved vouch for one that came without a pull request', async () => {
  const vouches = { messages: ['feat: more', 'feat: still more', VOUCHES] };
  const answers = { ...reviewed([approval('bob')], {}, vouches), ...compared };
  expect(await run(answers, RUNS)).toMatchObject({ status: 0 });
  // Its author alone vouches for nothing, nor does what came after the approval.
  const alone = { ...reviewed([], {}, vouches), ...compared };
  expect(await run(alone, RUNS)).toMatchObject({ status: 3 });
  const later = { ...reviewed([approval('bob', { commit: { oid: BEFORE } })], {}, vouches), ...compared };
  expect(await run(later, RUNS)).toMatchObject({ status: 3 });
});

test('require-review.js believes no description: its author changes it after the approval', async () => {
  const answers = { ...reviewed([approval('bob')], { body: VOUCHES, title: VOUCHES }), ...compared };
  const { status, err } = await run(answers, RUNS);
  expect(err).toContain(`${BEFORE} came to main without a pull request`);
  expect(err).toContain('write "Reviewed: <commit>" as a line of the message of a commit');
  expect(status).toBe(3);
});

test('require-review.js lets a later pull request vouch for what nobody approved in an earlier one', async () => {
  const bad = { ...(reviewed([])['7'] as object) };
  const answers = { ...reviewed([approval('bob')], {}, { messages: [VOUCHES] }), ...compared, 8: bad };
  const both = { ...answers, [`commits/${BEFORE}/pulls`]: [pull({ number: 8 })] };
  expect(await run(both, RUNS)).toMatchObject({ status: 0 });
  const { err } = await run({ ...both, ...reviewed([approval('bob')]) }, RUNS);
  expect(err).toContain(`#8 was approved by nobody of the team but its authors: ${BEFORE}`);
});

test('require-review.js says how to do without where the answer cannot be had', async () => {
  const { status, err } = await run(reviewed([approval('bob')]), RUNS);
  expect(err).toContain(`GitHub answers 404 to compare/${RELEASED}...${TIP}`);
  expect(err).toContain('require-review: false');
  expect(status).toBe(2);
  const unknown = await run({ [`commits/${TIP}/pulls`]: [pull()] });
  expect(unknown.err).toContain('GitHub does not answer who reviewed #7: Could not resolve');
  expect(unknown.status).toBe(2);
});

test('require-review.js asks about what a trunk that was rewritten brings', async () => {
  const answers = { ...reviewed([approval('bob')]), ...compared };
  const path = `compare/${RELEASED}...${TIP}`;
  const diverged = { ...answers, [path]: { ...compared[path], status: 'diverged' } };
  expect(await run(diverged, RUNS)).toMatchObject({ status: 3 });
  // An older commit again: it was asked about when it came.
  const behind = { ...answers, [path]: { status: 'behind', total_commits: 0, commits: [] } };
  expect(await run(behind, RUNS)).toMatchObject({ status: 0 });
});

test('require-review.js asks GraphQL of GitHub Enterprise Server where that has it', async () => {
  const answers = reviewed([approval('bob')]);
  const graph: string[] = [];
  await run(answers, [], {
    apiPath: '/api/v3',
    answer: ({ path }) => {
      if (!path.startsWith('/api/v3/repos/')) graph.push(path);
      return answers[path.replace('/api/v3/repos/example/shop/', '')];
    },
  });
  expect(graph).toEqual(['/api/graphql']);
});

test('require-review.js asks no host that it does not know', async () => {
  const unknown = await askForReview({
    answer: () => undefined,
    env: { DYNCONF_COMMIT: TIP, DYNCONF_REPOSITORY: 'a/b', DYNCONF_REVIEW_PROVIDER: 'bitbucket' },
  });
  expect(unknown).toMatchObject({ status: 2, asked: [] });
  expect(unknown.err).toContain('nobody here knows how bitbucket tells who reviewed');
});
