import type { Question } from './ask';
import { allNodes, askGraph, type Pages } from './ask-graph';
import type { Review, Vote } from './host';

export interface Pull {
  readonly number: number;
  readonly head: { readonly sha: string };
}

interface Person {
  readonly login: string;
}
interface Opinion {
  readonly state: string;
  readonly author: (Person & { readonly __typename: string }) | null;
  readonly authorCanPushToRepository: boolean;
  readonly commit: { readonly oid: string } | null;
}
interface Commit {
  readonly message: string;
  readonly author: { readonly user: Person | null } | null;
  readonly committer: { readonly user: Person | null } | null;
}
interface Answer {
  readonly author: Person | null;
  readonly latestOpinionatedReviews: { readonly nodes: readonly Opinion[] };
  readonly commits: Pages<{ readonly commit: Commit }>;
}

/**
 * Whoever may read may approve: counted is who may push, as GitHub's own protection of branches counts. Only GraphQL
 * says who may; `author_association` of REST says CONTRIBUTOR of a member whose membership the token may not see, and
 * MEMBER of one who may only read.
 */
const PULL = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) {
    author { login }
    latestOpinionatedReviews(first: 100, writersOnly: true) {
      nodes { state author { login __typename } authorCanPushToRepository commit { oid } } }
    commits(first: 100, after: $after) {
      nodes { commit { message author { user { login } } committer { user { login } } } }
      pageInfo { hasNextPage endCursor } } } } }`;

export async function pullReview(
  graph: Omit<Question, 'path'>,
  repository: string,
  { number, head }: Pull,
): Promise<Review> {
  const [owner, name] = repository.split('/');
  const path = `who reviewed #${number}`;
  const ask = async (after: string | null): Promise<Answer> => {
    const variables = { owner, name, number, after };
    type Data = { repository: { pullRequest: Answer | null } | null };
    const data = await askGraph<Data>({ ...graph, path }, PULL, variables);
    if (!data.repository?.pullRequest) throw new Error(`GitHub does not say ${path}`);
    return data.repository.pullRequest;
  };
  const { answer, nodes } = await allNodes(ask, ({ commits }) => commits);
  const commits = nodes.map(({ commit }) => commit);
  const people = commits.flatMap(({ author, committer }) => [author?.user, committer?.user]);
  return {
    authors: [answer.author, ...people].flatMap((each) => each?.login ?? []),
    votes: answer.latestOpinionatedReviews.nodes.flatMap((opinion) => voteOf(opinion, head.sha)),
    messages: commits.map(({ message }) => message),
  };
}

const WORDS = new Map<string, Vote['says']>([
  ['APPROVED', 'approved'],
  ['CHANGES_REQUESTED', 'changes'],
]);

function voteOf({ state, author, authorCanPushToRepository, commit }: Opinion, merged: string): Vote[] {
  const says = WORDS.get(state);
  if (!says || !authorCanPushToRepository || author?.__typename !== 'User') return [];
  return [{ by: author.login, says, isOfMerged: commit?.oid === merged }];
}
