import { textOf, valueOf } from '../reading/yaml-tree';
import type { ResolvedEnvironment } from './resolve-environments';

/** An environment comes behind the one its `after` names; otherwise by name. Expects names in order and no circle. */
export function rolloutOrder(environments: readonly ResolvedEnvironment[]): readonly ResolvedEnvironment[] {
  const byName = new Map(environments.map((environment) => [environment.name, environment]));
  const ordered = new Set<ResolvedEnvironment>();
  const add = (environment: ResolvedEnvironment): void => {
    const before = byName.get(textOf(valueOf(environment.root, 'after')) ?? '');
    if (before && !ordered.has(before)) add(before);
    ordered.add(environment);
  };
  for (const environment of environments) add(environment);
  return [...ordered];
}
