import type { Question } from './ask';
import { allNodes, askGraph, type Pages } from './ask-graph';
import type { Review, Vote } from './host';

export interface MergeRequest {
  readonly iid: number;
  /** What was merged. */
  readonly sha: string;
}

export interface GitLabApi {
  readonly repository: string;
  readonly graph: Omit<Question, 'path'>;
  /** Below the project. */
  readonly ask: <T>(path: string) => Promise<T>;
  /** A whole list below the project, or a little more than is wanted of it. */
  readonly all: <T>(path: string, most?: number) => Promise<T[]>;
  /** Each is asked about once: gitlab.com answers 300 such questions in ten minutes (GitLab, "Rate limits on Users API"). */
  readonly userOf: (id: number) => Promise<{ readonly bot?: boolean }>;
}

interface User {
  readonly id: number;
  readonly username: string;
}
interface Approval {
  readonly user: User;
  readonly approved_at?: string;
}
interface Note {
  readonly body: string;
  readonly system: boolean;
  readonly author: User | null;
  readonly created_at: string;
}
interface Version {
  readonly id: number;
  readonly head_commit_sha: string;
  readonly created_at: string;
}
type Name = Pick<User, 'username'> | null;
interface Answer {
  readonly author: Name;
  readonly committers: { readonly nodes: readonly Name[] } | null;
  readonly commits: Pages<{ readonly author: Name; readonly message: string | null }>;
}

/** Git knows names and addresses, and only GraphQL says whose they are. */
const REQUEST = `query($project: ID!, $iid: String!, $after: String) {
  project(fullPath: $project) { mergeRequest(iid: $iid) {
    author { username }
    committers { nodes { username } }
    commits(first: 100, after: $after) {
      nodes { message author { username } }
      pageInfo { hasNextPage endCursor } } } } }`;

/**
 * Of GitLab's members: Developers approve, and Reporters whom a rule of approval names (user guide, "Eligible
 * approvers"). Whoever is less, or no member, approves where somebody assigns the request.
 */
const REPORTER = 20;

/**
 * An approval does not say of which commit it is: it is of what was merged when it came after that was pushed.
 */
export async function mergeRequestReview(lab: GitLabApi, request: MergeRequest): Promise<Review> {
  const { iid } = request;
  const [written, { approved_by: approvals }, reviewers, pushed] = await Promise.all([
    askWhoWrote(lab, iid),
    lab.ask<{ approved_by: readonly Approval[] }>(`merge_requests/${iid}/approvals`),
    lab.all<{ user: User; state: string }>(`merge_requests/${iid}/reviewers`),
    pushedAt(lab, request),
  ]);
  const unhappy = reviewers.filter(({ state }) => state === 'requested_changes');
  const team = await teamAmong(
    lab,
    [...approvals, ...unhappy].map(({ user }) => user),
  );
  const approved = approvals.map(async (approval): Promise<Vote> => {
    const at = await approvedAt(lab, iid, approval);
    return { by: approval.user.username, says: 'approved', isOfMerged: at >= pushed };
  });
  const changes = unhappy.map(({ user }): Vote => ({
    by: user.username,
    says: 'changes',
    isOfMerged: false,
  }));
  const votes = [...(await Promise.all(approved)), ...changes];
  return { ...written, votes: votes.filter(({ by }) => team.includes(by)) };
}

async function askWhoWrote(lab: GitLabApi, iid: number): Promise<Omit<Review, 'votes'>> {
  const path = `who wrote !${iid}`;
  const ask = async (after: string | null): Promise<Answer> => {
    const variables = { project: lab.repository, iid: String(iid), after };
    type Data = { project: { mergeRequest: Answer | null } | null };
    const { project } = await askGraph<Data>({ ...lab.graph, path }, REQUEST, variables);
    if (!project?.mergeRequest) throw new Error(`GitLab does not say ${path}`);
    return project.mergeRequest;
  };
  const { answer, nodes } = await allNodes(ask, ({ commits }) => commits);
  const people = [answer.author, ...(answer.committers?.nodes ?? []), ...nodes.map(({ author }) => author)];
  return {
    authors: people.flatMap((each) => each?.username ?? []),
    messages: nodes.flatMap(({ message }) => message ?? []),
  };
}

/** When what was merged was pushed: by the run of versions, newest first, that end with it. */
async function pushedAt(lab: GitLabApi, { iid, sha }: MergeRequest): Promise<number> {
  const versions = await lab.all<Version>(`merge_requests/${iid}/versions`);
  versions.sort((left, right) => right.id - left.id);
  const others = versions.findIndex((each) => each.head_commit_sha !== sha);
  const first = (others === -1 ? versions : versions.slice(0, others)).at(-1);
  if (!first) throw new Error(`GitLab does not say when !${iid} became what was merged`);
  return Date.parse(first.created_at);
}

/** Its releases before `approved_at` say in a note of the system only when somebody approved. */
async function approvedAt(lab: GitLabApi, iid: number, { user, approved_at: at }: Approval): Promise<number> {
  if (at) return Date.parse(at);
  const notes = await lab.all<Note>(`merge_requests/${iid}/notes`);
  const own = notes.filter((note) => note.system && note.author?.username === user.username);
  const approvals = own.filter(({ body }) => body === 'approved this merge request');
  return Math.max(...approvals.map((note) => Date.parse(note.created_at)));
}

/** Whose word counts: members of the project who are no bots. */
async function teamAmong(lab: GitLabApi, users: readonly User[]): Promise<string[]> {
  if (users.length === 0) return [];
  const ids = users.map(({ id }) => `user_ids[]=${id}`).join('&');
  const members = await lab.all<{ id: number; access_level: number }>(`members/all?${ids}`);
  const asked = users.map(async ({ id, username }) => {
    const { bot } = await lab.userOf(id);
    const isMember = members.some((each) => each.id === id && each.access_level >= REPORTER);
    return isMember && bot !== true ? [username] : [];
  });
  return (await Promise.all(asked)).flat();
}
