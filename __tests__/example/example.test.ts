import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BASELINE_FILE, readBaseline } from '../../cli/tests/performance-baseline';
import { servedFlagState } from '../../cli/tests/served-flag-state';
import { compileDocuments } from '../../compiler/compile-documents';
import { evaluateFlag } from '../../compiler/evaluate-flag';
import { flagStateIn } from '../../compiler/flag-state';
import { findTarget, selectorOf, targetsOf } from '../../compiler/targets';
import type { Stage } from '../../delivery/pipeline/delivery-plan';
import { loadDeliverable } from '../../delivery/load-deliverable';
import { planDelivery } from '../../delivery/pipeline/plan';
import { checkSynthesized, isAtLeast } from '../../release/policies/check-synthesized';
import { withSynthesized } from '../builders/synth';

/**
 * The definitions that come with the project, and nothing about its code: whoever replaces them with their own deletes
 * this folder. No other test reads flags/, opconfig/ or environments/ of the repository.
 */
const PROJECT = resolve(__dirname, '..', '..');
const { project: shop, diagnostics } = loadDeliverable(PROJECT, { today: '2026-11-21' });
if (!shop) throw new Error(diagnostics.map(({ message }) => message).join('\n'));

test('the example has nothing to mend', () => {
  expect(diagnostics).toEqual([]);
  expect(shop.components.length).toBeGreaterThan(3);
  expect(targetsOf(shop).length).toBeGreaterThan(8);
});

test('the example goes through every stage', () => {
  const { stages } = planDelivery(shop);
  expect(stages.map(({ name }) => name)).toEqual([
    'Source',
    'Build',
    'Sign',
    'Beta',
    'Gamma',
    'Prod-Approval',
    'Prod-Gate',
    'Prod-First',
    'Prod-Second-Gate',
    'Prod-Second',
    'Prod-Rest-Gate',
    'Prod-Rest',
  ]);
  for (const environment of ['beta', 'gamma', 'prod']) {
    expect(kindsOf(stages.filter((stage) => stage.environment === environment))).toEqual(
      expect.arrayContaining(['gate', 'foundation', 'flags', 'operations', 'verify', 'integration']),
    );
  }
  const prod = kindsOf(stages.filter((stage) => stage.environment === 'prod'));
  expect(prod).toEqual(expect.arrayContaining(['approve', 'bake']));
});

test('the example has a baseline wherever a test fails without one', () => {
  const needed = targetsOf(shop).filter(({ environment }) =>
    environment.tests['performance']?.commands.some((command) => command.includes('--require-baseline')),
  );
  expect(needed.map(selectorOf)).toContain('gamma/us-east-1');
  for (const target of needed)
    expect(readBaseline(join(PROJECT, BASELINE_FILE), selectorOf(target))).toBeDefined();
});

test('README.md shows a flag of the example as its file is, what becomes of it, and where a mistake is found', () => {
  const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
  const [, file = '', yaml = ''] =
    /\]\((flags\/.*)\); the file name is the key:\n\n```yaml\n([^`]*)```/.exec(readme) ?? [];
  expect(yaml).toBe(readFileSync(join(PROJECT, file), 'utf8'));
  const flag = shop.components.flatMap(({ flags }) => flags).find(({ at }) => at.file === file);
  const servedIn = (selector: string): string => {
    const target = findTarget(shop, selector);
    if (!flag || !target) throw new Error(`${file} in ${selector}`);
    const { enabled, attributes } = evaluateFlag(flagStateIn(flag, target), {});
    return `\`${JSON.stringify({ [flag.key]: { enabled, ...attributes } })}\``;
  };
  expect(readme).toContain(`| ${servedIn('prod/us-west-2')} | whoever reads application \`inventory\``);
  expect(readme).toContain(`| ${servedIn('prod/eu-west-1')} | the same in eu-west-1 |`);
  const wrong = yaml.split('\n').findIndex((line) => line.includes('prod: { hold-minutes: 10 }'));
  expect(readme).toContain(`${file}:${wrong + 1}:25  error  ATTRIBUTE_ABOVE_MAXIMUM`);
});

test('the example becomes stacks of which no policy has anything to say', () => {
  withSynthesized(shop, ({ outdir }) => {
    const { stacks, findings } = checkSynthesized({ cdktfOut: outdir, root: PROJECT, project: shop });
    expect(stacks.length).toBeGreaterThan(30);
    expect(findings.filter((finding) => isAtLeast(finding, 'warning'))).toEqual([]);
  });
});

test('the example’s documents serve each flag as its file says, in every target', () => {
  let compared = 0;
  for (const target of targetsOf(shop)) {
    for (const { component, profile, value } of compileDocuments(shop, target)) {
      if (profile !== 'flags') continue;
      for (const flag of shop.components.find(({ name }) => name === component)?.flags ?? []) {
        expect(servedFlagState(flag, value)?.enabled).toBe(flagStateIn(flag, target).enabled);
        compared += 1;
      }
    }
  }
  expect(compared).toBeGreaterThan(20);
});

test.each(['docs/reference-architecture.md', 'README.md'])(
  'links of %s into the example lead to a file',
  (file) => {
    const text = readFileSync(join(PROJECT, file), 'utf8');
    const links = [
      ...text.matchAll(/\]\(((?:\.\.\/)?(?:flags|opconfig|environments|performance-baselines)[^)#]*)/g),
    ];
    expect(links.length).toBeGreaterThan(2);
    const paths = links.map(([, link = '']) => join(PROJECT, dirname(file), link));
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  },
);

function kindsOf(stages: readonly Stage[]): string[] {
  return stages.flatMap(({ actions }) => actions.map(({ kind }) => kind));
}
