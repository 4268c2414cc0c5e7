import { IonSyntaxError, type IonNode } from './ion-node';
import { IonScanner } from './ion-scanner';
import { buildRule } from './build-rule';
import { readIon } from './read-ion';
import type { Rule, RuleProblem } from './rule';

export type ParsedRule = { readonly rule: Rule } | { readonly problems: readonly RuleProblem[] };

/**
 * Reads a rule as AppConfig does: one Ion s-expression with known operators and operands that fit them.
 *
 * Mistakes in the text itself end the reading, so there is one; all others are reported together. What AppConfig
 * lets pass and we do not is the business of `checkRule`.
 */
export function parseRule(text: string): ParsedRule {
  try {
    const problems: RuleProblem[] = [];
    const rule = buildRule(readExpression(text), problems);
    return rule !== undefined && problems.length === 0 ? { rule } : { problems };
  } catch (error) {
    if (error instanceof IonSyntaxError) return { problems: [error.problem] };
    throw error;
  }
}

function readExpression(text: string): IonNode {
  const scanner = new IonScanner(text);
  scanner.skipBlanks();
  const start = scanner.position;
  if (!scanner.sees('(')) failNoExpression(scanner);
  const expression = readIon(scanner);
  scanner.skipBlanks();
  if (!scanner.atEnd) {
    const rest = scanner.position;
    scanner.position = text.trimEnd().length;
    const fix = 'put the expressions into one: (and … …) or (or … …)';
    scanner.fail(rest, { reason: 'NotAnExpression', message: 'a rule is one expression, here is more', fix });
  }
  return { ...expression, offset: start };
}

function failNoExpression(scanner: IonScanner): never {
  const start = scanner.position;
  const found = scanner.text.slice(start).trimEnd();
  const problem = {
    code: 'RULE_NOT_AN_EXPRESSION',
    reason: 'NotAnExpression',
    offset: start,
    length: Math.max(1, found.length),
    message: found === '' ? 'the rule is empty' : 'a rule is one expression in parentheses',
    fix: 'write it like (eq $plan "gold")',
  } as const;
  throw new IonSyntaxError(problem);
}
