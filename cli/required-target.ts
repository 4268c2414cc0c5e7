import type { Project, Target } from '../compiler/project';
import { nearestOf } from '../compiler/reading/nearest';
import { findTarget, selectorOf, targetsIn, targetsOf } from '../compiler/targets';
import type { OptionValue } from './command';
import { CommandError, EXIT } from './exit-codes';

/** The target that `--in <environment>/<region>` names; anything else is wrong usage. */
export function requiredTarget(project: Project, selector: OptionValue): Target {
  const known = targetsOf(project).map(selectorOf);
  if (typeof selector !== 'string') {
    throw new CommandError(EXIT.usage, `say where: --in <environment>/<region>; ${listOf('targets', known)}`);
  }
  const target = findTarget(project, selector);
  if (target) return target;
  const ofEnvironment = known.filter((one) => one.startsWith(`${selector}/`));
  if (ofEnvironment.length > 0) {
    throw new CommandError(EXIT.usage, `${selector} has regions, say one: ${ofEnvironment.join(', ')}`);
  }
  throw unknownName({ kind: 'target', name: selector, known });
}

/** The targets that `--in <environment>` or `--in <environment>/<region>` names; anything else is wrong usage. */
export function requiredTargets(project: Project, selector: OptionValue): readonly Target[] {
  if (typeof selector !== 'string')
    throw new CommandError(EXIT.usage, 'say where: --in <environment> or --in <environment>/<region>');
  const targets = targetsIn(project, selector);
  if (targets.length > 0) return targets;
  throw selector.includes('/')
    ? unknownName({ kind: 'target', name: selector, known: targetsOf(project).map(selectorOf) })
    : unknownName({
        kind: 'environment',
        name: selector,
        known: project.environments.map(({ name }) => name),
      });
}

/** Wrong usage: a name that nothing has, with the one that was probably meant. */
export function unknownName({ kind, kinds = `${kind}s`, name, known }: UnknownName): CommandError {
  const close = nearestOf(name, known);
  const hint = close === undefined ? listOf(kinds, known) : `did you mean ${close}?`;
  return new CommandError(EXIT.usage, `there is no ${kind} ${name}; ${hint}`);
}

interface UnknownName {
  readonly kind: string;
  /** Of several. @default - with an s */
  readonly kinds?: string;
  readonly name: string;
  readonly known: readonly string[];
}

function listOf(kinds: string, known: readonly string[]): string {
  return known.length > 0 ? `the ${kinds} are ${known.join(', ')}` : `there are no ${kinds}`;
}
