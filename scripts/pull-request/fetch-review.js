'use strict';
/**
 * Fetches what the workflows of a pull request found, as data: node scripts/pull-request/fetch-review.js FOLDER
 *
 *   HEAD_SHA      the commit that the workflow ran for
 *   TRUNK         pull requests into other branches get no page
 *
 * Writes review.json, plan.json where there is a plan, and to GITHUB_OUTPUT the numbers of the pull requests.
 */
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { GitHub, runScript } = require('./github');

/** By the path of the workflow that makes it. */
const ARTIFACTS = [
  { workflow: '.github/workflows/pull-request.yml', name: 'review', file: 'review.json' },
  { workflow: '.github/workflows/pull-request-plan.yml', name: 'plan', file: 'plan.json' },
];

async function main(env, folder = process.argv[2]) {
  const { HEAD_SHA: commit = '', TRUNK: base = '', GITHUB_OUTPUT: output } = env;
  if (!/^[0-9a-f]{40,64}$/.test(commit) || base === '' || !folder)
    throw new Error('HEAD_SHA, TRUNK and a folder are needed');
  const github = new GitHub(env);
  const numbers = await github.pullRequests({ commit, base });
  const found = numbers.length > 0 && (await fetchAll(github, { commit, folder }));
  if (!found) process.stderr.write(`there is no page to make for ${commit}\n`);
  if (output) appendFileSync(output, `numbers=${found ? numbers.map(Number).join(' ') : ''}\n`);
}

/** False where there is no review: then a plan alone is no page. */
async function fetchAll(github, { commit, folder }) {
  mkdirSync(folder, { recursive: true });
  const path = `/actions/runs?event=pull_request&status=completed&head_sha=${commit}`;
  const runs = await github.list(path, (answer) => answer.workflow_runs);
  const found = [];
  for (const { workflow, name, file } of ARTIFACTS) {
    const [newest] = runs.filter((run) => run.path === workflow).sort((left, right) => right.id - left.id);
    const text = newest && (await github.readArtifact(newest.id, { name, file }));
    if (text === undefined) continue;
    writeFileSync(join(folder, file), text);
    found.push(name);
  }
  return found.includes('review');
}

if (require.main === module) runScript(main);
