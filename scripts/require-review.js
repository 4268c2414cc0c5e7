'use strict';
/**
 * Whether another person reviewed what a pipeline is about to release: node require-review.js
 *
 * The pipeline carries this text in its own definition and runs it beside the build, as a role that can do nothing
 * else. Asked is the host of the repository, for every commit since the last run of the pipeline that succeeded; where
 * none has, for every commit since the first run, and that of the first run.
 *
 *   DYNCONF_COMMIT           the commit that the pipeline releases
 *   DYNCONF_REPOSITORY       owner/name; of GitLab with all of its groups
 *   DYNCONF_TRUNK            the branch that is released
 *   DYNCONF_REVIEW_SECRET    the secret of Secrets Manager with a token that reads pull or merge requests
 *   DYNCONF_REVIEW_PROVIDER  github, where nothing is said, or gitlab
 *   DYNCONF_REVIEW_API       another API than that of github.com or gitlab.com
 *   CODEBUILD_INITIATOR      codepipeline/<pipeline>, set by CodeBuild
 *
 * Exit codes: 0 reviewed, 2 the answer cannot be had, 3 refused.
 */
const { execFileSync } = require('node:child_process');

const OFF =
  'No review wanted, or another host? environments/tools.yaml: require-review: false, or source.provider';
const PAGE = 100;
/** A release may wait a week for a yes while newer ones overtake it. */
const MOST_RUNS = 1000;
/** What a host lists between two commits at most: GitHub 250. */
const MOST_COMMITS = 250;

class Refusal extends Error {}

async function main(env) {
  const { DYNCONF_COMMIT: commit, DYNCONF_REPOSITORY: repository, DYNCONF_TRUNK: trunk } = env;
  for (const name of ['DYNCONF_COMMIT', 'DYNCONF_REPOSITORY', 'DYNCONF_TRUNK', 'DYNCONF_REVIEW_SECRET'])
    if (!env[name]) throw new Error(`${name} is not set`);
  const provider = env.DYNCONF_REVIEW_PROVIDER || 'github';
  const host = Object.hasOwn(HOSTS, provider) && HOSTS[provider];
  if (!host) throw new Error(`nobody here knows how ${provider} tells who reviewed`);
  const bearer = token(env.DYNCONF_REVIEW_SECRET);
  const asked = host({ api: env.DYNCONF_REVIEW_API, repository, trunk, bearer });
  const { released, first } = runsOf(env.CODEBUILD_INITIATOR ?? '');
  const since = released ?? first ?? commit;
  const later = since === commit ? [commit] : await asked.between(since, commit);
  const commits = [...new Set(released === undefined ? [since, ...later] : later)];
  const found = await Promise.all(commits.map((sha) => asked.requestOf(sha)));
  const requests = [...new Map(found.filter(Boolean).map((each) => [each.name, each])).values()];
  const problems = new Map();
  for (const each of requests) problems.set(each.name, problemOf(await asked.reviewOf(each)));
  const vouched = requests.filter(({ name }) => !problems.get(name)).flatMap(({ text }) => vouchedBy(text));
  const unseen = commits.filter((sha, index) => !found[index] && !vouched.includes(sha));
  const complaints = [
    ...unseen.map((sha) => `${sha} came to ${trunk} without a ${asked.word}`),
    ...[...problems].filter(([, problem]) => problem).map(([name, problem]) => `${name} ${problem}`),
  ];
  if (complaints.length > 0) throw new Refusal(complaints.join('\n  '));
  const names = requests.map(({ name }) => name).join(', ');
  return `${repository}: ${commits.length} commits, reviewed in ${names}`;
}

/**
 * What is wrong with a review; nothing where somebody else approved what was merged.
 *
 * Votes are the last word of each person: `approved`, whether of what was merged, or `changes`.
 */
function problemOf({ authors, votes }) {
  const others = votes.filter(({ by, isPerson }) => isPerson && by && !authors.includes(by));
  if (others.some(({ says }) => says === 'changes')) return 'was merged although somebody wants changes';
  const approvals = others.filter(({ says }) => says === 'approved');
  if (approvals.length === 0) return 'was approved by nobody but its authors';
  if (!approvals.some(({ isOfMerged }) => isOfMerged)) return 'was changed after it was approved';
  return undefined;
}

/** A reviewed request can say that it was about a commit that came without one: `Reviewed: <commit>`. */
function vouchedBy(text) {
  return [...(text ?? '').matchAll(/^Reviewed: ([0-9a-f]{40})\s*$/gm)].map(([, sha]) => sha);
}

function tooMany(count, since) {
  return new Refusal(`${count} commits since ${since} are more than are asked about: release more often`);
}

/** github.com and GitHub Enterprise Server (REST API, version 2022-11-28). */
function gitHub({ api = 'https://api.github.com', repository, trunk, bearer }) {
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${bearer}` };
  const ask = (path) => askJson(`${api}/repos/${repository}/${path}`, { headers, name: 'GitHub', path });
  const all = (path) => allPages(path, ask);
  return {
    word: 'pull request',
    async between(since, commit) {
      const { status, total_commits: total, commits } = await ask(`compare/${since}...${commit}`);
      // An older commit is released again: it was asked about when it came.
      if (status === 'behind' || status === 'identical') return [commit];
      if (total > MOST_COMMITS || commits.length < total) throw tooMany(total, since);
      return commits.map(({ sha }) => sha);
    },
    async requestOf(sha) {
      const pulls = await all(`commits/${sha}/pulls`);
      const pull = pulls.find(({ merged_at: merged, base }) => merged && base.ref === trunk);
      return pull && { ...pull, name: `#${pull.number}`, text: pull.body };
    },
    async reviewOf({ number, user, head }) {
      const [reviews, commits] = await Promise.all([
        all(`pulls/${number}/reviews`),
        all(`pulls/${number}/commits`),
      ]);
      const people = [user, ...commits.flatMap(({ author, committer }) => [author, committer])];
      const last = new Map();
      for (const review of reviews) if (review.state !== 'COMMENTED') last.set(review.user?.login, review);
      const votes = [...last.values()].map(({ user: by, state, commit_id: seen }) => ({
        by: by?.login,
        isPerson: by?.type === 'User',
        says: { APPROVED: 'approved', CHANGES_REQUESTED: 'changes' }[state],
        isOfMerged: seen === head.sha,
      }));
      return { authors: people.flatMap((each) => each?.login ?? []), votes };
    },
  };
}

const AUTHORS = `query($project: ID!, $iid: String!, $after: String) { project(fullPath: $project) { mergeRequest(iid: $iid) {
  author { username } committers { nodes { username } }
  commits(first: 100, after: $after) { nodes { author { username } } pageInfo { hasNextPage endCursor } } } } }`;

/**
 * gitlab.com and GitLab on a server of one's own (REST API v4).
 *
 * Git knows names and addresses, and only GraphQL says whose they are. An approval does not say of which commit it is:
 * it is of what was merged when it came after that was pushed.
 */
function gitLab({ api = 'https://gitlab.com/api/v4', repository, trunk, bearer }) {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
  const project = `${api}/projects/${encodeURIComponent(repository)}`;
  const askAt = (base, path, more = {}) =>
    askJson(`${base}${path}`, { headers, name: 'GitLab', path, ...more });
  const ask = (path) => askAt(`${project}/`, path);
  const all = (path) => allPages(path, ask);

  async function authorsOf(iid) {
    const names = [];
    for (let after = null; ;) {
      const variables = { project: repository, iid: String(iid), after };
      const body = JSON.stringify({ query: AUTHORS, variables });
      const address = api.replace(/\/api\/v4\/?$/, '');
      const { data, errors } = await askAt(address, '/api/graphql', { method: 'POST', body });
      const request = data?.project?.mergeRequest;
      if (errors || !request) throw new Error(`GitLab does not say who wrote !${iid}`);
      const { author, committers, commits } = request;
      const people = [author, ...(committers?.nodes ?? []), ...commits.nodes.map((each) => each.author)];
      names.push(...people.flatMap((each) => each?.username ?? []));
      if (!commits.pageInfo.hasNextPage) return names;
      after = commits.pageInfo.endCursor;
    }
  }

  /** When what was merged was pushed: by the run of versions, newest first, that end with it. */
  async function pushedAt({ iid, sha }) {
    const versions = (await all(`merge_requests/${iid}/versions`)).sort((left, right) => right.id - left.id);
    const others = versions.findIndex((each) => each.head_commit_sha !== sha);
    const same = others === -1 ? versions : versions.slice(0, others);
    if (same.length === 0) throw new Error(`GitLab does not say when !${iid} became what was merged`);
    return Date.parse(same.at(-1).created_at);
  }

  /** Its releases before `approved_at` say in a note of the system only when somebody approved. */
  async function approvedAt(iid, { user, approved_at: at }) {
    if (at) return Date.parse(at);
    const notes = await all(`merge_requests/${iid}/notes`);
    const own = notes.filter((note) => note.system && note.author?.username === user.username);
    const times = own
      .filter(({ body }) => body === 'approved this merge request')
      .map((note) => note.created_at);
    return Math.max(...times.map((time) => Date.parse(time)));
  }

  async function isPerson({ id }) {
    const { bot } = await askAt(`${api}/`, `users/${id}`);
    return bot !== true;
  }

  return {
    word: 'merge request',
    async between(since, commit) {
      const { id } = await ask(`repository/merge_base?refs[]=${since}&refs[]=${commit}`);
      if (id === commit) return [commit];
      const commits = await all(`repository/commits?ref_name=${since}..${commit}`);
      if (commits.length > MOST_COMMITS) throw tooMany(commits.length, since);
      return commits.map((each) => each.id);
    },
    async requestOf(sha) {
      const requests = await all(`repository/commits/${sha}/merge_requests`);
      const found = requests.find(({ state, target_branch: into }) => state === 'merged' && into === trunk);
      return found && { iid: found.iid, sha: found.sha, name: `!${found.iid}`, text: found.description };
    },
    async reviewOf({ iid, sha }) {
      const [authors, { approved_by: approvals }, reviewers, pushed] = await Promise.all([
        authorsOf(iid),
        ask(`merge_requests/${iid}/approvals`),
        all(`merge_requests/${iid}/reviewers`),
        pushedAt({ iid, sha }),
      ]);
      const approved = approvals.map(async (each) => ({
        by: each.user.username,
        isPerson: await isPerson(each.user),
        says: 'approved',
        isOfMerged: (await approvedAt(iid, each)) >= pushed,
      }));
      const unhappy = reviewers.filter(({ state }) => state === 'requested_changes');
      const changes = unhappy.map(async ({ user }) => ({
        by: user.username,
        isPerson: await isPerson(user),
        says: 'changes',
      }));
      return { authors, votes: await Promise.all([...approved, ...changes]) };
    },
  };
}

const HOSTS = { github: gitHub, gitlab: gitLab };

async function askJson(url, { headers, name, path, method = 'GET', body }) {
  const reply = await fetch(url, { method, headers, body });
  if (!reply.ok) throw new Error(`${name} answers ${reply.status} to ${path.split('?per_page')[0]}`);
  return reply.json();
}

/** Everything of a list: a page that is not full is the last one. */
async function allPages(path, ask) {
  const items = [];
  for (let page = 1; ; page += 1) {
    const some = await ask(`${path}${path.includes('?') ? '&' : '?'}per_page=${PAGE}&page=${page}`);
    items.push(...some);
    if (some.length < PAGE) return items;
  }
}

function token(secret) {
  return aws('secretsmanager', 'get-secret-value', '--secret-id', secret).SecretString.trim();
}

/** The commits of the pipeline's last run that went through, and of its first. */
function runsOf(initiator) {
  const [kind, pipeline] = initiator.split('/');
  if (kind !== 'codepipeline') return {};
  const { pipelineExecutionSummaries: runs = [] } = aws(
    ...['codepipeline', 'list-pipeline-executions'],
    ...['--pipeline-name', pipeline, '--max-items', String(MOST_RUNS)],
  );
  const revisionOf = (run) => run?.sourceRevisions?.[0]?.revisionId;
  const released = revisionOf(runs.find(({ status }) => status === 'Succeeded'));
  // Nobody knows what came before the oldest of them.
  if (released === undefined && runs.length >= MOST_RUNS)
    throw new Refusal(
      `none of the last ${MOST_RUNS} runs of ${pipeline} succeeded: nobody knows since when to ask`,
    );
  return { released, first: revisionOf(runs.filter(revisionOf).at(-1)) };
}

function aws(...args) {
  const out = execFileSync('aws', [...args, '--output', 'json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(out);
}

main(process.env).then(
  (text) => console.log(`reviewed: ${text}`),
  (error) => {
    const refused = error instanceof Refusal;
    console.error(
      refused ? `refused:\n  ${error.message}` : `cannot ask who reviewed this: ${error.message}`,
    );
    console.error(
      refused ? 'A reviewed request with the line "Reviewed: <commit>" vouches for a commit.' : OFF,
    );
    process.exitCode = refused ? 3 : 2;
  },
);
