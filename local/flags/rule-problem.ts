import { parseRule } from '../../compiler/rules/parse-rule';

/** Why AppConfig would refuse a rule, and the operators on the way to the place. */
export interface RuleProblem {
  readonly reason: string;
  readonly path: readonly string[];
}

/** The first thing wrong with a rule. Reasons that are not known publicly are called `InvalidOperand`. */
export function ruleProblem(rule: string): RuleProblem | undefined {
  const parsed = parseRule(rule);
  const problem = 'problems' in parsed ? parsed.problems[0] : undefined;
  if (problem === undefined) return undefined;
  const reason = problem.reason ?? 'InvalidOperand';
  return { reason, path: reason === 'TooFewOperands' ? operatorsAround(rule, problem.offset) : [] };
}

/** The operators of the expressions that are open at a place, from the outside in. */
function operatorsAround(rule: string, offset: number): string[] {
  const open: string[] = [];
  for (const { 0: token, index } of rule.matchAll(/"(?:[^"\\]|\\.)*"|\(\s*[^\s()"]*|\)/g)) {
    if (index > offset) break;
    // eslint-disable-next-line security/detect-possible-timing-attacks -- a token of a rule, no secret
    if (token === ')') open.pop();
    else if (token.startsWith('(')) open.push(token.slice(1).trim());
  }
  return open;
}
