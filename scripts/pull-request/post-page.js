'use strict';
/**
 * Posts the page, or updates the one that is there: node scripts/pull-request/post-page.js PAGE
 *
 *   HEAD_SHA   the commit that the page is about; a pull request that has moved on keeps its page
 *   NUMBERS    of the pull requests, as fetch-review.js found them
 */
const { readFileSync } = require('node:fs');
const { GitHub, runScript } = require('./github');

/** The first line of a page (delivery/review/review-page.ts). */
const MARK = '<!-- dynconf-review -->';
/** A person may write the mark, too: only the job's own comment is changed. */
const AUTHOR = 'github-actions[bot]';

async function main(env, file = process.argv[2]) {
  const { HEAD_SHA: commit, NUMBERS = '' } = env;
  const body = readFileSync(file, 'utf8');
  if (!body.startsWith(MARK)) throw new Error(`${file} is not a page`);
  const github = new GitHub(env);
  for (const number of NUMBERS.split(' ').filter((each) => /^[1-9]\d*$/.test(each))) {
    const { head, state } = await (await github.call(`/pulls/${number}`)).json();
    if (head.sha !== commit || state !== 'open') {
      process.stderr.write(`pull request ${number} has moved on\n`);
      continue;
    }
    await post(github, { number, body });
  }
}

async function post(github, { number, body }) {
  const comments = await github.list(`/issues/${number}/comments`);
  const own = comments.find((each) => each.user?.login === AUTHOR && each.body?.startsWith(MARK));
  if (own) await github.call(`/issues/comments/${own.id}`, { method: 'PATCH', body: { body } });
  else await github.call(`/issues/${number}/comments`, { method: 'POST', body: { body } });
}

if (require.main === module) runScript(main);
