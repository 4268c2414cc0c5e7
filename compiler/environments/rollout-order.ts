import { textOf, valueOf } from '../reading/yaml-tree';
import type { ResolvedEnvironment } from './resolve-environments';

/** An environment in its place. */
export interface PlacedEnvironment {
  readonly environment: ResolvedEnvironment;
  /** Which one must have succeeded before: the one its `after` names, or else the last one that rehearses it. */
  readonly after?: string;
}

/**
 * An environment comes behind the one its `after` names and behind those that mirror it; otherwise by name.
 *
 * A rehearsal that an `after` puts behind what it mirrors stays there. Expects names in order and no circle of `after`.
 */
export function rolloutOrder(environments: readonly ResolvedEnvironment[]): readonly PlacedEnvironment[] {
  const byName = new Map(environments.map((environment) => [environment.name, environment]));
  const before = predecessors(environments);
  const ordered = new Set<string>();
  const add = (name: string): void => {
    if (ordered.has(name) || !byName.has(name)) return;
    for (const earlier of before.get(name) ?? []) add(earlier);
    ordered.add(name);
  };
  for (const { name } of environments) add(name);
  const names = [...ordered];
  return names.flatMap((name) => {
    const environment = byName.get(name);
    const after = fieldOf(environment, 'after') ?? names.findLast((each) => before.get(name)?.has(each));
    return environment ? [{ environment, ...(after !== undefined && { after }) }] : [];
  });
}

type Predecessors = ReadonlyMap<string, Set<string>>;

function predecessors(environments: readonly ResolvedEnvironment[]): Predecessors {
  const before = new Map(
    environments.map((environment) => [
      environment.name,
      new Set([fieldOf(environment, 'after') ?? []].flat()),
    ]),
  );
  for (const environment of environments) {
    const mirrored = before.get(fieldOf(environment, 'mirrors') ?? '');
    const isBehind = comesBehind(environment.name, fieldOf(environment, 'mirrors') ?? '', before);
    if (environment.kind === 'environment' && mirrored && !isBehind) mirrored.add(environment.name);
  }
  return before;
}

function comesBehind(name: string, other: string, before: Predecessors): boolean {
  return name === other || [...(before.get(name) ?? [])].some((each) => comesBehind(each, other, before));
}

function fieldOf(
  environment: ResolvedEnvironment | undefined,
  field: 'after' | 'mirrors',
): string | undefined {
  return textOf(valueOf(environment?.root, field));
}
