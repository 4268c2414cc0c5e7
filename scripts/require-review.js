'use strict';
/**
 * Whether another person reviewed what a pipeline is about to release: node require-review.js
 *
 * The pipeline carries this text in its own definition and runs it beside the build, as a role that can do nothing
 * else. Asked is GitHub, for every commit since the last run of the pipeline that succeeded, and for the commit alone
 * where none has.
 *
 *   DYNCONF_COMMIT         the commit that the pipeline releases
 *   DYNCONF_REPOSITORY     owner/name
 *   DYNCONF_TRUNK          the branch that is released
 *   DYNCONF_REVIEW_SECRET  the secret of Secrets Manager with a token that reads pull requests
 *   DYNCONF_REVIEW_API     another API than that of github.com
 *   CODEBUILD_INITIATOR    codepipeline/<pipeline>, set by CodeBuild
 *
 * Exit codes: 0 reviewed, 2 the answer cannot be had, 3 refused.
 */
const { execFileSync } = require('node:child_process');

const OFF = 'Not on GitHub, or no review wanted? environments/tools.yaml: require-review: false';
const PAGE = 100;
/** GitHub lists as many commits between two. */
const MOST_COMMITS = 250;

class Refusal extends Error {}

async function main(env) {
  const { DYNCONF_COMMIT: commit, DYNCONF_REPOSITORY: repository, DYNCONF_TRUNK: trunk } = env;
  for (const name of ['DYNCONF_COMMIT', 'DYNCONF_REPOSITORY', 'DYNCONF_TRUNK', 'DYNCONF_REVIEW_SECRET'])
    if (!env[name]) throw new Error(`${name} is not set`);
  const api = gitHub(env, token(env.DYNCONF_REVIEW_SECRET));
  const since = lastReleased(env.CODEBUILD_INITIATOR ?? '');
  const commits = await commitsBetween(api, { since, commit });
  const found = await Promise.all(commits.map((sha) => pullRequestOf(api, { sha, trunk })));
  const pulls = [...new Map(found.filter(Boolean).map((pull) => [pull.number, pull])).values()];
  const problems = new Map();
  for (const pull of pulls) problems.set(pull.number, await problemOf(api, pull));
  const vouched = pulls.filter(({ number }) => !problems.get(number)).flatMap(({ body }) => vouchedBy(body));
  const unseen = commits.filter((sha, index) => !found[index] && !vouched.includes(sha));
  const complaints = [
    ...unseen.map((sha) => `${sha} came to ${trunk} without a pull request`),
    ...[...problems].filter(([, problem]) => problem).map(([number, problem]) => `#${number} ${problem}`),
  ];
  if (complaints.length > 0) throw new Refusal(complaints.join('\n  '));
  return `${repository}: ${commits.length} commits, reviewed in ${pulls.map(({ number }) => `#${number}`).join(', ')}`;
}

function token(secret) {
  return aws('secretsmanager', 'get-secret-value', '--secret-id', secret).SecretString.trim();
}

/** The commit of the pipeline's last run that went through. */
function lastReleased(initiator) {
  const [kind, pipeline] = initiator.split('/');
  if (kind !== 'codepipeline') return undefined;
  const { pipelineExecutionSummaries: runs = [] } = aws(
    ...['codepipeline', 'list-pipeline-executions', '--pipeline-name', pipeline, '--max-items', String(PAGE)],
  );
  return runs.find(({ status }) => status === 'Succeeded')?.sourceRevisions?.[0]?.revisionId;
}

function aws(...args) {
  const out = execFileSync('aws', [...args, '--output', 'json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(out);
}

function gitHub({ DYNCONF_REVIEW_API = 'https://api.github.com', DYNCONF_REPOSITORY }, bearer) {
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${bearer}` };
  const ask = async (path) => {
    const reply = await fetch(`${DYNCONF_REVIEW_API}/repos/${DYNCONF_REPOSITORY}/${path}`, { headers });
    if (!reply.ok) throw new Error(`GitHub answers ${reply.status} to ${path}`);
    return reply.json();
  };
  const all = async (path) => {
    const items = [];
    for (let page = 1; ; page += 1) {
      const some = await ask(`${path}?per_page=${PAGE}&page=${page}`);
      items.push(...some);
      if (some.length < PAGE) return items;
    }
  };
  return { ask, all };
}

async function commitsBetween({ ask }, { since, commit }) {
  if (since === undefined || since === commit) return [commit];
  const { status, total_commits: total, commits } = await ask(`compare/${since}...${commit}`);
  // An older commit is released again: it was asked about when it came.
  if (status !== 'ahead') return [commit];
  if (total > MOST_COMMITS || commits.length < total)
    throw new Refusal(`${total} commits since ${since} are more than GitHub lists: release more often`);
  return commits.map(({ sha }) => sha);
}

async function pullRequestOf({ all }, { sha, trunk }) {
  const pulls = await all(`commits/${sha}/pulls`);
  return pulls.find(({ merged_at: merged, base }) => merged && base.ref === trunk);
}

/** What is wrong with the review of a pull request; nothing where somebody else approved what was merged. */
async function problemOf({ all }, { number, user, head }) {
  const [reviews, commits] = await Promise.all([
    all(`pulls/${number}/reviews`),
    all(`pulls/${number}/commits`),
  ]);
  const authors = new Set(
    [user, ...commits.flatMap(({ author, committer }) => [author, committer])].map((each) => each?.login),
  );
  const last = new Map();
  for (const review of reviews) if (review.state !== 'COMMENTED') last.set(review.user?.login, review);
  const others = [...last.values()].filter(
    (review) => review.user?.type === 'User' && !authors.has(review.user.login),
  );
  if (others.some(({ state }) => state === 'CHANGES_REQUESTED'))
    return 'was merged although somebody wants changes';
  const approvals = others.filter(({ state }) => state === 'APPROVED');
  if (approvals.length === 0) return 'was approved by nobody but its authors';
  if (approvals.every(({ commit_id: approved }) => approved !== head.sha))
    return 'was changed after it was approved';
  return undefined;
}

/** A reviewed pull request can say that it was about a commit that came without one: `Reviewed: <commit>`. */
function vouchedBy(body) {
  return [...(body ?? '').matchAll(/^Reviewed: ([0-9a-f]{40})\s*$/gm)].map(([, sha]) => sha);
}

main(process.env).then(
  (text) => console.log(`reviewed: ${text}`),
  (error) => {
    const refused = error instanceof Refusal;
    console.error(
      refused ? `refused:\n  ${error.message}` : `cannot ask who reviewed this: ${error.message}`,
    );
    console.error(
      refused ? 'A reviewed pull request with the line "Reviewed: <commit>" vouches for a commit.' : OFF,
    );
    process.exitCode = refused ? 3 : 2;
  },
);
