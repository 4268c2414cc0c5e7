/** Who hosts the repository, and what is asked of it. */
export interface Host {
  /** What it calls a request. */
  readonly word: string;
  /** The commits after one up to another; of an older one that is released again, that one alone. */
  readonly between: (since: string, commit: string) => Promise<readonly string[]>;
  /** The merged request that brought a commit to the trunk. */
  readonly requestOf: (commit: string) => Promise<Request | undefined>;
}

export interface Request {
  readonly name: string;
  readonly review: () => Promise<Review>;
}

export interface Review {
  /** Who opened the request, and who wrote and committed what is in it. */
  readonly authors: readonly string[];
  /** The last word of each person of the team; bots and strangers have none. */
  readonly votes: readonly Vote[];
  /** Of the commits that were approved: nobody changes them afterwards, as they would a description. */
  readonly messages: readonly string[];
}

export interface Vote {
  readonly by: string;
  readonly says: 'approved' | 'changes';
  /** Whether of what was merged, and not of an earlier state of the branch. */
  readonly isOfMerged: boolean;
}

export interface Place {
  readonly api: string | undefined;
  readonly repository: string;
  readonly trunk: string;
  readonly bearer: string;
}

/** The answer is no, as opposed to: there is none. */
export class Refusal extends Error {}

/** As many commits are asked about at a time: a host allows some thousands of questions an hour. */
export const MOST_COMMITS = 1000;

export function tooMany(count: string | number, since: string): Refusal {
  return new Refusal(
    `${count} commits since ${since} are more than the ${MOST_COMMITS} that are asked about: docs/pipelines.md, "Reviewed commits"`,
  );
}
