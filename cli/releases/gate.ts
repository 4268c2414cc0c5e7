import { STACK_KINDS, type StackKind } from '../../compiler/names';
import type { Environment } from '../../compiler/project';
import { regionsOf } from '../../compiler/targets';
import { describeGate, evaluateGate } from '../../release/gate/gate';
import type { Input, Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { loadDefinitions } from '../load-definitions';
import { namedEnvironment, namedRegions, namedWave } from '../named-environment';
import { readFormat } from '../read-format';
import { releaseExit } from './release-exit';

/** `dynconf gate <environment>`: may a release start there, now? */
export const run: Run = async (io, { root, args, options }) => {
  const format = readFormat(options['format'], ['text', 'json']);
  const project = loadDefinitions(io, root);
  const environment = namedEnvironment(project, args[0]);
  const kind = kindOf(options['kind']);
  const question = {
    environment,
    regions: askedRegions(environment, options),
    components: project.components.map(({ name }) => name),
    toCome: regionsFrom(environment, options['before']),
    ...(kind !== undefined && { kind }),
  };
  try {
    const verdict = await evaluateGate(question, { env: io.env, signal: io.signal });
    if (format === 'json') io.out(`${JSON.stringify(verdict, null, 2)}\n`);
    else io.err(`${describeGate(verdict)}\n`);
    return verdict.isOpen ? EXIT.done : EXIT.refused;
  } catch (error) {
    if (io.signal.aborted)
      io.err('\ninterrupted: the gate was not asked to the end, and nothing was changed\n');
    throw releaseExit(error);
  }
};

function askedRegions(environment: Environment, { wave, regions }: Input['options']): readonly string[] {
  if (wave !== undefined && regions !== undefined) {
    throw new CommandError(EXIT.usage, 'say --wave or --regions, not both');
  }
  if (regions !== undefined) return namedRegions(environment, regions);
  if (wave !== undefined) return namedWave(environment, String(wave)).regions;
  return regionsOf(environment);
}

/** Of a wave and those after it: their foundations are applied after the gate that asks. */
function regionsFrom(environment: Environment, name: Input['options'][string]): readonly string[] {
  if (name === undefined) return [];
  const first = environment.waves.indexOf(namedWave(environment, String(name)));
  return environment.waves.slice(first).flatMap(({ regions }) => regions);
}

function kindOf(option: Input['options'][string]): StackKind | undefined {
  const kind = STACK_KINDS.find((candidate) => candidate === option);
  if (kind !== undefined || option === undefined) return kind;
  throw new CommandError(EXIT.usage, `--kind is ${String(option)}, ${STACK_KINDS.join(', ')} are possible`);
}
