import fc from 'fast-check';
import type { Context } from '../../compiler/rules/evaluate-rule';
import { splitBucket } from '../../compiler/rules/split-bucket';

export type When = Readonly<Record<string, unknown>>;

const KEYS = ['plan', 'age', 'email', 'beta', 'at'] as const;
const TEXTS = ['gold', 'silver', 'ann@example.com', 'go', '65', '', '2024-05-01', 'a"b\\c\nd', '<é🙂>'];
const NUMBERS = [0, 1, 65, 66, -7, 3.5];
const scalar = fc.oneof(fc.constantFrom(...TEXTS), fc.constantFrom(...NUMBERS), fc.boolean());
const instant = fc.constantFrom(
  '2024-05-01',
  '2024-05-01T00:00:00Z',
  '2024-05-01T12:30:00.25+02:00',
  '2025-01-01T08:00Z',
);

/** Few keys and values, so that tests often hold. */
export const anyContext: fc.Arbitrary<Context> = fc.dictionary(
  fc.constantFrom(...KEYS),
  fc.oneof(scalar, instant),
);

const tests = fc.oneof(
  fc.record({ eq: scalar }),
  fc.record({ not: scalar }),
  fc.record({ in: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
  fc.record({ 'not-in': fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
  fc.tuple(fc.constantFrom('gt', 'gte', 'lt', 'lte'), fc.constantFrom(...NUMBERS)).map(pair),
  fc.tuple(fc.constantFrom('begins-with', 'ends-with', 'contains'), fc.constantFrom(...TEXTS)).map(pair),
  fc.record({ matches: fc.constantFrom('g.ld', '^a.*com$', '[0-9]+', '') }),
  fc.record({ exists: fc.boolean() }),
  fc.tuple(fc.constantFrom('before', 'after'), instant).map(pair),
  fc.record({ 'begins-with': fc.constant('g'), not: fc.constant('gold') }),
);
const keyEntry = fc
  .tuple(fc.constantFrom(...KEYS), fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 3 }), tests))
  .map(pair);

/** The segments that any condition may name. */
export const SEGMENTS: Readonly<Record<string, When>> = {
  staff: { email: { 'ends-with': '@example.com' } },
  'paying-adults': { plan: ['gold', 'silver'], age: { gte: 18 }, not: { beta: true } },
};

/** Any valid `when`. */
export const anyCondition: fc.Arbitrary<When> = fc.letrec<{ when: When }>((tie) => ({
  when: fc
    .array(
      fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        keyEntry,
        fc.record({ segment: fc.constantFrom(...Object.keys(SEGMENTS)) }),
        fc.record(
          {
            percent: fc.integer({ min: 0, max: 100 }),
            of: fc.constantFrom(...KEYS),
            seed: fc.constantFrom('one', 'two'),
          },
          { requiredKeys: ['percent', 'of'] },
        ),
        fc.record({ all: fc.array(tie('when'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('when'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ not: tie('when') }),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((entries) => Object.assign({}, ...entries) as When),
})).when;

/** The contract's words for a condition, taken literally: what a compiled rule has to do. */
export function holds(when: When, context: Context, flag: string): boolean {
  return Object.entries(when).every(([name, value]) => {
    const inner = (one: unknown): boolean => holds(one as When, context, flag);
    if (name === 'all') return (value as unknown[]).every(inner);
    if (name === 'any') return (value as unknown[]).some(inner);
    if (name === 'not')
      return !inner(value) && keysNamedIn(value as When).every((key) => Object.hasOwn(context, key));
    if (name === 'segment') return inner(SEGMENTS[value as string]);
    if (name === 'of' || name === 'seed') return true;
    if (name === 'percent') return percentHolds(when, context, flag);
    const test = Array.isArray(value)
      ? { in: value }
      : typeof value === 'object'
        ? (value as When)
        : { eq: value };
    return Object.entries(test).every((entry) => testHolds(entry, context, name));
  });
}

function testHolds([test, expected]: [string, unknown], context: Context, key: string): boolean {
  if (test === 'exists') return Object.hasOwn(context, key) === expected;
  if (!Object.hasOwn(context, key)) return false;
  const value = context[key];
  const list = expected as unknown[];
  if (test === 'eq' || test === 'not') return (value === expected) === (test === 'eq');
  if (test === 'in' || test === 'not-in') return list.includes(value) === (test === 'in');
  if (test === 'before' || test === 'after') {
    const [left, right] = [timeOf(value), timeOf(expected)];
    return test === 'before' ? left < right : left > right;
  }
  if (typeof value === 'number' && typeof expected === 'number') {
    return (
      { gt: value > expected, gte: value >= expected, lt: value < expected, lte: value <= expected }[test] ??
      false
    );
  }
  if (typeof value !== 'string' || typeof expected !== 'string') return false;
  if (test === 'begins-with') return value.startsWith(expected);
  if (test === 'ends-with') return value.endsWith(expected);
  return test === 'contains' ? value.includes(expected) : new RegExp(expected).test(value);
}

function percentHolds({ percent, of: key, seed }: When, context: Context, flag: string): boolean {
  if (!Object.hasOwn(context, key as string)) return false;
  const values = [String(context[key as string])];
  return splitBucket({ values, flag, ...(typeof seed === 'string' && { seed }) }) < (percent as number);
}

function keysNamedIn(when: When): string[] {
  return Object.entries(when).flatMap(([name, value]) => {
    if (name === 'all' || name === 'any') return (value as When[]).flatMap(keysNamedIn);
    if (name === 'not') return keysNamedIn(value as When);
    if (name === 'segment') return keysNamedIn(SEGMENTS[value as string] ?? {});
    if (name === 'of') return [value as string];
    return name === 'percent' || name === 'seed' ? [] : [name];
  });
}

/** NaN, which is neither before nor after anything, for what is no full date. */
function timeOf(value: unknown): number {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : NaN;
}

function pair([name, value]: readonly [string, unknown]): When {
  return { [name]: value };
}
