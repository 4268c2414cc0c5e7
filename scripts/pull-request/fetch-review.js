'use strict';
/**
 * Fetches what the workflows of a pull request found, as data: node scripts/pull-request/fetch-review.js FOLDER
 *
 *   HEAD_SHA      the commit that the workflow ran for
 *   TRUNK         pull requests into other branches get no page
 *
 * Writes review.json, plan.json where there is a plan, and to GITHUB_OUTPUT the numbers of the pull requests and the run
 * that made the plan. The file of a workflow is the pull request's own, so what it says it asks for is asked of GitHub: a
 * plan is taken from this repository's runs only, and once a person has let its run into the environment.
 */
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { GitHub, runScript } = require('./github');

const REVIEW = { workflow: '.github/workflows/pull-request.yml', name: 'review', file: 'review.json' };
const PLAN = { workflow: '.github/workflows/pull-request-plan.yml', name: 'plan', file: 'plan.json' };
/** That the plan's workflow asks for. */
const ENVIRONMENT = 'plan';

async function main(env, folder = process.argv[2]) {
  const { HEAD_SHA: commit = '', TRUNK: base = '', GITHUB_OUTPUT: output } = env;
  if (!/^[0-9a-f]{40,64}$/.test(commit) || base === '' || !folder)
    throw new Error('HEAD_SHA, TRUNK and a folder are needed');
  const github = new GitHub(env);
  const pulls = await pullsInto(github, { commit, base });
  const found = pulls.length > 0 ? await fetchAll(github, { commit, folder, pulls }) : {};
  if (!found.review) process.stderr.write(`there is no page to make for ${commit}\n`);
  if (!output) return;
  appendFileSync(
    output,
    `numbers=${found.review ? pulls.map(({ number }) => Number(number)).join(' ') : ''}\n`,
  );
  if (found.review && found.plan) appendFileSync(output, `plan-run=${Number(found.plan)}\n`);
}

async function pullsInto(github, { commit, base }) {
  const pulls = await github.pullRequests(commit);
  for (const { number, base: into } of pulls.filter((each) => each.base.ref !== base))
    warn(
      `pull request ${number} gets no page: it goes into ${into.ref}, and TRUNK of review-page.yml is ${base}`,
    );
  return pulls.filter((each) => each.base.ref === base);
}

/** Which runs have found what; a plan alone is no page. */
async function fetchAll(github, { commit, folder, pulls }) {
  mkdirSync(folder, { recursive: true });
  const path = `/actions/runs?event=pull_request&status=completed&head_sha=${commit}`;
  const runs = await github.list(path, (answer) => answer.workflow_runs);
  const newestFirst = runs.sort((left, right) => right.id - left.id);
  const review = await fetchFile(github, newestFirst, { ...REVIEW, folder });
  const own = pulls.every(({ head }) => github.isOwn(head.repo))
    ? newestFirst.filter((run) => github.isOwn(run.head_repository))
    : [];
  const plan = await fetchFile(github, own, { ...PLAN, folder, environment: ENVIRONMENT });
  return { review, plan };
}

/** The newest run of the workflow, where it has kept the file. */
async function fetchFile(github, runs, { workflow, name, file, folder, environment }) {
  const newest = runs.find((run) => run.path === workflow);
  const text = newest && (await github.readArtifact(newest.id, { name, file }));
  if (text === undefined) return undefined;
  if (environment !== undefined && !(await github.isApproved(newest.id, environment))) {
    warn(
      `${file} of run ${newest.id} is left out: nobody has let that run into the environment ${environment}`,
    );
    return undefined;
  }
  writeFileSync(join(folder, file), text);
  return newest.id;
}

/** Shown at the run (GitHub docs, "Workflow commands"); names of branches may have what those end with. */
function warn(text) {
  process.stdout.write(`::warning::${text.replace(/[%\r\n]/g, ' ')}\n`);
}

if (require.main === module) runScript(main);
