import type { Profile, Strategy } from '../project';
import { numberOf, textOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { DEFAULT_STRATEGY, findPredefinedStrategy } from './strategies';

export interface ReadStrategy {
  readonly strategy: Strategy;
  /** What says so; absent for the default. */
  readonly node: YamlNode | undefined;
}

/** How one profile grows in an environment: `strategies.<profile>`, else `strategy`. Undefined when it is not valid. */
export function readStrategy(root: YamlNode | undefined, profile: Profile): ReadStrategy | undefined {
  const node = valueOf(valueOf(root, 'strategies'), profile) ?? valueOf(root, 'strategy');
  const strategy = node ? strategyOf(node) : findPredefinedStrategy(DEFAULT_STRATEGY);
  return strategy && { strategy, node };
}

function strategyOf(node: YamlNode): Strategy | undefined {
  const name = textOf(node);
  if (name !== undefined) return findPredefinedStrategy(name);
  const growth = textOf(valueOf(node, 'growth'));
  const factorPercent = numberOf(valueOf(node, 'factor-percent'));
  const durationMinutes = numberOf(valueOf(node, 'duration-minutes'));
  const bakeMinutes = numberOf(valueOf(node, 'bake-minutes'));
  if (growth !== 'linear' && growth !== 'exponential') return undefined;
  if (factorPercent === undefined || durationMinutes === undefined || bakeMinutes === undefined)
    return undefined;
  return { growth, factorPercent, durationMinutes, bakeMinutes };
}
