import Ajv, { type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compileCondition } from '../../../compiler/rules/compile-condition';
import { TEST_NAMES } from '../../../compiler/rules/condition-tests';
import { CONDITION_FOR_EDITORS } from '../../../compiler/schemas/condition-schema';

const PROJECT = resolve(__dirname, '..', '..', '..');
const KNOWN = { segmentNames: ['staff'], segmentRule: () => '(exists key::$k)' };

function schemaOf(kind: string): ValidateFunction {
  const text = readFileSync(join(PROJECT, 'compiler', 'schemas', `${kind}.schema.json`), 'utf8');
  return new Ajv({ strict: false }).compile(JSON.parse(text) as object);
}

const isSegment = schemaOf('segment');
const isFlag = schemaOf('flag');

function isAccepted(when: unknown): boolean {
  return 'rule' in compileCondition(when, KNOWN);
}

const scalar = fc.oneof(fc.constantFrom('gold', '', '2027-03-01'), fc.integer(), fc.boolean());
const rarely = <Value>(value: Value) => ({ arbitrary: fc.constant(value), weight: 1 });
const often = <Value>(arbitrary: fc.Arbitrary<Value>) => ({ arbitrary, weight: 6 });
const scalars = fc.array(fc.oneof(often(scalar), rarely(null)), { maxLength: 3 });
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  eq: scalar,
  not: scalar,
  in: scalars,
  'not-in': scalars,
  gt: fc.double({ noNaN: true, noDefaultInfinity: true }),
  gte: fc.integer(),
  lt: fc.integer(),
  lte: fc.integer(),
  'begins-with': fc.constantFrom('a', ''),
  'ends-with': fc.constantFrom('a', ''),
  contains: fc.constantFrom('a', ''),
  matches: fc.constantFrom('h.*y', '^a$'),
  exists: fc.boolean(),
  before: fc.constantFrom('2027-03-01', '2027-03-01T09:00:00Z'),
  after: fc.constantFrom('2027-03-01', '2027-03-01T09:00:00Z'),
  near: scalar,
};
/** The first where nesting ends. */
const wrong = fc.constantFrom<unknown>(null, [], {}, true, 5, [5]);

const testMap = fc
  .subarray(Object.keys(values), { maxLength: 3 })
  .chain((names) =>
    fc.record(
      Object.fromEntries(
        names.map((name) => [name, fc.oneof(often(values[name] ?? scalar), { arbitrary: wrong, weight: 1 })]),
      ),
    ),
  );

const { condition } = fc.letrec((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2 },
    { arbitrary: wrong, weight: 1 },
    often(
      fc.record(
        {
          plan: fc.oneof(scalar, scalars, testMap),
          _age9: testMap,
          'odd-key': fc.constant('x'),
          segment: fc.constantFrom<unknown>('staff', 5),
          all: fc.oneof(often(fc.array(tie('condition'), { maxLength: 2 })), rarely('x')),
          any: fc.oneof(often(fc.array(tie('condition'), { maxLength: 2 })), rarely({})),
          not: tie('condition'),
          percent: fc.constantFrom<unknown>(0, 10, 100, 101, -1, '10'),
          of: fc.constantFrom<unknown>('customerId', 'customer-id', 5),
          seed: fc.constantFrom<unknown>('s', '', 5),
        },
        { requiredKeys: [] },
      ),
    ),
  ),
}));

test('CONDITION_FOR_EDITORS accepts exactly what the compiler accepts', () => {
  fc.assert(
    fc.property(condition, (when) => isSegment({ when }) === isAccepted(when)),
    { numRuns: 500 },
  );
});

test('CONDITION_FOR_EDITORS stands in variants, too', () => {
  const flag = (when: unknown): object => ({
    description: 'Pay',
    owner: 'team-a',
    default: { variants: [{ name: 'a', when }] },
  });
  expect(isFlag(flag({ any: [{ plan: { not: 'gold' } }, { percent: 10, of: 'customerId' }] }))).toBe(true);
  expect(isFlag(flag({ plan: { near: 'gold' } }))).toBe(false);
});

test('CONDITION_FOR_EDITORS has every test that there is, and no other', () => {
  const { definitions } = JSON.parse(
    readFileSync(join(PROJECT, 'compiler', 'schemas', 'flag.schema.json'), 'utf8'),
  ) as { definitions: { test: { properties: object } } };
  expect(Object.keys(definitions.test.properties).sort()).toEqual([...TEST_NAMES].sort());
  expect(Object.keys(CONDITION_FOR_EDITORS['properties'] as object)).toContain('percent');
});
