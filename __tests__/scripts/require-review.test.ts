import { askForReview, type ReviewAnswer } from '../builders/review-host';

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

function run(answers: Answers, runs: readonly object[] = []): Promise<ReviewAnswer> {
  return askForReview({
    answer: ({ path }) => {
      const asked = path.replace('/repos/example/shop/', '');
      return answers[asked] ?? (/^commits\/\w+\/pulls$/.test(asked) ? [] : undefined);
    },
    env: { DYNCONF_COMMIT: TIP, DYNCONF_REPOSITORY: 'example/shop' },
    runs,
  });
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

test('require-review.js asks about what a trunk that was rewritten brings', async () => {
  const answers = { ...reviewed([approval('bob')]), ...compared };
  const path = `compare/${RELEASED}...${TIP}`;
  const diverged = { ...answers, [path]: { ...compared[path], status: 'diverged' } };
  expect(await run(diverged, RUNS)).toMatchObject({ status: 3 });
  // An older commit again: it was asked about when it came.
  const behind = { ...answers, [path]: { status: 'behind', total_commits: 0, commits: [] } };
  expect(await run(behind, RUNS)).toMatchObject({ status: 0 });
});

test('require-review.js reads every page of a list', async () => {
  const many = Array.from({ length: 150 }, () => approval('eve', { state: 'COMMENTED' }));
  expect(await run(reviewed([...many, approval('bob')]))).toMatchObject({ status: 0 });
});

test('require-review.js refuses more commits than GitHub lists, and hosts that it does not know', async () => {
  const path = `compare/${RELEASED}...${TIP}`;
  const answers = { ...reviewed([approval('bob')]), [path]: { ...compared[path], total_commits: 251 } };
  const { status, err } = await run(answers, RUNS);
  expect(err).toContain('251 commits since');
  expect(status).toBe(3);
  const unknown = await askForReview({
    answer: () => undefined,
    env: { DYNCONF_COMMIT: TIP, DYNCONF_REPOSITORY: 'a/b', DYNCONF_REVIEW_PROVIDER: 'bitbucket' },
  });
  expect(unknown).toMatchObject({ status: 2, asked: [] });
  expect(unknown.err).toContain('nobody here knows how bitbucket tells who reviewed');
});
