import { isObject, objectOr } from '../../compiler/json-object';
import type { Json, JsonObject } from '../../compiler/project';
import { evaluateRule, type Context } from '../../compiler/rules/evaluate-rule';
import { parseRule } from '../../compiler/rules/parse-rule';
import type { Operand, Rule } from '../../compiler/rules/rule';
import { partsOf } from '../../compiler/rules/rule-parts';
import { servedFlags } from '../../compiler/served-flags';
import { shown } from '../flags/flag-problems';

interface Caller {
  /** With the flag's key, what a split without seed depends on. */
  readonly component: string;
  /** As it came in headers: text. */
  readonly context: Readonly<Record<string, string>>;
}

/** A flags document as one caller gets it from the agent: of every flag the first variant whose rule matches. */
export function evaluatedFlags(document: JsonObject, caller: Caller): JsonObject {
  const values = Object.entries(objectOr(document['values'])).map(([key, value]): [string, Json] => {
    const variants = objectOr(value)['_variants'];
    if (!Array.isArray(variants)) return [key, value];
    const flag = `${caller.component}/${key}`;
    const chosen = (variants as Json[]).find((variant) => matches(variant, flag, caller.context));
    return [key, { _variants: chosen === undefined ? [] : [chosen] }];
  });
  return servedFlags({ values: Object.fromEntries(values) });
}

/** A variant without a rule is the last one, and everybody's. */
function matches(variant: Json, flag: string, context: Caller['context']): boolean {
  if (!isObject(variant)) return false;
  const rule = shown(variant['rule']);
  if (rule === '') return true;
  const parsed = parseRule(rule);
  return 'rule' in parsed && evaluateRule(parsed.rule, typedContext(parsed.rule, context), { flag });
}

/**
 * Header values are text, rules compare numbers and booleans too. How the agent decides is not documented: here a value
 * is what the rule compares it with.
 */
function typedContext(rule: Rule, context: Caller['context']): Context {
  const typed: Record<string, string | number | boolean> = { ...context };
  for (const part of partsOf(rule)) {
    if (part.kind === 'comparison') adopt(typed, [part.left, part.right]);
    if (part.kind === 'in') adopt(typed, [part.subject, ...part.list]);
    if (part.kind === 'logic') for (const operand of part.operands) adopt(typed, [operand], 'boolean');
    if (part.kind === 'not') adopt(typed, [part.operand], 'boolean');
  }
  return typed;
}

function adopt(
  typed: Record<string, string | number | boolean>,
  operands: readonly Operand[],
  kind = operands.find((operand) => 'value' in operand)?.kind,
): void {
  for (const operand of operands) {
    if (operand.kind !== 'context') continue;
    const text = typed[operand.key];
    if (typeof text !== 'string') continue;
    if (kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text)))
      typed[operand.key] = Number(text);
    if (kind === 'boolean' && (text === 'true' || text === 'false')) typed[operand.key] = text === 'true';
  }
}
