import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Review } from '../../delivery/review/review';
import { PAGE_MARK } from '../../delivery/review/review-page';
import { DELIVERY_SHOP, payFlag } from '../builders/delivery-shop';
import type { PullRequest } from '../builders/fake-github';
import { type GitHubProject, startGitHubProject } from '../builders/github-project';
import type { JobRun } from '../builders/github-runner';
import { describeInRepository } from '../builders/repository-prerequisite';
import { aChange, aReview } from '../builders/review';

const MINUTE = 60_000;
/** Of one test: how long it takes depends on what else the machine does. */
const LONGEST = 5 * MINUTE;
const REVIEW = { workflow: 'pull-request', job: 'review' } as const;
const WORKFLOW = '.github/workflows/pull-request.yml';
const PLAN_WORKFLOW = '.github/workflows/pull-request-plan.yml';

/**
 * Not run here, and why. What else is not GitHub: packages of the same lock file are linked instead of installed again,
 * and Terraform is not downloaded; actions do what their names say, and an API on this machine takes a token for what
 * `permissions:` of its job allows.
 */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'npm run check': 'would run this test within itself; it is run for every commit',
};
const instead = Object.fromEntries(Object.keys(LEFT_OUT).map((command) => [command, () => undefined]));

describeInRepository('pull requests: the scripts of the workflows, run for real on clean clones', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-hostile-'));
  let project: GitHubProject;

  beforeAll(async () => {
    project = await startGitHubProject({ ...DELIVERY_SHOP, ...payFlag(100) });
  }, MINUTE);
  afterAll(async () => {
    await project?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    project.gitHub.comments.splice(0);
    project.gitHub.pulls.splice(0);
  });

  /** What somebody's own workflow has kept instead of what ours would have. */
  const keep = (
    { head }: PullRequest,
    kept: { readonly review?: unknown; readonly plan?: unknown },
    approved: readonly string[] = [],
  ): void => {
    for (const [name, content] of Object.entries(kept)) {
      const artifact = mkdtempSync(join(folder, 'artifact-'));
      writeFileSync(join(artifact, `${name}.json`), JSON.stringify(content));
      const path = name === 'plan' ? PLAN_WORKFLOW : WORKFLOW;
      const repository = head.repo.full_name;
      project.gitHub.addRun({
        path,
        commit: head.sha,
        artifacts: { [name]: artifact },
        repository,
        approved,
      });
    }
  };
  const comments = (): readonly string[] => project.gitHub.comments.map(({ body }) => body);

  test(
    'a changed flag becomes one comment that says what changes, and the next commit changes that comment',
    async () => {
      const pull = project.propose({ number: 7, files: payFlag(200) });
      const review = await project.runPullRequest(pull, REVIEW);
      expect(notGreen(review)).toEqual([]);
      expect(review.summary).toContain('`checkout/pay` changed');
      expect(notGreen(await project.runPage(pull))).toEqual([]);
      expect(comments()).toHaveLength(1);
      expect(comments()[0]).toMatch(new RegExp(`^${PAGE_MARK}\n`));
      expect(comments()[0]).toMatch(
        /`checkout\/pay` changed in [^]*\n- attributes\.limit: 100\n\+ attributes\.limit: 200\n/,
      );
      const [first] = project.gitHub.comments.map(({ id }) => id);

      const next = project.propose({ number: 7, files: payFlag(300) });
      expect(notGreen(await project.runPullRequest(next, REVIEW))).toEqual([]);
      expect(notGreen(await project.runPage(next))).toEqual([]);
      expect(comments()).toHaveLength(1);
      expect(comments()[0]).toMatch(/\n- attributes\.limit: 100\n\+ attributes\.limit: 300\n/);
      expect(project.gitHub.comments[0]?.id).toBe(first);
    },
    LONGEST,
  );

  test(
    'a definition that is wrong makes the job red, and the page says where and why',
    async () => {
      const pull = project.propose({ number: 8, files: payFlag(900) });
      const review = await project.runPullRequest(pull, REVIEW);
      expect(review.conclusion).toBe('failure');
      expect(notGreen(review).map(({ name }) => name)).toEqual(['Compare with the trunk']);
      expect(review.summary).toContain('ATTRIBUTE_ABOVE_MAXIMUM');
      expect(notGreen(await project.runPage(pull))).toEqual([]);
      expect(comments()).toEqual([expect.stringContaining('**Nothing can be released:')]);
      expect(comments()[0]).toMatch(
        /flags\/checkout\/pay\.yaml:5:\d+ {2}error {2}ATTRIBUTE_ABOVE_MAXIMUM\n.*900/,
      );

      const check = await project.runPullRequest(pull, { ...CHECK, instead });
      expect(check.conclusion).toBe('failure');
      const [reason, ...skipped] = notGreen(check);
      expect(reason?.name).toBe('New and old side by side');
      expect(reason?.output).toMatch(/::error file=flags\/checkout\/pay\.yaml,line=5,/);
      expect(skipped.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped', 'skipped']);
    },
    LONGEST,
  );

  test(
    'the checks of a good change are green: side by side, stacks, and what stacks may do',
    async () => {
      const pull = project.propose({ number: 9, files: payFlag(200) });
      const check = await project.runPullRequest(pull, { ...CHECK, instead });
      expect(notGreen(check)).toEqual([]);
      const silent = check.steps.filter(({ output }) => output === '').map(({ name }) => name);
      expect(silent.filter((name) => !name.startsWith('actions/'))).toEqual([
        'npm ci',
        'sh scripts/pull-request/install-terraform.sh',
        'Definitions, types, lint, specs, every test, and the fleet validated by Terraform',
      ]);
    },
    LONGEST,
  );

  test(
    'what a fork has kept is shown as data, whatever it says',
    async () => {
      const pull = project.propose({ number: 10, files: payFlag(200), fork: 'mallory/shop' });
      keep(pull, { review: HOSTILE });
      expect(notGreen(await project.runPage(pull))).toEqual([]);
      const [page = ''] = comments();
      expect(page).toContain('@everyone');
      // What is left without code is ours, and neither notifies, links nor loads anything.
      expect(withoutCode(page)).not.toMatch(/@everyone|evil\.example|<(?!!-- dynconf-review -->)|\]\(/);
      expect(withoutCode(page).split(PAGE_MARK)).toHaveLength(2);
    },
    LONGEST,
  );

  test(
    'what a fork has kept and is no review makes no comment, and is not repeated in the log',
    async () => {
      const pull = project.propose({ number: 11, files: payFlag(200), fork: 'mallory/shop' });
      keep(pull, { review: { ...aReview(), changes: [{ component: EVIL }] } });
      const page = await project.runPage(pull);
      expect(notGreen(page).map(({ name }) => name)).toEqual(['Render', 'Post']);
      expect(page.steps.map(({ output }) => output).join('')).toContain('is not what dynconf writes');
      expect(page.steps.map(({ output }) => output).join('')).not.toContain('@everyone');
      expect(comments()).toEqual([]);
    },
    LONGEST,
  );

  test(
    'a plan that a fork has kept is on no page, not even where its run says that somebody has approved it',
    async () => {
      const pull = project.propose({ number: 15, files: payFlag(200), fork: 'mallory/shop' });
      keep(pull, { review: aReview(), plan: FORGED }, ['plan']);
      expect(notGreen(await project.runPage(pull))).toEqual([]);
      expect(comments()).toEqual([expect.not.stringContaining('### Plan')]);
    },
    LONGEST,
  );

  test(
    'a plan of this repository is on the page with its run, once somebody has approved that',
    async () => {
      const pull = project.propose({ number: 16, files: payFlag(200) });
      keep(pull, { review: aReview(), plan: FORGED });
      const before = await project.runPage(pull);
      expect(notGreen(before)).toEqual([]);
      expect(before.steps.map(({ output }) => output).join('')).toMatch(
        /::warning::plan\.json of run \d+ is left out: nobody has let that run into the environment plan\n/,
      );
      expect(comments()).toEqual([expect.not.stringContaining('### Plan')]);

      keep(pull, { plan: FORGED }, ['plan']);
      expect(notGreen(await project.runPage(pull))).toEqual([]);
      expect(comments()).toEqual([
        expect.stringMatching(
          /### Plan\n\nPlanned by the pull request's own code and workflow, in the run `\d+`/,
        ),
      ]);
    },
    LONGEST,
  );

  test(
    'plans are made for nobody until they are switched on, and never for a fork',
    async () => {
      const [own, foreign] = [
        project.propose({ number: 12, files: payFlag(200) }),
        project.propose({ number: 13, files: payFlag(200), fork: 'mallory/shop' }),
      ];
      const job = { workflow: 'pull-request-plan', job: 'plan' } as const;
      const on = { DYNCONF_PLANS: 'on' };
      const runs = [
        await project.runPullRequest(own, job),
        await project.runPullRequest(foreign, { ...job, variables: on }),
      ];
      expect(runs.map(({ conclusion }) => conclusion)).toEqual(['skipped', 'skipped']);
    },
    LONGEST,
  );

  test(
    'a pull request that has moved on, or is closed, gets no page of what it was',
    async () => {
      const pull = project.propose({ number: 14, files: payFlag(200) });
      keep(pull, { review: aReview() });
      project.propose({ number: 14, files: payFlag(300) });
      const page = await project.runPage(pull);
      expect(page.conclusion).toBe('success');
      expect(page.steps.map(({ outcome }) => outcome)).toEqual([
        'success',
        'success',
        'success',
        'skipped',
        'skipped',
        'skipped',
      ]);
      expect(comments()).toEqual([]);
    },
    LONGEST,
  );
});

const FORGED = { plans: [{ stack: 'access-prod', resources: [], documents: [] }] };
const CHECK = { workflow: 'pull-request', job: 'check' } as const;

const EVIL =
  '@everyone <img src="https://evil.example/a.png"> [click](https://evil.example) ``` ` <!-- dynconf-review -->\n\n# Approved';
/** Of the right shape, so that it is rendered. */
const HOSTILE: Review = aReview({
  base: { ref: EVIL, commit: EVIL },
  notes: [EVIL],
  diagnostics: [
    {
      code: 'FLAG_UNKNOWN',
      severity: 'warning',
      file: EVIL,
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 2,
      message: EVIL,
      fix: EVIL,
    },
  ],
  changes: [
    aChange({
      component: EVIL,
      flag: EVIL,
      edits: [{ path: [EVIL], before: EVIL, after: { [EVIL]: EVIL } }],
      targets: [EVIL],
    }),
  ],
  targets: { changed: [EVIL], unchanged: [EVIL], added: [EVIL], removed: [EVIL] },
  stacks: [{ stack: EVIL, kind: 'flags', environment: EVIL, change: 'changed' }],
  pipelines: [{ pipeline: EVIL, stages: [{ name: EVIL, minutes: 1 }] }],
});

/** The steps of a job that are not green, with what they said. */
function notGreen({ steps }: JobRun): JobRun['steps'] {
  return steps.filter(({ outcome }) => outcome !== 'success');
}

/** A page without its blocks and spans of code (CommonMark, 4.5 and 6.1): a fence is closed by one as long. */
function withoutCode(page: string): string {
  return page.replace(/^(`{3,})[^\n]*\n[^]*?\n\1`*$/gm, '').replace(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
}
