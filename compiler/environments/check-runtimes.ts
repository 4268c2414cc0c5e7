import type { CheckContext } from '../check-definitions';
import type { DiagnosticCode } from '../diagnostic-codes';
import { entryOf } from '../reading/yaml-tree';
import { CANARY_RUNTIME, runtimeProblem } from '../runtimes';
import { isOnThisMachine, type ResolvedEnvironment } from './resolve-environments';

/** A canary runs on a runtime of AWS that ends one day: said where somebody asks for the canary. */
export function checkRuntimes(
  environments: readonly ResolvedEnvironment[],
  { findings, today }: Pick<CheckContext, 'findings' | 'today'>,
): void {
  const problem = runtimeProblem(CANARY_RUNTIME, today);
  if (!problem) return;
  const { severity, message, fix } = problem;
  for (const environment of environments) {
    const canary = environment.root && entryOf(environment.root, 'canary');
    if (!canary || isOnThisMachine(environment)) continue;
    findings[severity](canary.key, problem.code as DiagnosticCode, { message, fix });
  }
}
