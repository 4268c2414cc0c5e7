import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BUILD_REPORTS, BUILD_STEPS } from '../../../delivery/pipeline/plan-build';
import { runSteps, stepsNamed } from '../../../scripts/build/build';
import { FINDINGS_FOLDER } from '../../../scripts/build/report-findings';
import { SPECS_REPORT } from '../../../scripts/build/run-specs';
import type { BuildStep, StepOutcome } from '../../../scripts/build/step';
import { STEPS } from '../../../scripts/build/steps';
import { COVERAGE_REPORT, UNIT_REPORT } from '../../../scripts/build/unit-tests';

const PROJECT = resolve(__dirname, '..', '..', '..');
const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

function aStep(name: string, result: StepOutcome['result'], note?: string): BuildStep {
  const outcome = { result, findings: result === 'failed' ? 2 : 0, reports: [`reports/${name}`] };
  return { name, summary: '', run: async () => ({ ...outcome, ...(note !== undefined && { note }) }) };
}

async function resultsOf(
  steps: readonly BuildStep[],
  choice: { keepGoing?: boolean; noSkip?: boolean } = {},
): Promise<{ results: string[]; said: string }> {
  let said = '';
  const place = {
    project: '/p',
    reports: '/p/reports',
    allTests: false,
    say: (text: string) => void (said += text),
  };
  const records = await runSteps({ steps, keepGoing: false, noSkip: false, ...choice }, place);
  return { results: records.map(({ name, result }) => `${name} ${result}`), said };
}

const SKIPPING = [aStep('a', 'passed'), aStep('b', 'skipped', 'no registry'), aStep('c', 'passed')];
const FAILING = [aStep('a', 'passed'), aStep('b', 'failed'), aStep('c', 'passed')];

describe('runSteps()', () => {
  it('runSteps() stops at the first red step', async () => {
    expect((await resultsOf(FAILING)).results).toEqual(['a passed', 'b failed']);
  });

  it('runSteps() goes on after a red step when asked to, and still tells it', async () => {
    const { results } = await resultsOf(FAILING, { keepGoing: true });
    expect(results).toEqual(['a passed', 'b failed', 'c passed']);
  });

  it('runSteps() goes on after a skipped step, and says loudly why it was skipped', async () => {
    const { results, said } = await resultsOf(SKIPPING);
    expect(results).toEqual(['a passed', 'b skipped', 'c passed']);
    expect(said).toContain('SKIPPED build:b: no registry');
  });

  it('runSteps() calls a skipped step red where nothing may be skipped', async () => {
    expect((await resultsOf(SKIPPING, { noSkip: true })).results).toEqual(['a passed', 'b failed']);
  });
});

describe('stepsNamed()', () => {
  it('stepsNamed() keeps the order of the build, however they are named, and marks what is no step', () => {
    expect(stepsNamed(['synth', 'secrets']).map((step) => step?.name)).toEqual(['secrets', 'synth']);
    expect(stepsNamed(['secrets', 'sats']).map((step) => step?.name)).toEqual([undefined, 'secrets']);
  });
});

describe('STEPS', () => {
  it('STEPS and the npm scripts of the pipeline are the same', () => {
    const ours = Object.keys(scripts).filter((name) => name.startsWith('build:'));
    expect([...ours].sort()).toEqual(STEPS.map(({ name }) => `build:${name}`).sort());
    expect(BUILD_STEPS.map(({ script }) => script).sort()).toEqual([...ours].sort());
    const wrong = STEPS.filter(({ name }) => scripts[`build:${name}`] !== `node scripts/build.js ${name}`);
    expect(wrong).toEqual([]);
  });

  it('STEPS synthesizes before it judges the stacks and makes the artifact', () => {
    const after = STEPS.slice(STEPS.findIndex(({ name }) => name === 'synth') + 1);
    expect(after.map(({ name }) => name)).toEqual(['policies', 'artifact']);
  });

  it('STEPS are in the table of docs/build.md, in order', () => {
    const page = readFileSync(join(PROJECT, 'docs', 'build.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(STEPS.map(({ name }) => name));
  });

  it('STEPS write where the pipeline looks for reports', () => {
    const folders = BUILD_REPORTS.flatMap(({ files }) => files).map((glob) => dirname(glob));
    expect([...folders].sort()).toEqual(
      ['coverage', 'findings', 'specs', 'unit-tests'].map((name) => `reports/${name}`),
    );
    const written = [COVERAGE_REPORT, FINDINGS_FOLDER, SPECS_REPORT, UNIT_REPORT].map(
      (name) => name.split('/')[0],
    );
    expect(folders.map((folder) => folder.split('/')[1])).toEqual(expect.arrayContaining(written));
  });
});
