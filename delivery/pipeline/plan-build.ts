import type { Tools } from '../../compiler/project';
import type { Action, CodeBuildProject, OnFailure, Report, Stage } from './delivery-plan';
import { BUILD_EXPORTS, COMMIT } from './plan-action';
import { TOOLS_ROLES } from '../role-names';

/** One step of the build: an npm script that runs the same on every machine. */
export interface BuildStep {
  /** Of package.json. */
  readonly script: string;
  readonly does: string;
  readonly budgetMinutes: number;
}

/** Deployment Pipeline Reference Architecture: the build gives its answer within ten minutes. */
export const BUILD_BUDGET_MINUTES = 10;

/** In the order in which a mistake is cheapest to find; policies and the artifact need what synth wrote. */
export const BUILD_STEPS: readonly BuildStep[] = [
  { script: 'build:secrets', does: 'secrets in code and definitions', budgetMinutes: 0.25 },
  { script: 'build:compile', does: 'types, and the definitions', budgetMinutes: 0.75 },
  { script: 'build:lint', does: 'lint', budgetMinutes: 0.75 },
  { script: 'build:sast', does: 'static analysis of the code', budgetMinutes: 0.75 },
  { script: 'build:sca', does: 'vulnerabilities of packages', budgetMinutes: 0.5 },
  { script: 'build:licences', does: 'licences of packages', budgetMinutes: 0.25 },
  { script: 'build:sbom', does: 'bill of materials', budgetMinutes: 0.5 },
  { script: 'build:specs', does: 'specs of flags', budgetMinutes: 0.25 },
  { script: 'build:test', does: 'unit tests and coverage', budgetMinutes: 3 },
  { script: 'build:synth', does: 'stacks', budgetMinutes: 0.5 },
  { script: 'build:policies', does: 'policies over the stacks', budgetMinutes: 0.25 },
  { script: 'build:artifact', does: 'digests of everything that is released', budgetMinutes: 0.25 },
];

/** Packages, before the first step. */
const INSTALL = { command: 'npm ci', budgetMinutes: 1.5 };
/** Past three times its budget a build hangs. */
const TIMEOUT_MINUTES = 3 * BUILD_BUDGET_MINUTES;
const SIGN_TIMEOUT_MINUTES = 10;
const REVIEW_TIMEOUT_MINUTES = 10;
/** The secret of Secrets Manager with a token that reads pull requests; a person makes it. */
const REVIEW_SECRET = 'dynconf/review-token';

/** Whatever a step finds is a test case of one of these. */
export const BUILD_REPORTS: readonly Report[] = [
  { group: 'unit-tests', type: 'TEST', files: ['reports/unit-tests/*.xml'], format: 'JUNITXML' },
  { group: 'coverage', type: 'CODE_COVERAGE', files: ['reports/coverage/*.xml'], format: 'COBERTURAXML' },
  { group: 'specs', type: 'TEST', files: ['reports/specs/*.xml'], format: 'JUNITXML' },
  // SARIF, as JUnit: lint, secrets, static analysis, policies, vulnerabilities, licences.
  { group: 'findings', type: 'TEST', files: ['reports/findings/*.xml'], format: 'JUNITXML' },
];

/** Minutes that all steps together may take. */
export function buildMinutes(): number {
  return BUILD_STEPS.reduce((minutes, { budgetMinutes }) => minutes + budgetMinutes, INSTALL.budgetMinutes);
}

/**
 * Everything in one action: packages are installed once, and one artifact comes out.
 *
 * Beside it somebody else's review is asked for, in a project that runs nothing of the commit: what must not be
 * released must not be able to say that it may be.
 */
export function buildStage(failure: OnFailure, tools?: Tools): Stage {
  const build: Action = {
    name: 'build',
    kind: 'build',
    regions: [],
    commands: [INSTALL.command, ...BUILD_STEPS.map(({ script }) => `npm run ${script}`)],
    runOrder: 1,
    estimatedMinutes: BUILD_BUDGET_MINUTES,
    timeoutMinutes: TIMEOUT_MINUTES,
    project: BUILD_PROJECT.name,
    variables: { DYNCONF_COMMIT: COMMIT },
    verifiesArtifact: false,
    input: 'Source',
    output: 'Build',
    exports: BUILD_EXPORTS,
  };
  const estimatedMinutes = BUILD_BUDGET_MINUTES;
  const actions = [build, ...(tools?.requireReview ? [reviewAction()] : [])];
  return { name: 'Build', kind: 'build', regions: [], estimatedMinutes, failure, actions };
}

function reviewAction(): Action {
  return {
    name: 'review',
    kind: 'review',
    regions: [],
    commands: ['node scripts/require-review.js'],
    runOrder: 1,
    estimatedMinutes: 0,
    timeoutMinutes: REVIEW_TIMEOUT_MINUTES,
    project: TOOLS_ROLES.review,
    variables: { DYNCONF_COMMIT: COMMIT },
    verifiesArtifact: false,
    input: 'Source',
  };
}

/** The projects of the stages that every pipeline begins with. */
export function buildProjects(tools?: Tools): CodeBuildProject[] {
  return [BUILD_PROJECT, ...(tools?.requireReview ? [reviewProject(tools)] : []), SIGN_PROJECT];
}

function reviewProject({ source }: Tools): CodeBuildProject {
  return {
    name: TOOLS_ROLES.review,
    description: 'Refuses a commit that nobody else reviewed',
    kind: 'review',
    roleName: TOOLS_ROLES.review,
    takesOn: [],
    installs: false,
    variables: {
      DYNCONF_REPOSITORY: source.repository,
      DYNCONF_TRUNK: source.trunk,
      DYNCONF_REVIEW_SECRET: REVIEW_SECRET,
      ...(source.provider !== 'github' && { DYNCONF_REVIEW_PROVIDER: source.provider }),
      ...(source.api !== undefined && { DYNCONF_REVIEW_API: source.api }),
    },
    reports: [],
    timeoutMinutes: REVIEW_TIMEOUT_MINUTES,
  };
}

/** By itself, for what signs must not run the code that it signs: neither npm nor anything of the artifact. */
export function signStage(failure: OnFailure): Stage {
  const sign: Action = {
    name: 'sign',
    kind: 'sign',
    regions: [],
    commands: ['sh scripts/sign-artifact.sh'],
    runOrder: 1,
    estimatedMinutes: 0,
    timeoutMinutes: SIGN_TIMEOUT_MINUTES,
    project: SIGN_PROJECT.name,
    variables: { DYNCONF_COMMIT: COMMIT },
    verifiesArtifact: false,
    input: 'Build',
    output: 'Signed',
  };
  return { name: 'Sign', kind: 'sign', regions: [], estimatedMinutes: 0, failure, actions: [sign] };
}

export const BUILD_PROJECT: CodeBuildProject = {
  name: TOOLS_ROLES.build,
  description: 'Checks, tests and synthesizes a commit',
  kind: 'build',
  roleName: TOOLS_ROLES.build,
  takesOn: [],
  installs: true,
  variables: {},
  reports: BUILD_REPORTS,
  timeoutMinutes: TIMEOUT_MINUTES,
};

export const SIGN_PROJECT: CodeBuildProject = {
  name: TOOLS_ROLES.sign,
  description: 'Signs the manifest of an artifact',
  kind: 'sign',
  roleName: TOOLS_ROLES.sign,
  takesOn: [],
  installs: false,
  variables: {},
  reports: [],
  timeoutMinutes: SIGN_TIMEOUT_MINUTES,
};
