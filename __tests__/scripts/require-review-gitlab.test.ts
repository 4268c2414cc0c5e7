import { type Asked, askForReview, type ReviewAnswer } from '../builders/review-host';

const [TIP, BEFORE, RELEASED, HEAD, OLD] = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(40)) as [
  ...[string, string, string, string, string],
];
const REPOSITORY = 'example/teams/shop';
const PROJECT = `/api/v4/projects/${REPOSITORY}`;
const [PUSHED, LATER, EARLIER] = [
  '2026-11-21T12:00:00.000Z',
  '2026-11-21T13:00:00.000Z',
  '2026-11-21T11:00:00.000Z',
];

/** Documented fields of GitLab's REST API v4, and of its GraphQL reference. */
const user = (username: string) => ({ id: username.length, username, name: username, state: 'active' });
const approval = (username: string, at: string | undefined = LATER) => ({
  user: user(username),
  ...(at !== undefined && { approved_at: at }),
});
const nodes = (...names: readonly string[]) => ({ nodes: names.map((username) => ({ username })) });

interface Request {
  readonly over?: object;
  readonly approvals?: readonly object[];
  readonly reviewers?: readonly object[];
  readonly versions?: readonly object[];
  readonly notes?: readonly object[];
  readonly committers?: readonly string[];
  readonly writers?: readonly (string | null)[];
  /** Of the second page of commits. */
  readonly message?: string;
  /** Roles of the members that are none of the usual. */
  readonly levels?: Readonly<Record<string, number>>;
  readonly users?: Readonly<Record<string, object>>;
  readonly others?: Readonly<Record<string, unknown>>;
}

function version(id: number, sha: string, at: string) {
  return { id, head_commit_sha: sha, base_commit_sha: RELEASED, start_commit_sha: RELEASED, created_at: at };
}

/** A host with one merge request, !7 of ann, which brought the newest commit. */
function run(given: Request, runs: readonly object[] = []): Promise<ReviewAnswer> {
  const iid = 7;
  const request = {
    iid,
    state: 'merged',
    target_branch: 'main',
    sha: HEAD,
    author: user('ann'),
    merge_commit_sha: TIP,
    description: null,
    ...given.over,
  };
  const answers: Readonly<Record<string, unknown>> = {
    [`${PROJECT}/repository/commits/${TIP}/merge_requests`]: [request],
    [`${PROJECT}/repository/commits/${BEFORE}/merge_requests`]: [],
    [`${PROJECT}/merge_requests/7/approvals`]: { approved_by: given.approvals ?? [] },
    [`${PROJECT}/merge_requests/7/reviewers`]: given.reviewers ?? [],
    [`${PROJECT}/merge_requests/7/versions`]: given.versions ?? [
      version(2, HEAD, PUSHED),
      version(1, OLD, EARLIER),
    ],
    [`${PROJECT}/merge_requests/7/notes`]: given.notes ?? [],
    ...given.others,
  };
  return askForReview({
    answer: (asked) =>
      answers[asked.path] ?? memberOf(asked, given) ?? personOf(asked, given) ?? authorsOf(asked, given),
    apiPath: '/api/v4',
    env: { DYNCONF_COMMIT: TIP, DYNCONF_REPOSITORY: REPOSITORY, DYNCONF_REVIEW_PROVIDER: 'gitlab' },
    runs,
  });
}

const DEVELOPER = 30;

/** Of the users that are asked about. */
function memberOf({ path }: Asked, { levels = {} }: Request): object[] | undefined {
  if (!path.startsWith(`${PROJECT}/members/all?`)) return undefined;
  const ids = [...path.matchAll(/user_ids\[\]=(\d+)/g)].map(([, id]) => Number(id));
  return ids
    .map((id) => ({ id, access_level: levels[id] ?? DEVELOPER }))
    .filter((each) => each.access_level > 0);
}

function personOf({ path }: Asked, { users = {} }: Request): object | undefined {
  const [, id] = /^\/api\/v4\/users\/(\d+)$/.exec(path) ?? [];
  return id === undefined ? undefined : { bot: false, ...users[id] };
}

/** Two pages of commits, so that the second one counts. */
function authorsOf({ path, body }: Asked, given: Request): object | undefined {
  if (path !== '/api/graphql') return undefined;
  const { committers = [], writers = [null], message = 'feat: more' } = given;
  const { variables } = JSON.parse(body) as { variables: Record<string, unknown> };
  if (variables['project'] !== REPOSITORY || !['7', '8'].includes(String(variables['iid'])))
    return { data: { project: null } };
  const isFirst = variables['after'] === null;
  const people = isFirst ? ['ann'] : writers;
  const commits = {
    nodes: people.map((username) => ({
      message: isFirst ? null : message,
      author: username === null ? null : { username },
    })),
    pageInfo: { hasNextPage: isFirst, endCursor: 'two' },
  };
  const request = { author: { username: 'ann' }, committers: nodes(...committers), commits };
  return { data: { project: { mergeRequest: request } } };
}

test('require-review.js lets pass what another person approved on GitLab as it was merged', async () => {
  expect(await run({ approvals: [approval('bob')], writers: [null] })).toMatchObject({
    status: 0,
    out: `reviewed: ${REPOSITORY}: 1 commits, reviewed in !7\n`,
  });
});

const NOBODY = '!7 was approved by nobody of the team but its authors';

test.each<[string, Request, string]>([
  [
    'a push to the trunk',
    { others: { [`${PROJECT}/repository/commits/${TIP}/merge_requests`]: [] } },
    `${TIP} came to main without a merge request`,
  ],
  [
    'a merge request to another branch',
    { approvals: [approval('bob')], over: { target_branch: 'next' } },
    'without a merge request',
  ],
  [
    'a merge request that was not merged',
    { approvals: [approval('bob')], over: { state: 'opened' } },
    'without a merge request',
  ],
  ['what nobody approved, or somebody no longer', {}, NOBODY],
  ['an author who approves', { approvals: [approval('ann')] }, NOBODY],
  ['a writer of a commit who approves', { approvals: [approval('bob')], writers: ['bob'] }, NOBODY],
  ['a committer who approves', { approvals: [approval('bob')], committers: ['bob'] }, NOBODY],
  ['a bot that approves', { approvals: [approval('bob')], users: { 3: { bot: true } } }, NOBODY],
  ['a stranger whom the request was assigned to', { approvals: [approval('bob')], levels: { 3: 0 } }, NOBODY],
  ['a guest who approves', { approvals: [approval('bob')], levels: { 3: 10 } }, NOBODY],
  [
    'an approval of something else',
    { approvals: [approval('bob', EARLIER)] },
    '!7 was changed after it was approved',
  ],
  [
    'somebody who wants changes',
    {
      approvals: [approval('bob')],
      reviewers: [
        { user: user('bob'), state: 'approved' },
        { user: user('carol'), state: 'requested_changes' },
      ],
    },
    'although somebody wants changes',
  ],
])('require-review.js refuses %s on GitLab', async (_, request, complaint) => {
  const { status, err } = await run(request);
  expect(err).toContain(complaint);
  expect(status).toBe(3);
});

const note = (body: string, at: string, over: object = {}) => ({
  body,
  system: true,
  author: user('bob'),
  created_at: at,
  ...over,
});

test.each<[string, readonly object[], number]>([
  ['after it was pushed', [note('approved this merge request', LATER)], 0],
  ['before it was pushed', [note('approved this merge request', EARLIER)], 3],
  ['nobody knows when', [], 3],
  ['as somebody only writes', [note('approved this merge request', LATER, { system: false })], 3],
  ['as somebody else did', [note('approved this merge request', LATER, { author: user('carol') })], 3],
])(
  'require-review.js asks a GitLab without `approved_at` for its notes: approved %s',
  async (_, notes, status) => {
    expect(await run({ approvals: [{ user: user('bob') }], notes })).toMatchObject({ status });
  },
);

test('require-review.js counts from when GitLab first had what was merged, not from when it looked again', async () => {
  const versions = [
    version(1, OLD, EARLIER),
    version(2, HEAD, PUSHED),
    version(3, HEAD, '2026-11-21T14:00:00.000Z'),
  ];
  expect(await run({ approvals: [approval('bob')], versions })).toMatchObject({ status: 0 });
  // Forth and back: what was approved in between was something else.
  const back = [
    version(1, HEAD, EARLIER),
    version(2, OLD, PUSHED),
    version(3, HEAD, '2026-11-21T14:00:00.000Z'),
  ];
  expect(await run({ approvals: [approval('bob')], versions: back })).toMatchObject({ status: 3 });
});

const RUNS = [{ status: 'Succeeded', sourceRevisions: [{ revisionId: RELEASED }] }];
const between = {
  [`${PROJECT}/repository/merge_base?refs[]=${RELEASED}?refs[]=${TIP}`]: { id: RELEASED },
  [`${PROJECT}/repository/commits?ref_name=${RELEASED}..${TIP}`]: [{ id: TIP }, { id: BEFORE }],
};

test('require-review.js asks GitLab about every commit since the last release, and lets a commit of a reviewed one vouch for it', async () => {
  const given = { approvals: [approval('bob')], others: between };
  const { status, err } = await run(given, RUNS);
  expect(err).toContain(`${BEFORE} came to main without a merge request`);
  expect(status).toBe(3);
  const message = `Looked at it afterwards.\n\nReviewed: ${BEFORE}\n`;
  expect(await run({ ...given, message }, RUNS)).toMatchObject({ status: 0 });
  expect(await run({ ...given, message, approvals: [] }, RUNS)).toMatchObject({ status: 3 });
  expect(await run({ ...given, message, approvals: [approval('bob', EARLIER)] }, RUNS)).toMatchObject({
    status: 3,
  });
  // Its author changes a description after the approval.
  expect(await run({ ...given, over: { description: message } }, RUNS)).toMatchObject({ status: 3 });
});

test('require-review.js asks GitLab once who somebody is, however many requests they approved', async () => {
  const second = { iid: 8, state: 'merged', target_branch: 'main', sha: OLD };
  const others = {
    ...between,
    [`${PROJECT}/repository/commits/${BEFORE}/merge_requests`]: [second],
    [`${PROJECT}/merge_requests/8/approvals`]: { approved_by: [approval('bob')] },
    [`${PROJECT}/merge_requests/8/reviewers`]: [],
    [`${PROJECT}/merge_requests/8/versions`]: [version(1, OLD, EARLIER)],
  };
  const { status, out, asked } = await run({ approvals: [approval('bob')], others }, RUNS);
  expect({ status, out }).toMatchObject({ status: 0, out: expect.stringContaining('in !7, !8') as string });
  expect(asked.filter((path) => path === '/api/v4/users/3')).toHaveLength(1);
});

test('require-review.js refuses more commits of GitLab than it can ask about, and lists no more than it must', async () => {
  const path = `${PROJECT}/repository/commits?ref_name=${RELEASED}..${TIP}`;
  const others = { ...between, [path]: Array.from({ length: 2000 }, (_, index) => ({ id: String(index) })) };
  const { status, err, asked } = await run({ others }, RUNS);
  expect(err).toContain(`1100 or more commits since ${RELEASED} are more than the 1000`);
  expect(status).toBe(3);
  expect(asked).toHaveLength(1 + 11);
});

test('require-review.js takes an older commit that is released again on GitLab for what was asked about', async () => {
  const others = { [`${PROJECT}/repository/merge_base?refs[]=${RELEASED}?refs[]=${TIP}`]: { id: TIP } };
  expect(await run({ approvals: [approval('bob')], others }, RUNS)).toMatchObject({ status: 0 });
});

test('require-review.js says which question GitLab did not answer', async () => {
  const { status, err } = await run({}, RUNS);
  expect(err).toContain(`GitLab answers 404 to repository/merge_base?refs[]=${RELEASED}&refs[]=${TIP}`);
  expect(status).toBe(2);
  const versions = await run({ approvals: [approval('bob')], versions: [version(1, OLD, EARLIER)] });
  expect(versions).toMatchObject({ status: 2 });
  expect(versions.err).toContain('does not say when !7 became what was merged');
});
