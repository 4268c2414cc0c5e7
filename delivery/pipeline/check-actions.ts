import { TEST_KINDS } from '../../compiler/names';
import type { Diagnostic, Span } from '../../compiler/diagnostic';
import type { Environment } from '../../compiler/project';
import type { Action, Stage } from './delivery-plan';
import { diagnosticAt, placeIn, placeOfWave } from './diagnostic-at';
import { PIPELINE_LIMITS } from './pipeline-limits';
import { testProjects } from './plan-tests';

/** Finds actions of an environment that CodeBuild would end, or that have too many regions to be told what to do. */
export function checkActions({ actions, wave }: Stage, environment: Environment): Diagnostic[] {
  const found = actions.flatMap((action) => {
    if (action.project === undefined) return [];
    const at = placeOf(action, { environment, wave });
    return [...checkTime(action, at), ...checkCommands(action, placeOfWave(environment, wave))];
  });
  return [...found, ...checkTests(environment), ...checkReports(environment), ...checkProjects(environment)];
}

function checkTime({ kind, environment, timeoutMinutes }: Action, at: Span): Diagnostic[] {
  const { most } = PIPELINE_LIMITS.buildTimeoutMinutes;
  if (timeoutMinutes <= most) return [];
  const message = `${kind} in ${environment ?? ''} may take ${timeoutMinutes} minutes, CodeBuild ends what takes longer than ${most}`;
  const fix = {
    flags: 'shorten duration-minutes or bake-minutes of the strategy',
    operations: 'shorten duration-minutes or bake-minutes of the strategy',
    bake: 'shorten bake-minutes of the wave',
  }[kind as string];
  return [diagnosticAt(at, { code: 'ACTION_TOO_LONG', message, fix: fix ?? 'give it fewer minutes' })];
}

/** What an action is told is one value of its configuration, and names each of its regions. */
function checkCommands({ kind, environment, regions, variables }: Action, at: Span): Diagnostic[] {
  const value = JSON.stringify(
    Object.entries(variables).map(([name, text]) => ({ name, value: text, type: 'PLAINTEXT' })),
  );
  const { valueCharacters } = PIPELINE_LIMITS;
  if (value.length <= valueCharacters) return [];
  const message = `${regions.length} regions of ${environment ?? ''} have to share one action of ${kind}: it is told ${value.length} characters, CodePipeline takes ${valueCharacters}`;
  return [diagnosticAt(at, { code: 'WAVE_TOO_WIDE', message, fix: 'split the wave into several' })];
}

/**
 * A limit of ours: commands stay as short as what CodePipeline can show of an action, although they are read when they
 * run. What is longer is a program, and belongs where it is tested.
 */
function checkTests(environment: Environment): Diagnostic[] {
  const { valueCharacters: most } = PIPELINE_LIMITS;
  return Object.entries(environment.tests).flatMap(([kind, { commands }]) => {
    const characters = commands.join(' && ').length;
    if (characters <= most) return [];
    return diagnosticAt(placeIn(environment, `tests.${kind}`), {
      code: 'COMMANDS_TOO_LONG',
      message: `the commands of ${kind} in ${environment.name} make ${characters} characters, ${most} are possible`,
      fix: 'write a script and call it',
    });
  });
}

function checkReports(environment: Environment): Diagnostic[] {
  const { reportGroupsPerProject: most } = PIPELINE_LIMITS;
  return Object.entries(environment.tests)
    .filter(([, { reports }]) => reports.length > most)
    .map(([kind, { reports }]) =>
      diagnosticAt(placeIn(environment, `tests.${kind}`), {
        code: 'TOO_MANY_REPORTS',
        message: `${kind} has ${reports.length} reports, CodeBuild publishes ${most} of a project`,
        fix: 'put files of one format into one report',
      }),
    );
}

/** What addresses and reports may take of a buildspec: the script that verifies the artifact takes most of it. */
const TESTED_CHARACTERS = 9000;

function checkProjects(environment: Environment): Diagnostic[] {
  const lengths = testProjects(environment).map(
    ({ variables, reports }) => JSON.stringify({ variables, reports }, null, 2).length,
  );
  const longest = Math.max(0, ...lengths);
  if (longest <= TESTED_CHARACTERS) return [];
  return [
    diagnosticAt(placeIn(environment, 'dependencies', 'tests'), {
      code: 'DEPENDENCIES_TOO_LONG',
      message: `the dependencies and reports of ${environment.name} make ${longest} characters of a build project, ${TESTED_CHARACTERS} are possible`,
      fix: 'name the services that the tests use, by shorter URLs',
    }),
  ];
}

interface Where {
  readonly environment: Environment;
  readonly wave: string | undefined;
}

function placeOf({ kind }: Action, { environment, wave }: Where): Span {
  if (isTest(kind)) return placeIn(environment, `tests.${kind}`);
  if (kind === 'flags' || kind === 'operations') return placeIn(environment, 'strategies', 'strategy');
  return placeOfWave(environment, wave);
}

function isTest(kind: string): boolean {
  return TEST_KINDS.some((test) => test === kind);
}
