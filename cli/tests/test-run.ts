import { TEST_KINDS, type TestKind } from '../../compiler/names';
import type { Environment, Target } from '../../compiler/project';
import type { Workload } from '../../compiler/workloads';
import { dependencyVariables, testCommands } from '../../delivery/pipeline/test-commands';
import type { Io, Run } from '../command';
import { EXIT, type ExitCode } from '../exit-codes';
import { loadDefinitions } from '../load-definitions';
import { namedWorkload } from '../named-workload';
import { requiredTarget, unknownName } from '../required-target';
import { type CommandEnd, streamCommand } from './stream-command';

/** What is run of the environment files. */
interface Asked {
  readonly kind: TestKind;
  readonly workload: Workload;
  readonly root: string;
}

/** One command, and where it belongs. */
interface Step {
  readonly environment: Environment;
  readonly region: string;
  readonly command: string;
}

/**
 * `dynconf test run <kind> <targets...>`: the commands of the environment file, one after the other, each in a shell of
 * its own.
 *
 * Pipelines run this, so that it is the same on every machine, and so that they know neither commands nor components.
 */
export const run: Run = async (io, { root, args, options }) => {
  const [word = '', ...selectors] = args;
  const kind = TEST_KINDS.find((each) => each === word);
  if (!kind)
    throw unknownName({ kind: 'kind of test', kinds: 'kinds of test', name: word, known: TEST_KINDS });
  const project = loadDefinitions(io, root);
  const { workload: named } = options;
  const workload = named === undefined ? { components: project.components } : namedWorkload(project, named);
  const asked = { kind, workload, root };
  const steps = stepsOf(
    selectors.map((selector) => requiredTarget(project, selector)),
    asked,
  );
  if (steps.length === 0) io.err(`there are no ${kind} tests of ${selectors.join(', ')} to run\n`);
  return runAll(io, steps, asked);
};

/** Targets of one environment together: what is the same in every region runs once. */
function stepsOf(targets: readonly Target[], { kind, workload }: Asked): Step[] {
  const environments = [...new Set(targets.map(({ environment }) => environment))];
  return environments.flatMap((environment) => {
    const own = targets.filter((target) => target.environment === environment);
    const regions = [...new Set(own.map(({ region }) => region))];
    return testCommands({ environment, workload }, kind, regions).map((step) => ({ environment, ...step }));
  });
}

/** The first one that is not in order ends it. */
async function runAll(io: Io, steps: readonly Step[], asked: Asked): Promise<ExitCode> {
  for (const [index, step] of steps.entries()) {
    const exitCode = await runStep(io, step, asked);
    const left = steps.length - index - 1;
    if (exitCode !== EXIT.done && exitCode !== EXIT.interrupted && left > 0) {
      io.err(`not run after that: ${left === 1 ? 'one command' : `${left} commands`}\n`);
    }
    if (exitCode !== EXIT.done) return exitCode;
  }
  return EXIT.done;
}

async function runStep(io: Io, step: Step, { kind, root }: Asked): Promise<ExitCode> {
  const { environment, region, command } = step;
  const where = `${kind} of ${environment.name}/${region}`;
  if (io.signal.aborted) return EXIT.interrupted;
  io.err(`run     ${where}: ${command.trimEnd()}\n`);
  // What is here is what this commit says; a pipeline may still have the addresses of an earlier one.
  const variables = { ...dependencyVariables(environment), DYNCONF_ROOT: root };
  const end = await streamCommand(io, { command, variables });
  if (io.signal.aborted) {
    io.err(`\ninterrupted: ${where} did not end: ${firstLine(command)}\n`);
    return EXIT.interrupted;
  }
  if (end.code === 0) return EXIT.done;
  io.err(`failed  ${where}: ${firstLine(command)} ${wayOf(end)}\n`);
  return exitOf(end);
}

/** Our own words are passed on; what other programs mean by theirs is not ours to say. */
function exitOf({ code }: CommandEnd): ExitCode {
  return Object.values(EXIT).find((known) => known === code) ?? EXIT.notInOrder;
}

function wayOf({ code, signal }: CommandEnd): string {
  return signal === null ? `ended with exit code ${code ?? ''}` : `was ended by ${signal}`;
}

function firstLine(command: string): string {
  const [first = '', ...others] = command.trim().split('\n');
  return others.length > 0 ? `${first} …` : first;
}
