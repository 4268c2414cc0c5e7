import { formatInstant, parseInstant } from './instant';
import { comparison, existence, guardedNegation, literal, match, membership } from './make-rule';
import { negation, textTest, timestamp } from './make-rule';
import { patternProblem } from './pattern';
import type { ComparisonOperator, Rule, TextOperator } from './rule';

export type Scalar = string | number | boolean;

/** Why a value does not fit a test, and what would. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  /** Which item of a list is meant, if not the whole value. */
  readonly item?: number;
}

type CompileTest = (key: string, value: unknown, test: string) => Rule | Refusal;

/** What can be asked about one context key, in the words of `when`. */
const TESTS: Readonly<Record<string, CompileTest>> = {
  eq: (key, value, test) =>
    isScalar(value) ? comparison('eq', key, literal(value)) : wrongScalar(value, test),
  not: (key, value, test) =>
    isScalar(value) ? guardedNegation(comparison('eq', key, literal(value))) : wrongScalar(value, test),
  in: compileMembership,
  'not-in': (key, value, test) => {
    const inside = compileMembership(key, value, test);
    return isRefusal(inside) ? inside : guardedNegation(inside);
  },
  gt: compileOrder,
  gte: compileOrder,
  lt: compileOrder,
  lte: compileOrder,
  'begins-with': compileTextTest,
  'ends-with': compileTextTest,
  contains: compileTextTest,
  matches: compileMatch,
  exists: (key, value, test) => {
    if (typeof value !== 'boolean') return wrongType(value, 'true or false', `write ${test}: true`);
    return value ? existence(key) : negation(existence(key));
  },
  before: compileInstant,
  after: compileInstant,
};

export const TEST_NAMES = Object.keys(TESTS);

/** One test of one context key; undefined when there is no such test. */
export function compileTest(test: string, key: string, value: unknown): Rule | Refusal | undefined {
  return Object.hasOwn(TESTS, test) ? TESTS[test]?.(key, value, test) : undefined;
}

export function isRefusal(result: Rule | Refusal): result is Refusal {
  return 'code' in result;
}

/** Numbers that are none (`.nan`, `.inf`) cannot be written in a rule. */
export function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'boolean' || isNumber(value);
}

/** The refusal of a value that is not what is expected. */
export function wrongType(value: unknown, expected: string, fix: string): Refusal {
  return { code: 'CONDITION_WRONG_TYPE', message: `${describe(value)}, ${expected} is expected`, fix };
}

function compileMembership(key: string, value: unknown, test: string): Rule | Refusal {
  const expected = 'a list of texts, numbers or booleans';
  if (!Array.isArray(value)) return wrongType(value, expected, `write ${test}: [a, b]`);
  if (value.length === 0) {
    return { code: 'CONDITION_EMPTY', message: 'the list is empty', fix: 'name at least one value' };
  }
  const items: readonly unknown[] = value;
  const odd = items.findIndex((item) => !isScalar(item));
  if (odd >= 0) {
    const fix = items[odd] === null ? 'remove it, or write a value' : 'list texts, numbers or booleans';
    return { ...wrongType(items[odd], 'a text, a number or a boolean', fix), item: odd };
  }
  return membership(key, items.filter(isScalar).map(literal));
}

function compileOrder(key: string, value: unknown, test: string): Rule | Refusal {
  if (isNumber(value)) return comparison(test as ComparisonOperator, key, literal(value));
  const isTime = typeof value === 'string' && parseInstant(value) !== undefined;
  const instead = test.startsWith('g') ? 'after' : 'before';
  return wrongType(
    value,
    'a number',
    isTime ? `write ${instead}: ${value}` : `write ${test}: 65, without quotes`,
  );
}

function compileTextTest(key: string, value: unknown, test: string): Rule | Refusal {
  if (typeof value !== 'string') return wrongType(value, 'a text', `put it in quotes, as in ${test}: "1"`);
  return textTest(test.replace('-', '_') as TextOperator, key, value);
}

function compileMatch(key: string, value: unknown): Rule | Refusal {
  if (typeof value !== 'string') return wrongType(value, 'a regular expression', 'write matches: "h.*y"');
  const problem = patternProblem(value);
  if (problem === undefined) return match(key, value);
  const message = `${JSON.stringify(value)} is not a regular expression of the RE2 kind: ${problem}`;
  return { code: 'CONDITION_INVALID_PATTERN', message, fix: 'RE2 has no look-around and no backreferences' };
}

function compileInstant(key: string, value: unknown, test: string): Rule | Refusal {
  const instant =
    typeof value === 'string' && value.length >= 'YYYY-MM-DD'.length ? parseInstant(value) : undefined;
  const fix = `write ${test}: 2027-03-01, or ${test}: ${formatInstant(Date.UTC(2027, 2, 1, 9))}`;
  if (instant === undefined) return wrongType(value, 'a date, or a time with its zone,', fix);
  return comparison(test === 'before' ? 'lt' : 'gt', key, timestamp(instant));
}

function wrongScalar(value: unknown, test: string): Refusal {
  const list = test === 'not' ? 'not-in' : 'in';
  const fix = Array.isArray(value) ? `write ${list} for a list` : `write ${test}: gold`;
  return wrongType(value, 'a text, a number or a boolean', fix);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'this is a list';
  if (value === null || value === undefined) return 'there is no value';
  if (typeof value === 'object') return 'this is a map';
  return typeof value === 'string'
    ? `${JSON.stringify(value)} is a text`
    : `${String(value)} is a ${typeof value}`;
}
