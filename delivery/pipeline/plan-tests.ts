import { TEST_KINDS, type TestKind } from '../../compiler/names';
import type { Environment, TestAction } from '../../compiler/project';
import type { Action, CodeBuildProject, Report } from './delivery-plan';
import { type Delivered, environmentAction } from './plan-action';
import { readRoleName, roleArn, testRoleName } from '../role-names';
import { dependencyVariables } from './test-commands';

/** Of a test that does not say how long it takes. */
const DEFAULT_MINUTES = 10;
/** Packages are installed, and a slow day is no failure. */
const MARGIN_MINUTES = 15;
const COVERAGE_FORMATS = ['COBERTURAXML', 'CLOVERXML', 'JACOCOXML', 'SIMPLECOV'];

export interface TestPlace {
  /** Regions that share an action, one after the other; each by itself while there is room. */
  readonly groups: readonly (readonly string[])[];
  /** The number of the first kind of test; the next kind has the next. */
  readonly runOrder: number;
}

/** The kinds of tests that an environment has, in the order in which they run: no load during faults, no faults under load. */
export function testKindsOf({ tests }: Environment): TestKind[] {
  return TEST_KINDS.filter((kind) => tests[kind] !== undefined);
}

/** The tests of one wave. */
export function testActions(delivered: Delivered, place: TestPlace): Action[] {
  const { groups, runOrder } = place;
  return testKindsOf(delivered.environment).flatMap((kind, index) =>
    groups.map((group) => testAction(delivered, { kind, regions: group, runOrder: runOrder + index })),
  );
}

/** A CodeBuild project per kind of test: report groups belong to projects. */
export function testProjects(environment: Environment): CodeBuildProject[] {
  return testKindsOf(environment).map((kind) => {
    const test = environment.tests[kind];
    const role = roleArn(environment.account, readRoleName(environment.name));
    return {
      name: testProjectName(environment, kind),
      description: `Runs the ${kind} tests of ${environment.name}`,
      kind: 'test',
      roleName: testRoleName(environment.name),
      takesOn: [role],
      installs: true,
      variables: dependencyVariables(environment),
      reports: reportsOf(test, kind),
      timeoutMinutes: timeoutOf(test, 1),
    };
  });
}

function testAction(
  delivered: Delivered,
  { kind, regions, runOrder }: { kind: TestKind; regions: readonly string[]; runOrder: number },
): Action {
  const { environment } = delivered;
  const test = environment.tests[kind];
  return environmentAction(delivered, {
    name: groupName(kind, regions),
    kind,
    regions,
    commands: [testRunCommand(delivered, kind, regions)],
    runOrder,
    // What a file does not say counts as nothing: so does the check of beta's and gamma's half hour.
    estimatedMinutes: (test?.minutes ?? 0) * regions.length,
    timeoutMinutes: timeoutOf(test, regions.length),
    project: testProjectName(environment, kind),
  });
}

/** Reads from the file what there is to run: the pipeline changes with neither commands nor components. */
function testRunCommand(
  { environment, workload }: Delivered,
  kind: TestKind,
  regions: readonly string[],
): string {
  const targets = regions.map((region) => `${environment.name}/${region}`).join(' ');
  const only = workload.name === undefined ? '' : ` --workload ${workload.name}`;
  return `npx dynconf test run ${kind} ${targets}${only}`;
}

/** Of an action for some of the regions of a wave. */
export function groupName(kind: string, [first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? `${kind}-${first}` : `${kind}-${first}-and-${others.length}-more`;
}

function timeoutOf(test: TestAction | undefined, regions: number): number {
  return (test?.minutes ?? DEFAULT_MINUTES) * regions + MARGIN_MINUTES;
}

function testProjectName({ name }: Environment, kind: TestKind): string {
  return `${testRoleName(name)}-${kind}`;
}

function reportsOf(test: TestAction | undefined, kind: TestKind): Report[] {
  return (test?.reports ?? []).map(({ files, format }, index) => ({
    group: index === 0 ? kind : `${kind}-${index + 1}`,
    type: COVERAGE_FORMATS.includes(format) ? 'CODE_COVERAGE' : 'TEST',
    files,
    format,
  }));
}
