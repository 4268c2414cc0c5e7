import { approval, pull, RELEASED, reviewed, run, TIP } from '../builders/git-hub-reviews';

const RUNS = [{ status: 'Succeeded', sourceRevisions: [{ revisionId: RELEASED }] }];
const COMPARED = `compare/${RELEASED}...${TIP}`;

/** All of them brought by the one pull request that bob approved. */
function since(count: number, total = count): Record<string, unknown> {
  const shas = Array.from({ length: count }, (_, index) => index.toString(16).padStart(40, '0'));
  const commits = shas.map((sha) => ({ sha }));
  const pulls = shas.map((sha) => [`commits/${sha}/pulls`, [pull()]]);
  return {
    ...reviewed([approval('bob')]),
    [COMPARED]: { status: 'ahead', total_commits: total, commits },
    ...Object.fromEntries(pulls),
  };
}

test('require-review.js asks about every one of many commits, and a few at a time', async () => {
  const { status, out, asked, mostAtOnce } = await run(since(251), RUNS);
  expect({ status, out }).toEqual({
    status: 0,
    out: 'reviewed: example/shop: 251 commits, reviewed in #7\n',
  });
  expect(asked.filter((path) => path.endsWith(COMPARED))).toHaveLength(3);
  expect(asked.filter((path) => path === '/graphql')).toHaveLength(1);
  expect(mostAtOnce).toBeGreaterThan(1);
  expect(mostAtOnce).toBeLessThanOrEqual(8);
  // One of them alone is not lost among the others.
  const last = (250).toString(16).padStart(40, '0');
  const { err } = await run({ ...since(251), [`commits/${last}/pulls`]: [] }, RUNS);
  expect(err).toContain(`refused:\n  ${last} came to main without a pull request\n`);
});

test('require-review.js refuses more commits than it can ask about, and asks about none of them', async () => {
  const { status, err, asked } = await run(since(100, 1001), RUNS);
  expect(err).toContain(`1001 commits since ${RELEASED} are more than the 1000 that are asked about`);
  expect(err).toContain('docs/pipelines.md, "Reviewed commits"');
  expect(status).toBe(3);
  expect(asked).toHaveLength(1);
});

test('require-review.js has no answer where GitHub lists fewer commits than it counts', async () => {
  const { status, err } = await run(since(120, 121), RUNS);
  expect(err).toContain('GitHub lists 120 of 121 commits');
  expect(status).toBe(2);
});

test.each<[string, number, Readonly<Record<string, string>>]>([
  ['is asked too much', 429, { 'retry-after': '0' }],
  ['is asked too much, and says that it is forbidden', 403, { 'retry-after': '0' }],
  ['has answered its share', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }],
])('require-review.js asks again, when the host %s', async (_, status, headers) => {
  const refused = new Set<string>();
  const answer = await run(since(20), RUNS, {
    refuse: ({ path }) => {
      if (refused.has(path)) return undefined;
      refused.add(path);
      return { status, headers };
    },
  });
  expect(answer).toMatchObject({ status: 0 });
  expect(answer.asked).toHaveLength(2 * (1 + 20 + 1));
});

test('require-review.js waits for as long as the host wants', async () => {
  const times: number[] = [];
  const { status } = await run(since(1), RUNS, {
    refuse: ({ path }) => {
      if (!path.endsWith(COMPARED)) return undefined;
      times.push(performance.now());
      return times.length === 1 ? { status: 429, headers: { 'retry-after': '1' } } : undefined;
    },
  });
  expect(status).toBe(0);
  const [first = 0, second = 0] = times;
  expect(second - first).toBeGreaterThan(900);
});

test('require-review.js does not wait for longer than a build lasts', async () => {
  const { status, err, asked } = await run(since(1), RUNS, {
    refuse: () => ({ status: 429, headers: { 'retry-after': '3000' } }),
  });
  expect(err).toContain(`GitHub answers 429 to ${COMPARED}: try again in 50 minutes`);
  expect(status).toBe(2);
  expect(asked).toHaveLength(1);
});

test('require-review.js takes what is forbidden for an answer', async () => {
  const { status, err, asked } = await run(since(1), RUNS, { refuse: () => ({ status: 403 }) });
  expect(err).toContain(`GitHub answers 403 to ${COMPARED}\n`);
  expect(status).toBe(2);
  expect(asked).toHaveLength(1);
});
