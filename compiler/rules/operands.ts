import { nearestOf } from '../reading/nearest';
import type { IonNode } from './ion-node';
import type { Located, RuleProblem } from './rule';

/** An expression taken apart: its operator, its place, what it is applied to, and where mistakes go. */
export interface Expression {
  readonly operator: string;
  readonly at: Located;
  readonly operands: readonly IonNode[];
  readonly problems: RuleProblem[];
}

/** The operands of an operator that knows them by their order; undefined when their number or form is wrong. */
export function positionalOperands(
  { operator, at, operands, problems }: Expression,
  { least, most }: { readonly least: number; readonly most: number },
): readonly IonNode[] | undefined {
  const named = operands.find((operand) => operand.names.length > 0);
  const [name] = named?.names ?? [];
  if (name) {
    const message = `${operator} knows its operands by their order, not by name`;
    problems.push({ code: 'RULE_UNKNOWN_OPERAND', ...placeOf(name), message, fix: `remove ${name.text}::` });
    return undefined;
  }
  if (operands.length >= least && operands.length <= most) return operands;
  const wanted = least === most ? String(least) : `at least ${least}`;
  const message = `${operator} has ${countOf(operands.length)}, ${wanted} wanted`;
  problems.push(
    operands.length < least
      ? { ...tooFew(at), message, fix: `write it like ${EXAMPLES[operator] ?? ''}` }
      : { ...tooMany(operands[most] ?? at), message, fix: `write it like ${EXAMPLES[operator] ?? ''}` },
  );
  return undefined;
}

/** The operands of an operator that knows them by name, in any order; undefined when one is missing or unknown. */
export function namedOperands(
  expression: Expression,
  {
    required,
    optional = [],
  }: { readonly required: readonly string[]; readonly optional?: readonly string[] },
): ReadonlyMap<string, IonNode> | undefined {
  const { operator, at, operands, problems } = expression;
  const known = [...required, ...optional];
  const found = new Map<string, IonNode>();
  const before = problems.length;
  for (const operand of operands) {
    const problem = problemOfName(expression, { operand, known, found });
    if (problem) problems.push(problem);
    else found.set(operand.names[0]?.text ?? '', operand);
  }
  const missing = required.filter((name) => !found.has(name));
  if (missing.length > 0 && problems.length === before) {
    const message = `${operator} lacks ${missing.map((name) => `${name}::`).join(' and ')}`;
    problems.push({ ...tooFew(at), message, fix: `write it like ${EXAMPLES[operator] ?? ''}` });
  }
  return problems.length === before ? found : undefined;
}

/** One correct use of every operator. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  eq: '(eq $plan "gold")',
  gt: '(gt $age 65)',
  gte: '(gte $age 65)',
  lt: '(lt $age 65)',
  lte: '(lte $age 65)',
  begins_with: '(begins_with $state "A")',
  ends_with: '(ends_with $email "@example.com")',
  contains: '(contains $promoCode "WIN")',
  and: '(and (eq $plan "gold") (gt $age 65))',
  or: '(or (eq $plan "gold") (gt $age 65))',
  not: '(not (eq $plan "gold"))',
  in: '(in $userId ["123", "456"])',
  matches: '(matches in::$greeting pattern::"h.*y")',
  exists: '(exists key::"country")',
  split: '(split pct::10 by::$userId seed::"abc")',
};

function problemOfName(
  { operator }: Expression,
  {
    operand,
    known,
    found,
  }: { operand: IonNode; known: readonly string[]; found: ReadonlyMap<string, IonNode> },
): RuleProblem | undefined {
  const [name, second] = operand.names;
  const example = EXAMPLES[operator] ?? '';
  if (!name) {
    const message = `${operator} knows its operands by name: ${known.join(', ')}`;
    return { code: 'RULE_UNNAMED_OPERAND', ...placeOf(operand), message, fix: `write it like ${example}` };
  }
  if (second) {
    const message = 'an operand has one name';
    return { code: 'RULE_UNKNOWN_OPERAND', ...placeOf(second), message, fix: `remove ${second.text}::` };
  }
  if (!known.includes(name.text)) {
    const close = nearestOf(name.text, known);
    const fix = close ? `did you mean ${close}::?` : `write it like ${example}`;
    const message = `${operator} has no operand ${name.text}, only ${known.join(', ')}`;
    return { code: 'RULE_UNKNOWN_OPERAND', ...placeOf(name), message, fix };
  }
  if (!found.has(name.text)) return undefined;
  const message = `${name.text} is given twice`;
  return { code: 'RULE_TOO_MANY_OPERANDS', ...placeOf(name), message, fix: 'remove one of them' };
}

function tooFew(at: Located): Pick<RuleProblem, 'code' | 'reason' | 'offset' | 'length'> {
  return { code: 'RULE_TOO_FEW_OPERANDS', reason: 'TooFewOperands', ...placeOf(at) };
}

function tooMany(at: Located): Pick<RuleProblem, 'code' | 'offset' | 'length'> {
  return { code: 'RULE_TOO_MANY_OPERANDS', ...placeOf(at) };
}

function placeOf({ offset, length }: Located): Located {
  return { offset, length };
}

function countOf(operands: number): string {
  return operands === 1 ? '1 operand' : `${operands} operands`;
}
