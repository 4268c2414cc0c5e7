import type { Environment, Project, Wave } from '../compiler/project';
import { regionsOf } from '../compiler/targets';
import type { OptionValue } from './command';
import { CommandError, EXIT } from './exit-codes';
import { unknownName } from './required-target';

/** The environment that a command line names; anything else is wrong usage. */
export function namedEnvironment(project: Project, name: string | undefined): Environment {
  const known = project.environments.map((environment) => environment.name);
  if (name === undefined) throw new CommandError(EXIT.usage, `name an environment: ${known.join(', ')}`);
  const found = project.environments.find((environment) => environment.name === name);
  if (found) return found;
  throw unknownName({ kind: 'environment', name, known });
}

/** The wave of an environment that a command line names. */
export function namedWave({ name: environment, waves }: Environment, name: string | undefined): Wave {
  const known = waves.map((wave) => wave.name);
  if (name === undefined) {
    throw new CommandError(EXIT.usage, `name a wave of ${environment}: ${known.join(', ')}`);
  }
  const found = waves.find((wave) => wave.name === name);
  if (found) return found;
  throw unknownName({ kind: 'wave', name, known });
}

/** Regions of an environment as `--regions us-east-1,eu-west-1` has them. */
export function namedRegions(environment: Environment, option: OptionValue): string[] {
  const known = regionsOf(environment);
  const regions = String(option)
    .split(',')
    .map((region) => region.trim())
    .filter((region) => region !== '');
  const unknown = regions.find((region) => !known.includes(region));
  if (unknown !== undefined) {
    throw unknownName({ kind: 'region', name: unknown, known });
  }
  if (regions.length > 0) return [...new Set(regions)];
  throw new CommandError(EXIT.usage, `--regions is empty; the regions are ${known.join(', ')}`);
}
