import { canonicalJson } from './canonical-json';
import { evaluateFlag, type FlagEvaluation } from './evaluate-flag';
import { flagStateIn } from './flag-state';
import type { Flag, Json, Project, Spec, Target } from './project';
import { targetsIn } from './targets';

/** One spec in one target. */
export interface SpecResult {
  readonly flag: Flag;
  readonly spec: Spec;
  readonly target: Target;
  readonly evaluation: FlagEvaluation;
  /** One sentence per expectation that does not hold; empty when the spec passes. */
  readonly failures: readonly string[];
}

/** Runs every spec in every region that its selector means. */
export function runSpecs(project: Project): SpecResult[] {
  return project.components.flatMap((component) =>
    component.flags.flatMap((flag) =>
      flag.specs.flatMap((spec) => targetsIn(project, spec.in).map((target) => runSpec(flag, spec, target))),
    ),
  );
}

function runSpec(flag: Flag, spec: Spec, target: Target): SpecResult {
  const evaluation = evaluateFlag(flagStateIn(flag, target), spec.given);
  return { flag, spec, target, evaluation, failures: specFailures(spec, evaluation) };
}

/** One sentence per expectation of a spec that an evaluation does not meet. */
export function specFailures(
  { expect }: Pick<Spec, 'expect'>,
  evaluation: Omit<FlagEvaluation, 'reason'>,
): string[] {
  return Object.entries(expect).flatMap(([name, expected]) => {
    const actual = actualOf(evaluation, name);
    if (canonicalJson(actual ?? null) === canonicalJson(expected)) return [];
    return [`${name} is ${show(actual)}, expected ${show(expected)}`];
  });
}

/** `null` expects an attribute that is not there. */
function actualOf(evaluation: Omit<FlagEvaluation, 'reason'>, name: string): Json | undefined {
  if (name === 'enabled') return evaluation.enabled;
  if (name === 'variant') return evaluation.variant;
  return Object.hasOwn(evaluation.attributes, name) ? evaluation.attributes[name] : undefined;
}

function show(value: Json | undefined): string {
  return value === undefined || value === null ? 'absent' : canonicalJson(value);
}
