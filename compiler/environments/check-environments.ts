import type { CheckContext } from '../check-definitions';
import type { Definitions } from '../definition-file';
import { startOfFile } from '../reading/source';
import { checkAccounts } from './check-accounts';
import { checkApprovals } from './check-approvals';
import { checkBakes } from './check-bakes';
import { checkDependencies } from './check-dependencies';
import { checkExperiments } from './check-experiments';
import { checkFields } from './check-fields';
import { checkMerged } from './check-merged';
import { checkMirrors } from './check-mirrors';
import { checkOnCallRegions } from './check-on-call';
import { checkOrder } from './check-order';
import { checkPace } from './check-pace';
import { checkQuotas } from './check-quotas';
import { checkRuntimes } from './check-runtimes';
import { checkState } from './check-state';
import { checkTools } from './check-tools';
import { checkTopics } from './check-topics';
import type { ResolvedEnvironment } from './resolve-environments';

export interface EnvironmentsToCheck {
  readonly definitions: Definitions;
  readonly environments: readonly ResolvedEnvironment[];
  readonly componentNames: ReadonlySet<string>;
}

/** Checks every environment file by itself, each environment with what it inherits, and all of them together. */
export function checkEnvironments(what: EnvironmentsToCheck, context: CheckContext): void {
  const { definitions, environments, componentNames } = what;
  const { findings } = context;
  if (environments.length === 0) {
    findings.error(startOfFile('environments'), 'NO_ENVIRONMENTS', {
      message: 'there is no environment',
      fix: `add environments/local.yaml with regions: [us-east-1] to ${context.root}, or name another folder with --root`,
    });
  }
  for (const file of definitions.environments) {
    if (file.root) checkFields(file.root, { ...context, componentNames });
  }
  for (const { root } of [...definitions.environments, ...(definitions.tools ? [definitions.tools] : [])]) {
    if (root) checkTopics(root, findings);
  }
  for (const environment of environments) checkMerged(environment, context);
  checkBakes(environments, findings);
  checkOrder(environments, definitions.environments, findings);
  checkMirrors(environments, findings);
  checkPace(what, findings);
  checkAccounts({ environments, componentNames }, findings);
  checkQuotas({ environments, componentNames }, findings);
  checkRuntimes(environments, context);
  checkOnCallRegions({ environments, componentNames }, findings);
  checkDependencies(environments, findings);
  checkExperiments(environments, findings);
  checkState({ environments, tools: definitions.tools }, findings);
  checkApprovals({ environments, tools: definitions.tools }, findings);
  if (definitions.tools?.root) checkTools(definitions.tools.root, { definitions, componentNames, findings });
}
