import fc from 'fast-check';
import type { Condition, Literal, Operand, Rule } from '../../compiler/rules/rule';

const AT = { offset: 0, length: 0 } as const;

const key = fc.oneof(
  fc.constantFrom('plan', 'age', '_x', 'userId2', 'constructor'),
  fc.stringMatching(/^[A-Za-z_]\w{0,8}$/),
);
const contextValue = key.map((name) => ({ kind: 'context', ...AT, key: name }) as const);
const textLiteral = fc.string({ unit: 'binary' }).map((value) => ({ kind: 'string', ...AT, value }) as const);
const numberLiteral = fc
  .oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((value) => ({ kind: 'number', ...AT, value: value === 0 ? 0 : value }) as const);
const truthLiteral = fc.boolean().map((value) => ({ kind: 'boolean', ...AT, value }) as const);
const timeLiteral = fc
  .date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  })
  .map((date) => ({ kind: 'timestamp', ...AT, value: date.getTime() }) as const);
const literal: fc.Arbitrary<Literal> = fc.oneof(textLiteral, numberLiteral, truthLiteral, timeLiteral);
const textOperand = fc.oneof(contextValue, textLiteral);
const ordered = fc.oneof(contextValue, textLiteral, numberLiteral, timeLiteral);
const percent = fc
  .oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(0.5, 12.25))
  .map((value) => ({ kind: 'number', ...AT, value }) as const);

/** Any rule of the language, without places: what a parser should find again in its text. */
export const anyRule: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule; condition: Condition; operand: Operand }>(
  (tie) => ({
    condition: fc.oneof({ maxDepth: 4 }, contextValue, truthLiteral, tie('rule')),
    operand: fc.oneof({ maxDepth: 2 }, contextValue, literal, tie('rule')),
    rule: fc.oneof(
      { maxDepth: 4 },
      fc.record({ key: textLiteral }).map((it) => ({ kind: 'exists', ...AT, ...it }) as const),
      fc
        .record({ operator: fc.constantFrom('gt', 'gte', 'lt', 'lte'), left: ordered, right: ordered })
        .map((it) => ({ kind: 'comparison', ...AT, ...it }) as Rule),
      fc
        .record({
          operator: fc.constantFrom('begins_with', 'ends_with', 'contains'),
          subject: textOperand,
          part: textOperand,
        })
        .map((it) => ({ kind: 'text', ...AT, ...it }) as Rule),
      fc
        .record({ subject: fc.oneof(contextValue, literal), list: fc.array(literal, { maxLength: 4 }) })
        .map((it) => ({ kind: 'in', ...AT, ...it }) as const),
      fc
        .record({ subject: textOperand, pattern: textLiteral })
        .map((it) => ({ kind: 'matches', ...AT, ...it }) as const),
      fc
        .record({ percent, by: fc.array(contextValue, { minLength: 1, maxLength: 2 }) })
        .map((it) => ({ kind: 'split', ...AT, ...it }) as const),
      fc
        .record({ percent, by: fc.tuple(contextValue), seed: textLiteral })
        .map((it) => ({ kind: 'split', ...AT, ...it }) as const),
      tie('operand').chain((left) =>
        tie('operand').map((right) => ({ kind: 'comparison', operator: 'eq', ...AT, left, right }) as const),
      ),
      fc
        .record({
          operator: fc.constantFrom('and', 'or'),
          operands: fc.array(tie('condition'), { minLength: 2, maxLength: 4 }),
        })
        .map((it) => ({ kind: 'logic', ...AT, ...it }) as Rule),
      tie('condition').map((operand) => ({ kind: 'not', ...AT, operand }) as const),
    ),
  }),
).rule;

/** A rule without its places in a text. */
export function withoutPlaces<Value>(value: Value): Value {
  return JSON.parse(
    JSON.stringify(value, (name, inner: unknown) => (name === 'offset' || name === 'length' ? 0 : inner)),
  ) as Value;
}
