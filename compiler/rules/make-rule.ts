import type { ComparisonOperator, Condition, ContextValue, Literal, LogicOperator, Rule } from './rule';
import type { TextLiteral, TextOperator } from './rule';
import { contextKeysOf, isRule } from './rule-parts';

/** Nodes that are made, not parsed, have no place in a text. */
const NOWHERE = { offset: 0, length: 0 } as const;

function text(value: string): TextLiteral {
  return { kind: 'string', ...NOWHERE, value };
}

export function literal(value: string | number | boolean): Literal {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'boolean') return { kind: 'boolean', ...NOWHERE, value };
  return { kind: 'number', ...NOWHERE, value: value === 0 ? 0 : value }; // there is no -0 in a rule
}

export function timestamp(instant: number): Literal {
  return { kind: 'timestamp', ...NOWHERE, value: instant };
}

export function comparison(operator: ComparisonOperator, key: string, value: Literal): Rule {
  return { kind: 'comparison', operator, ...NOWHERE, left: contextValue(key), right: value };
}

export function textTest(operator: TextOperator, key: string, part: string): Rule {
  return { kind: 'text', operator, ...NOWHERE, subject: contextValue(key), part: text(part) };
}

export function membership(key: string, list: readonly Literal[]): Rule {
  return { kind: 'in', ...NOWHERE, subject: contextValue(key), list };
}

export function match(key: string, pattern: string): Rule {
  return { kind: 'matches', ...NOWHERE, subject: contextValue(key), pattern: text(pattern) };
}

export function existence(key: string): Rule {
  return { kind: 'exists', ...NOWHERE, key: text(key) };
}

export function negation(operand: Condition): Rule {
  return { kind: 'not', ...NOWHERE, operand };
}

export function split(percent: number, key: string, seed?: string): Rule {
  const pct = { kind: 'number', ...NOWHERE, value: percent === 0 ? 0 : percent } as const;
  return {
    kind: 'split',
    ...NOWHERE,
    percent: pct,
    by: [contextValue(key)],
    ...(seed !== undefined && { seed: text(seed) }),
  };
}

/** One operand needs no operator around it; what stands alone as `and` of `and` is written as one. */
export function logic(operator: LogicOperator, operands: readonly Rule[]): Rule {
  const flat = operands.flatMap((operand) =>
    operand.kind === 'logic' && operand.operator === operator ? operand.operands : [operand],
  );
  const [only] = flat;
  if (flat.length === 1 && only && isRule(only)) return only;
  return { kind: 'logic', operator, ...NOWHERE, operands: flat };
}

/**
 * Holds when the operand does not and every context key that it names is there.
 *
 * What AppConfig makes of `not` around a key that is missing is not documented, so the rule never asks it.
 */
export function guardedNegation(operand: Rule): Rule {
  return logic('and', [...contextKeysOf(operand).map(existence), negation(operand)]);
}

function contextValue(key: string): ContextValue {
  return { kind: 'context', ...NOWHERE, key };
}
