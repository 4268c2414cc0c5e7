import { type Asked, askForReview, type ReviewAnswer, type ReviewHost } from './review-host';

export const [TIP, BEFORE, RELEASED, HEAD] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(40)) as [
  ...[string, string, string, string],
];

/** What GitHub answers, by path below the repository, and by number of a pull request; unknown commits came without one. */
export type Answers = Readonly<Record<string, unknown>>;

export const approval = (login: string, over: object = {}) => ({
  state: 'APPROVED',
  author: { login, __typename: 'User' },
  authorCanPushToRepository: true,
  commit: { oid: HEAD },
  ...over,
});

export const pull = (over: object = {}) => ({
  number: 7,
  merged_at: '2026-11-21T12:00:00Z',
  base: { ref: 'main' },
  head: { sha: HEAD },
  body: null,
  ...over,
});

interface Written {
  /** Messages of the commits that were approved. @default one, of ann */
  readonly messages?: readonly string[];
  readonly writers?: readonly (string | null)[];
}

/** Pull request 7 of ann, which brought the newest commit. */
export function reviewed(reviews: readonly object[], over: object = {}, written: Written = {}): Answers {
  const { messages = ['feat: more'], writers = ['ann'] } = written;
  const commits = messages.flatMap((message) => writers.map((login) => commitOf(message, login)));
  return {
    [`commits/${TIP}/pulls`]: [pull(over)],
    7: { author: { login: 'ann' }, latestOpinionatedReviews: { nodes: reviews }, commits },
  };
}

function commitOf(message: string, login: string | null): object {
  const user = login === null ? null : { login };
  return { commit: { message, author: { user }, committer: { user: { login: 'web-flow' } } } };
}

export function run(
  answers: Answers,
  runs: readonly object[] = [],
  more: Partial<ReviewHost> = {},
): Promise<ReviewAnswer> {
  return askForReview({
    answer: (asked) => {
      if (asked.path === '/graphql') return graphOf(asked, answers);
      const path = asked.path.replace('/repos/example/shop/', '');
      return answers[path] ?? (/^commits\/\w+\/pulls$/.test(path) ? [] : undefined);
    },
    env: { DYNCONF_COMMIT: TIP, DYNCONF_REPOSITORY: 'example/shop' },
    runs,
    ...more,
  });
}

/** A page of two commits, so that a second one counts. */
function graphOf({ body }: Asked, answers: Answers): object {
  const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
  const { owner, name, number, after } = variables;
  const found = answers[String(number)] as { commits: readonly object[] } | undefined;
  if (`${owner}/${name}` !== 'example/shop' || !found || !query.includes('writersOnly: true'))
    return { data: null, errors: [{ message: 'Could not resolve to a PullRequest' }] };
  const start = Number(after ?? 0);
  const commits = {
    nodes: found.commits.slice(start, start + 2),
    pageInfo: { hasNextPage: found.commits.length > start + 2, endCursor: String(start + 2) },
  };
  return { data: { repository: { pullRequest: { ...found, commits } } } };
}
