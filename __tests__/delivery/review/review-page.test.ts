import fc from 'fast-check';
import { startOf } from '../../../compiler/diagnostic';
import type { Plans, Review } from '../../../delivery/review/review';
import { LONGEST_PAGE, PAGE_MARK, reviewPage } from '../../../delivery/review/review-page';
import { aChange, aReview } from '../../builders/review';

const BLOCK = /^(`{3,})(?:diff|text)\n[^]*?\n\1$/gm;
const SPAN = /(?<!`)(`+)(?!`)(?:(?!\n)[^])+?(?<!`)\1(?!`)/g;

/** What is left of a page without its code, in which everything is literal. */
function skeleton(page: string): string {
  return page.replace(BLOCK, '▪').replace(SPAN, '▫');
}

/** Every text of a review and of a plan is this one. */
function filledWith(text: string): { readonly review: Review; readonly plans: Plans } {
  const diagnostic = { ...startOf(text), severity: 'warning', code: text, message: text, fix: text } as const;
  const edit = { path: [text], before: text, after: { [text]: text } };
  return {
    review: aReview({
      base: { ref: text, commit: text },
      notes: [text],
      diagnostics: [diagnostic],
      changes: [aChange({ component: text, flag: text, edits: [edit], targets: [text] })],
      targets: { changed: [text], unchanged: [], added: [text], removed: [text] },
      stacks: [{ stack: text, kind: 'flags', environment: text, change: 'changed' }],
      pipelines: [{ pipeline: text, stages: [{ name: text, minutes: 1 }] }],
    }),
    plans: {
      plans: [
        {
          stack: text,
          resources: [{ address: text, action: 'update', because: [text] }],
          documents: [{ address: text, action: 'create', added: [text], removed: [text], changed: [text] }],
        },
        { stack: text, resources: [], documents: [], problem: text },
        { stack: text, resources: [], documents: [] },
      ],
      notPlanned: [{ stack: text, because: text }],
    },
  };
}

function pageOf({ review, plans }: { readonly review: Review; readonly plans: Plans }): string {
  return reviewPage(review, { plans, isStored: true });
}

test('reviewPage() says what changes where, and what does not', () => {
  const page = reviewPage(aReview());
  expect(page.startsWith(PAGE_MARK)).toBe(true);
  expect(page).toContain(
    '**1 flag.** Of 3 targets, 1 read differently. Compared with `origin/main` (`c0ffee000000`).',
  );
  expect(page).toContain(
    '`checkout/one-click-pay` changed in `beta/us-east-1`\n\n```diff\n- enabled: false\n+ enabled: true\n```',
  );
  expect(page).toContain('Unchanged: `prod` (all 2 regions)');
  expect(page).toContain('- `beta-us-east-1-flags` changed');
  expect(page).toContain('about 25 min from the merge');
});

test('reviewPage() of definitions with mistakes says that nothing can be released', () => {
  const mistake = {
    ...startOf('flags/a/b.yaml'),
    severity: 'error',
    code: 'EMPTY',
    message: 'm',
    fix: 'f',
  } as const;
  const page = reviewPage(aReview({ diagnostics: [mistake], changes: [] }));
  expect(page).toContain('**Nothing can be released: 1 mistake in the definitions.**');
  expect(page).toContain('flags/a/b.yaml:1:1  error  EMPTY');
});

test('reviewPage() of no change says so', () => {
  const targets = { changed: [], unchanged: ['beta/us-east-1'], added: [], removed: [] };
  expect(reviewPage(aReview({ changes: [], stacks: [], pipelines: [], targets }))).toContain(
    '**No document changes.**',
  );
});

test.each([
  '@octocat/team please',
  '<img src=x onerror=alert(1)>',
  '![a](https://example.com/pixel.png)',
  '[a](https://example.com)',
  'https://example.com',
  '<!-- dynconf-review -->',
  '--> <script>',
  '`` ` ```\n```\n# Approved\n@octocat',
  '</details></code></pre>',
  '\u202Etxt.exe',
  '| a | b |',
  '&lt;b&gt; \\` \\',
  'GH-1 #1 owner/repo#1',
  '```diff\n+ a\n```',
])('reviewPage() shows %j as what it is', (text) => {
  const { review, plans } = filledWith(text);
  const harmless = filledWith('a');
  expect(skeleton(pageOf({ review, plans }))).toBe(skeleton(pageOf(harmless)));
  expect(pageOf({ review, plans })).not.toMatch(/\u202E/);
});

test('reviewPage() is the same page around any text', () => {
  const harmless = filledWith('a');
  const expected = skeleton(pageOf(harmless));
  const parts = fc.constantFrom(
    '`',
    '``',
    '```',
    '\n',
    '\r',
    '~~~',
    '@a',
    '<',
    '>',
    '[',
    ']',
    '(',
    ')',
    '|',
    '\\',
    '&',
    ' ',
    'a',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(parts).map((all) => all.join('')),
  );
  fc.assert(
    // A slash parts the environment from its regions, and an empty commit is none.
    fc.property(
      text.map((each) => each.replaceAll('/', '') || 'a'),
      (each) => {
        expect(skeleton(pageOf(filledWith(each)))).toBe(expected);
      },
    ),
  );
});

test('reviewPage() stays within what a comment holds, and says what is missing', () => {
  const edits = Array.from({ length: 3000 }, (_, n) => ({
    path: [`key-${n}`],
    before: n,
    after: 'x'.repeat(300),
  }));
  const changes = [aChange({ edits }), aChange({ flag: 'other' })];
  const page = reviewPage(aReview({ changes }));
  expect(page.length).toBeLessThanOrEqual(LONGEST_PAGE);
  expect(page.length).toBeGreaterThan(LONGEST_PAGE / 2);
  expect(page).toMatch(/\*\*The page is cut here: \d+ parts more did not fit\.\*\*/);
  expect(skeleton(page)).not.toContain('`');
  expect(page).toContain('`npx dynconf review --base <revision> --format json` shows everything.');
  const served = reviewPage(aReview({ changes, base: { ref: 'what beta serves', commit: '' } }));
  expect(served).toContain('`npx dynconf review --served <environment> --format json` shows everything.');
});

test('reviewPage() cuts a list of targets or stacks that is longer than a comment', () => {
  const many = Array.from({ length: 5000 }, (_, n) => `environment-${n}/us-east-1`);
  const page = reviewPage(aReview({ targets: { changed: many, unchanged: [], added: many, removed: [] } }));
  expect(page.length).toBeLessThanOrEqual(LONGEST_PAGE);
});

test('reviewPage() of more environments and changes than anybody has is made, for each is looked at once', () => {
  const many = Array.from({ length: 20_000 }, (_, n) => `environment-${n}/us-east-1`);
  const changes = many.map((target, n) => aChange({ flag: `flag-${n}`, targets: [target] }));
  const targets = { changed: many, unchanged: [], added: [], removed: [] };
  expect(reviewPage(aReview({ changes, targets })).length).toBeLessThanOrEqual(LONGEST_PAGE);
  const regions = many.map((_, n) => `prod/region-${n}`);
  const page = reviewPage(aReview({ targets: { ...targets, changed: [], unchanged: regions } }));
  expect(page).toContain('Unchanged: `prod` (all 20000 regions)');
  const plans = many.map((stack) => ({ stack, resources: [], documents: [] }));
  expect(reviewPage(aReview(), { plans: { plans, notPlanned: [] } }).length).toBeLessThanOrEqual(
    LONGEST_PAGE,
  );
});

test('reviewPage() tells what a plan does, and which stacks it leaves alone', () => {
  const plans = [
    {
      stack: 'beta-us-east-1-flags',
      resources: [
        {
          address: 'aws_appconfig_deployment.checkout',
          action: 'replace',
          because: ['configuration_version'],
        },
      ],
      documents: [{ address: 'v', action: 'replace', added: [], removed: [], changed: ['one-click-pay'] }],
    },
    { stack: 'prod-us-east-1-flags', resources: [], documents: [] },
  ] as const;
  const notPlanned = ['access-tools', 'state'].map((stack) => ({ stack, because: 'not ours' }));
  const page = reviewPage(aReview(), { plans: { plans, notPlanned } });
  expect(page).toContain('± replace aws_appconfig_deployment.checkout  (configuration_version)');
  expect(page).toContain('~   one-click-pay');
  expect(page).toContain('No changes: `prod-us-east-1-flags`');
  expect(page).toContain('Not planned here (`not ours`): `access-tools`, `state`');
});

test('reviewPage() of what was found elsewhere says who found it', () => {
  expect(reviewPage(aReview(), { isStored: true })).toMatch(/Found by the pull request's own code/);
  expect(reviewPage(aReview())).not.toMatch(/own code/);
});

test('reviewPage() of ten thousand flags still tells stacks, plans and time, and what is missing', () => {
  const changes = Array.from({ length: 30_000 }, (_, n) => aChange({ flag: `flag-${n % 10_000}` }));
  const stacks = Array.from({ length: 30 }, (_, n) => ({
    ...{ stack: `prod-region-${n}-flags`, kind: 'flags', environment: 'prod', change: 'changed' },
  })) as Review['stacks'];
  const plans = stacks.map(({ stack }) => ({
    stack,
    resources: [],
    documents: [],
    problem: 'x'.repeat(300),
  }));
  const page = reviewPage(aReview({ changes, stacks }), { plans: { plans, notPlanned: [] } });
  expect(page).toContain('**10000 flags.**');
  expect(page).toContain('- `prod-region-29-flags` changed');
  expect(page).toContain('`prod-region-29-flags` cannot be planned');
  expect(page).toContain('about 25 min from the merge');
  expect(page.match(/The page is cut here: \d+ parts more/g)).toHaveLength(1);
  expect(page.length).toBeLessThanOrEqual(LONGEST_PAGE);
  // What the others leave is for the documents.
  expect(page.length).toBeGreaterThan(LONGEST_PAGE * 0.95);
});
