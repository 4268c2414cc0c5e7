import { parseInstant } from './instant';
import { compilePattern } from './pattern';
import type {
  Comparison,
  Condition,
  ContextValue,
  Literal,
  Match,
  Operand,
  Rule,
  Split,
  TextTest,
} from './rule';
import { splitBucket, type SplitBucket } from './split-bucket';

/** What an application tells about the caller. */
export type Context = Readonly<Record<string, string | number | boolean>>;

/** What AppConfig leaves open, or keeps to itself, is a switch. */
export interface EvaluationOptions {
  /** `component/key` of the flag: a `split` without a seed depends on it. */
  readonly flag: string;
  /** @default splitBucket, which is not AppConfig's */
  readonly splitBucket?: SplitBucket;
  /**
   * What a test of a context key that is not there is. `unknown` stays unknown under `not`, and an unknown rule
   * does not match. AppConfig documents neither; the conditions that we compile mean the same with both.
   * @default 'false'
   */
  readonly missingKey?: 'false' | 'unknown';
}

/** True when the rule matches the context. Values are compared with their type: 65 is not "65". */
export function evaluateRule(rule: Rule, context: Context, options: EvaluationOptions): boolean {
  return evaluateCondition(rule, { context, options }) === true;
}

interface Scope {
  readonly context: Context;
  readonly options: EvaluationOptions;
}
/** Undefined is unknown. */
type Truth = boolean | undefined;
type Value = string | number | boolean | Instant | undefined;
interface Instant {
  readonly instant: number;
}

function evaluateCondition(condition: Condition, scope: Scope): Truth {
  switch (condition.kind) {
    case 'boolean':
      return condition.value;
    case 'context': {
      const value = valueOf(condition, scope);
      return value === undefined ? missing(scope) : value === true;
    }
    case 'logic':
      return condition.operator === 'and'
        ? every(condition.operands, scope)
        : negate(every(condition.operands, scope, negate));
    case 'not':
      return negate(evaluateCondition(condition.operand, scope));
    case 'exists':
      return Object.hasOwn(scope.context, condition.key.value);
    default:
      return evaluateTest(condition, scope);
  }
}

/** Once false, it stays false; else unknown if anything is. With `negate` twice it is `or`. */
function every(conditions: readonly Condition[], scope: Scope, as = (truth: Truth): Truth => truth): Truth {
  let all: Truth = true;
  for (const condition of conditions) {
    const truth = as(evaluateCondition(condition, scope));
    if (truth === false) return false;
    if (truth === undefined) all = undefined;
  }
  return all;
}

function negate(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function missing({ options }: Scope): Truth {
  return options.missingKey === 'unknown' ? undefined : false;
}

function evaluateTest(test: Exclude<Rule, { kind: 'logic' | 'not' | 'exists' }>, scope: Scope): Truth {
  if (test.kind === 'comparison') return compare(test, scope);
  if (test.kind === 'split') return evaluateSplit(test, scope);
  const subject = valueOf(test.subject, scope);
  if (subject === undefined) return missing(scope);
  if (test.kind === 'in') return test.list.some((item) => areEqual(subject, literalValue(item)));
  if (test.kind === 'matches') return typeof subject === 'string' && patternOf(test)(subject);
  return testText(test, subject, scope);
}

function testText({ operator, part }: TextTest, subject: Value, scope: Scope): Truth {
  const text = valueOf(part, scope);
  if (text === undefined) return missing(scope);
  if (typeof subject !== 'string' || typeof text !== 'string') return false;
  if (operator === 'begins_with') return subject.startsWith(text);
  return operator === 'ends_with' ? subject.endsWith(text) : subject.includes(text);
}

function compare({ operator, left: leftOperand, right: rightOperand }: Comparison, scope: Scope): Truth {
  const left = valueOf(leftOperand, scope);
  const right = valueOf(rightOperand, scope);
  if (left === undefined || right === undefined) return missing(scope);
  if (operator === 'eq') return areEqual(left, right);
  const order = orderOf(left, right);
  if (order === undefined) return false;
  if (operator === 'gt' || operator === 'lt') return operator === 'gt' ? order > 0 : order < 0;
  return operator === 'gte' ? order >= 0 : order <= 0;
}

function areEqual(left: Value, right: Value): boolean {
  return left === right || orderOf(left, right) === 0;
}

/** Numbers with numbers, texts with texts, timestamps with timestamps or texts that are one; else no order. */
function orderOf(left: Value, right: Value): number | undefined {
  if (typeof left === 'object' || typeof right === 'object') {
    const [from, to] = [instantOf(left), instantOf(right)];
    return from === undefined || to === undefined ? undefined : from - to;
  }
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  return left < right ? -1 : left > right ? 1 : 0;
}

function instantOf(value: Value): number | undefined {
  if (typeof value === 'object') return value.instant;
  return typeof value === 'string' ? parseInstant(value) : undefined;
}

function evaluateSplit({ percent, by, seed }: Split, scope: Scope): Truth {
  const values = by.map((key) => valueOf(key, scope));
  if (values.includes(undefined)) return missing(scope);
  const { flag, splitBucket: bucket = splitBucket } = scope.options;
  return bucket({ values: values.map(String), flag, ...(seed && { seed: seed.value }) }) < percent.value;
}

function valueOf(operand: Operand, scope: Scope): Value {
  if (operand.kind === 'context') return contextValue(operand, scope.context);
  return 'value' in operand ? literalValue(operand) : evaluateCondition(operand, scope);
}

/** A context key may be called `constructor`: what every object inherits is not in the context. */
function contextValue({ key }: ContextValue, context: Context): Value {
  return Object.hasOwn(context, key) ? context[key] : undefined;
}

function literalValue(literal: Literal): Value {
  return literal.kind === 'timestamp' ? { instant: literal.value } : literal.value;
}

const patterns = new WeakMap<Match, (text: string) => boolean>();

function patternOf(match: Match): (text: string) => boolean {
  const known = patterns.get(match) ?? compilePattern(match.pattern.value);
  patterns.set(match, known);
  return known;
}
