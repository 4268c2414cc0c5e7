import type { Environment, Project } from '../../compiler/project';
import { loadWith, writeDefinition } from '../../release/temporary/temporary-definition';
import type { Input } from '../command';
import { CommandError, EXIT } from '../exit-codes';
import { unknownName } from '../required-target';

/** What a person may ask for at once; longer than a quarter is not temporary. */
const MOST_HOURS = 2160;

export type TemporaryEnvironment = Environment & {
  readonly temporary: NonNullable<Environment['temporary']>;
};

/** The temporary environments of a project, those that go first first. */
export function temporariesIn(project: Project): readonly TemporaryEnvironment[] {
  return project.environments.filter(
    (environment): environment is TemporaryEnvironment => environment.temporary !== undefined,
  );
}

/** The temporary environment that a command line names; anything else is wrong usage. */
export function namedTemporary(project: Project, { args }: Input): TemporaryEnvironment {
  const [name = ''] = args;
  const all = temporariesIn(project);
  const found = all.find((environment) => environment.name === name);
  if (found) return found;
  if (project.environments.some((environment) => environment.name === name)) {
    const how = 'docs/temporary-environments.md says how a lasting one is removed';
    throw new CommandError(EXIT.usage, `${name} is not temporary: it is environments/${name}.yaml; ${how}`);
  }
  throw unknownName({ kind: 'temporary environment', name, known: all.map((each) => each.name) });
}

export function readHours(option: string, value: unknown): number {
  const hours = /^\d{1,4}$/.test(String(value)) ? Number(value) : NaN;
  if (hours >= 1 && hours <= MOST_HOURS) return hours;
  throw new CommandError(
    EXIT.usage,
    `${option} is ${String(value ?? 'missing')}, a whole number from 1 to ${MOST_HOURS} is possible`,
  );
}

export function requiredOption({ options }: Input, name: string, example: string): string {
  const value = options[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new CommandError(EXIT.usage, `say --${name}, as in --${name} ${example}`);
}

/** Writes a definition if the project is in order with it; otherwise nothing is written. */
export function writeChecked(root: string, file: string, text: string): void {
  const { diagnostics } = loadWith(root, file, text);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const lines = errors.map(({ message, fix }) => `  ${message} (${fix})`);
    throw new CommandError(
      EXIT.usage,
      `nothing was written, ${file} would not be in order:\n${lines.join('\n')}`,
    );
  }
  writeDefinition(root, file, text);
}
