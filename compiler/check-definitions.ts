import { componentNamesOf } from './components';
import type { DefinitionFile, Definitions } from './definition-file';
import { checkEnvironments } from './environments/check-environments';
import { resolveEnvironments, type ResolvedEnvironment } from './environments/resolve-environments';
import { checkFlags } from './flags/check-flags';
import { checkShares } from './flags/check-shares';
import { compileRules, type CompiledConditions } from './flags/compile-rules';
import { FlagIndex } from './flags/flag-index';
import { Landscape } from './landscape';
import { checkOperations } from './operations/check-operations';
import { checkOwners } from './owners/check-owners';
import type { Findings } from './reading/findings';
import type { YamlMap } from './reading/yaml-tree';

/** What everything is compared with. */
export interface CheckContext {
  readonly root: string;
  readonly findings: Findings;
  /** Is given the text of schema files. */
  readonly sources: Map<string, string>;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly strict: boolean;
}

/** What the checks worked out on the way; complete if they found no error. */
export interface Checked extends CompiledConditions {
  readonly index: FlagIndex;
  readonly environments: readonly ResolvedEnvironment[];
  readonly componentNames: ReadonlySet<string>;
  /** The schemas of operations documents, wherever they are written. */
  readonly schemas: ReadonlyMap<DefinitionFile, YamlMap>;
}

/** Everything a schema of one file cannot say: names, values, targets, rules, limits. */
export function checkDefinitions(definitions: Definitions, context: CheckContext): Checked {
  const { findings } = context;
  const environments = resolveEnvironments(definitions.environments, findings);
  const landscape = new Landscape(environments, definitions.environments);
  const componentNames = componentNamesOf(definitions);
  const index = new FlagIndex(definitions.flags);
  const conditions = compileRules(definitions, findings);
  checkShares(definitions.flags, conditions.rules, findings);
  checkEnvironments({ definitions, environments, componentNames }, context);
  checkFlags(definitions, { ...context, landscape, index });
  checkOwners(definitions, context);
  const schemas = checkOperations(definitions.operations, { ...context, landscape });
  return { ...conditions, index, environments, componentNames, schemas };
}
