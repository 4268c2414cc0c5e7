import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BUILD_BUDGET_MINUTES,
  BUILD_PROJECT,
  BUILD_STEPS,
  buildMinutes,
  buildProjects,
  buildStage,
  SIGN_PROJECT,
  signStage,
} from '../../../delivery/pipeline/plan-build';
import { PIPELINE_LIMITS } from '../../../delivery/pipeline/pipeline-limits';
import { STEPS } from '../../../scripts/build/steps';
import { aTools } from '../../builders/project';

const failure = { result: 'stop', notify: [] } as const;

test('buildMinutes() stays within the ten minutes of a build, packages included', () => {
  expect(buildMinutes()).toBeLessThanOrEqual(BUILD_BUDGET_MINUTES);
  expect(BUILD_BUDGET_MINUTES).toBe(10);
});

test('BUILD_STEPS are the steps of `npm run build`, in its order, each an npm script', () => {
  expect(BUILD_STEPS.map(({ script }) => script)).toEqual(STEPS.map(({ name }) => `build:${name}`));
  const { scripts } = JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(BUILD_STEPS.filter(({ script }) => scripts[script] === undefined)).toEqual([]);
});

test('buildStage() installs once and runs every step as a person would', () => {
  const [build] = buildStage(failure).actions;
  expect(build?.commands).toEqual(['npm ci', ...BUILD_STEPS.map(({ script }) => `npm run ${script}`)]);
  expect(build).toMatchObject({
    input: 'Source',
    output: 'Build',
    timeoutMinutes: 30,
    project: 'dynconf-build',
  });
});

test('signStage() signs in a project of its own, that takes on no role and runs nothing of npm', () => {
  const [sign] = signStage(failure).actions;
  expect(sign?.commands).toEqual(['sh scripts/sign-artifact.sh']);
  expect(SIGN_PROJECT).toMatchObject({ name: sign?.project, installs: false, takesOn: [] });
  expect(SIGN_PROJECT.roleName).not.toBe(BUILD_PROJECT.roleName);
});

test('BUILD_PROJECT publishes tests, coverage and findings, and no more reports than a project may', () => {
  const { reports } = BUILD_PROJECT;
  expect(reports.map(({ group, type, format }) => [group, type, format])).toEqual([
    ['unit-tests', 'TEST', 'JUNITXML'],
    ['coverage', 'CODE_COVERAGE', 'COBERTURAXML'],
    ['specs', 'TEST', 'JUNITXML'],
    ['findings', 'TEST', 'JUNITXML'],
  ]);
  expect(reports.length).toBeLessThanOrEqual(PIPELINE_LIMITS.reportGroupsPerProject);
});

test('buildProjects() tells the review which host to ask, where it is not github.com', () => {
  const reviewOf = (over: object) =>
    buildProjects(aTools({ source: { ...aTools().source, ...over } })).find(({ kind }) => kind === 'review')
      ?.variables ?? {};
  expect(Object.keys(reviewOf({}))).toEqual(['DYNCONF_REPOSITORY', 'DYNCONF_TRUNK', 'DYNCONF_REVIEW_SECRET']);
  const api = 'https://gitlab.example.com/api/v4';
  expect(reviewOf({ provider: 'gitlab', api })).toMatchObject({
    DYNCONF_REVIEW_PROVIDER: 'gitlab',
    DYNCONF_REVIEW_API: api,
  });
});
