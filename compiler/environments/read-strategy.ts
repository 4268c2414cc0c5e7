import { PROFILES } from '../names';
import type { Profile, Strategy } from '../project';
import { entriesOf, numberOf, textOf, valueOf, type YamlNode } from '../reading/yaml-tree';
import { ENVIRONMENT_SCHEMA as SCHEMA } from '../schemas/environment-schema';
import { isMisspelt } from '../structure/misspelt';
import { DEFAULT_STRATEGY, findPredefinedStrategy } from './strategies';

export interface ReadStrategy {
  readonly strategy: Strategy;
  /** What says so; absent for the default. */
  readonly node: YamlNode | undefined;
}

/** How one profile grows in an environment: `strategies.<profile>`, else `strategy`. Undefined when it is not valid. */
export function readStrategy(root: YamlNode | undefined, profile: Profile): ReadStrategy | undefined {
  const several = valueOf(root, 'strategies');
  const own = valueOf(several, profile);
  // A slip in the name of the profile, or of the field: what was meant is not the default.
  const isUnsure =
    !own && (entriesOf(several).some(([name]) => !isProfile(name)) || isMisspelt('strategy', root, SCHEMA));
  if (isUnsure) return undefined;
  const node = own ?? valueOf(root, 'strategy');
  const strategy = node ? strategyOf(node) : findPredefinedStrategy(DEFAULT_STRATEGY);
  return strategy && { strategy, node };
}

function isProfile(name: string): boolean {
  return PROFILES.some((profile) => profile === name);
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
