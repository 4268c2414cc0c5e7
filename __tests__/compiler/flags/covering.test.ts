import fc from 'fast-check';
import { coveringRules } from '../../../compiler/flags/covering';
import { evaluateRule, type Context } from '../../../compiler/rules/evaluate-rule';
import {
  comparison,
  existence,
  literal,
  logic,
  membership,
  negation,
  split,
} from '../../../compiler/rules/make-rule';
import type { Rule } from '../../../compiler/rules/rule';

const COUNTRIES = ['DE', 'FR', 5, true] as const;
const value = fc.constantFrom(...COUNTRIES).map(literal);

/** Rules about a country and a customer, small enough that many of them take from each other. */
const rule = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3 },
    value.map((of) => comparison('eq', 'country', of)),
    fc.array(value, { maxLength: 3 }).map((list) => membership('country', list)),
    fc
      .tuple(fc.constantFrom(0, 10, 20, 50, 100), fc.constantFrom('s', undefined))
      .map(([percent, seed]) => split(percent, 'id', seed)),
    fc.constantFrom('country', 'id').map(existence),
    fc.constant(comparison('gt', 'country', literal(3))),
    tie('rule').map((inner) => negation(inner)),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), tie('rule'), tie('rule'))
      .map(([operator, one, other]) => logic(operator, [one, other])),
  ),
})).rule;

const CONTEXTS: readonly Context[] = [undefined, ...COUNTRIES, 'IT', 2].flatMap((country) =>
  [undefined, 5, 15, 30, 70].map((id) => ({
    ...(country !== undefined && { country }),
    ...(id !== undefined && { id }),
  })),
);

/** Every caller, under both meanings of a missing key; the id itself is the place in the share. */
function callers(of: Rule): readonly boolean[] {
  return (['false', 'unknown'] as const).flatMap((missingKey) =>
    CONTEXTS.map((context) =>
      evaluateRule(of, context, {
        flag: 'a/b',
        missingKey,
        splitBucket: ({ values, seed }) => (seed === undefined ? Number(values[0]) : 100 - Number(values[0])),
      }),
    ),
  );
}

test('coveringRules() names no rules behind which somebody is left', () => {
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 4 }), rule, (earlier, later) => {
      const covering = coveringRules(earlier, later);
      if (!covering) return;
      const taken = covering.map((index) => callers(earlier[index] ?? later));
      const left = callers(later).filter((isFor, caller) => isFor && !taken.some((each) => each[caller]));
      expect(left).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('coveringRules() finds a rule behind itself, if it is for anybody', () => {
  fc.assert(
    fc.property(rule, rule, (each, other) => {
      if (callers(each).includes(true)) expect(coveringRules([other, each], each)).toBeDefined();
    }),
  );
});

test('coveringRules() does not go through more callers than it can', () => {
  const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);
  const all = logic(
    'and',
    keys.map((key) => comparison('eq', key, literal('x'))),
  );
  expect(coveringRules([all], all)).toBeUndefined();
});
