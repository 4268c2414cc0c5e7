import fc from 'fast-check';
import { anyCondition, anyContext, holds, SEGMENTS } from '../../builders/condition';
import { checkRule } from '../../../compiler/rules/check-rule';
import { compileCondition, type ConditionProblem } from '../../../compiler/rules/compile-condition';
import { evaluateRule, type Context } from '../../../compiler/rules/evaluate-rule';
import { parseRule } from '../../../compiler/rules/parse-rule';

const segments = {
  segmentNames: [...Object.keys(SEGMENTS), 'broken'],
  segmentRule: (name: string): string | undefined => (name in SEGMENTS ? ruleOf(SEGMENTS[name]) : undefined),
};

function ruleOf(when: unknown): string {
  const result = compileCondition(when, segments);
  if ('problems' in result) throw new Error(result.problems.map(({ message }) => message).join('; '));
  return result.rule;
}

function problemsOf(when: unknown): readonly ConditionProblem[] {
  const result = compileCondition(when, segments);
  return 'problems' in result ? result.problems : [];
}

function matches(rule: string, context: Context, missingKey: 'false' | 'unknown'): boolean {
  const parsed = parseRule(rule);
  return 'rule' in parsed && evaluateRule(parsed.rule, context, { flag: 'checkout/pay', missingKey });
}

describe('compileCondition()', () => {
  it.each([
    [{ plan: 'gold' }, '(eq $plan "gold")'],
    [{ age: 65 }, '(eq $age 65)'],
    [{ beta: true }, '(eq $beta true)'],
    [{ plan: ['gold', 'silver'] }, '(in $plan ["gold", "silver"])'],
    [{ plan: { eq: 'gold' } }, '(eq $plan "gold")'],
    [{ plan: { not: 'gold' } }, '(and (exists key::"plan") (not (eq $plan "gold")))'],
    [{ plan: { in: ['a', 1] } }, '(in $plan ["a", 1])'],
    [{ plan: { 'not-in': ['a'] } }, '(and (exists key::"plan") (not (in $plan ["a"])))'],
    [{ age: { gt: 1 } }, '(gt $age 1)'],
    [{ age: { gte: 18, lt: 65.5 } }, '(and (gte $age 18) (lt $age 65.5))'],
    [{ age: { lte: -1 } }, '(lte $age -1)'],
    [{ email: { 'ends-with': '@example.com' } }, '(ends_with $email "@example.com")'],
    [
      { email: { 'begins-with': 'a', contains: '"' } },
      '(and (begins_with $email "a") (contains $email "\\""))',
    ],
    [{ email: { matches: 'h.*y' } }, '(matches in::$email pattern::"h.*y")'],
    [{ email: { exists: true } }, '(exists key::"email")'],
    [{ email: { exists: false } }, '(not (exists key::"email"))'],
    [{ at: { before: '2024-01-01' } }, '(lt $at 2024-01-01T00:00:00Z)'],
    [{ at: { after: '2024-01-01T10:30+02:00' } }, '(gt $at 2024-01-01T08:30:00Z)'],
    [{ plan: 'gold', age: 1 }, '(and (eq $plan "gold") (eq $age 1))'],
    [
      { all: [{ plan: 'gold' }, { age: 1, beta: true }] },
      '(and (eq $plan "gold") (eq $age 1) (eq $beta true))',
    ],
    [
      { any: [{ plan: 'gold' }, { age: 1, beta: true }] },
      '(or (eq $plan "gold") (and (eq $age 1) (eq $beta true)))',
    ],
    [{ any: [{ plan: 'gold' }] }, '(eq $plan "gold")'],
    [
      { not: { plan: 'gold', age: 1 } },
      '(and (exists key::"plan") (exists key::"age") (not (and (eq $plan "gold") (eq $age 1))))',
    ],
    [{ segment: 'staff' }, '(ends_with $email "@example.com")'],
    [{ not: { segment: 'staff' } }, '(and (exists key::"email") (not (ends_with $email "@example.com")))'],
    [{ percent: 10, of: 'customerId' }, '(split pct::10 by::$customerId)'],
    [{ percent: 0.5, of: 'customerId', seed: 'one' }, '(split pct::0.5 by::$customerId seed::"one")'],
    [{ not: { percent: 10, of: 'id' } }, '(and (exists key::"id") (not (split pct::10 by::$id)))'],
    [{ constructor: 'x', __proto__x: 1 }, '(and (eq $constructor "x") (eq $__proto__x 1))'],
  ])('compileCondition() makes of %j the rule %s', (when, rule) => {
    expect(ruleOf(when)).toBe(rule);
  });

  it.each([
    ['gold', 'CONDITION_WRONG_TYPE', []],
    [null, 'CONDITION_WRONG_TYPE', []],
    [['gold'], 'CONDITION_WRONG_TYPE', []],
    [{}, 'CONDITION_EMPTY', []],
    [{ plan: {} }, 'CONDITION_EMPTY', ['plan']],
    [{ plan: [] }, 'CONDITION_EMPTY', ['plan']],
    [{ plan: { in: [] } }, 'CONDITION_EMPTY', ['plan', 'in']],
    [{ all: [] }, 'CONDITION_EMPTY', ['all']],
    [{ any: [{}] }, 'CONDITION_EMPTY', ['any', 0]],
    [{ not: {} }, 'CONDITION_EMPTY', ['not']],
    [{ plan: null }, 'CONDITION_WRONG_TYPE', ['plan']],
    [{ plan: ['gold', null] }, 'CONDITION_WRONG_TYPE', ['plan', 1]],
    [{ plan: { eq: ['a'] } }, 'CONDITION_WRONG_TYPE', ['plan', 'eq']],
    [{ plan: { not: { eq: 'a' } } }, 'CONDITION_WRONG_TYPE', ['plan', 'not']],
    [{ plan: { in: 'a' } }, 'CONDITION_WRONG_TYPE', ['plan', 'in']],
    [{ age: { gt: '65' } }, 'CONDITION_WRONG_TYPE', ['age', 'gt']],
    [{ age: NaN }, 'CONDITION_WRONG_TYPE', ['age']],
    [{ age: { lt: Infinity } }, 'CONDITION_WRONG_TYPE', ['age', 'lt']],
    [{ email: { contains: 1 } }, 'CONDITION_WRONG_TYPE', ['email', 'contains']],
    [{ email: { exists: 'yes' } }, 'CONDITION_WRONG_TYPE', ['email', 'exists']],
    [{ at: { before: 2024 } }, 'CONDITION_WRONG_TYPE', ['at', 'before']],
    [{ at: { before: '2024-01' } }, 'CONDITION_WRONG_TYPE', ['at', 'before']],
    [{ at: { after: '2024-01-01T10:00' } }, 'CONDITION_WRONG_TYPE', ['at', 'after']],
    [{ all: { plan: 'gold' } }, 'CONDITION_WRONG_TYPE', ['all']],
    [{ any: ['gold'] }, 'CONDITION_WRONG_TYPE', ['any', 0]],
    [{ segment: 1 }, 'CONDITION_WRONG_TYPE', ['segment']],
    [{ email: { matches: '(?=a)' } }, 'CONDITION_INVALID_PATTERN', ['email', 'matches']],
    [{ segment: 'stuff' }, 'CONDITION_UNKNOWN_SEGMENT', ['segment']],
    [{ percent: 101, of: 'id' }, 'CONDITION_PERCENT_OUT_OF_RANGE', ['percent']],
    [{ percent: -1, of: 'id' }, 'CONDITION_PERCENT_OUT_OF_RANGE', ['percent']],
    [{ percent: '10', of: 'id' }, 'CONDITION_WRONG_TYPE', ['percent']],
    [{ percent: 10, of: 1 }, 'CONDITION_WRONG_TYPE', ['of']],
    [{ percent: 10, of: 'my-id' }, 'CONDITION_INVALID_CONTEXT_KEY', ['of']],
    [{ percent: 10, of: 'id', seed: 1 }, 'CONDITION_WRONG_TYPE', ['seed']],
  ])('compileCondition() refuses the value in %j with %s at %j', (when, code, path) => {
    expect(problemsOf(when).map((problem) => [problem.code, problem.path, problem.onKey])).toEqual([
      [code, path, undefined],
    ]);
  });

  it.each([
    [{ plan: { starts: 'a' } }, 'CONDITION_UNKNOWN_TEST', ['plan', 'starts']],
    [{ plan: { ne: 'a' } }, 'CONDITION_UNKNOWN_TEST', ['plan', 'ne']],
    [{ 'my-key': 1 }, 'CONDITION_INVALID_CONTEXT_KEY', ['my-key']],
    [{ any: [{ '1st': 1 }] }, 'CONDITION_INVALID_CONTEXT_KEY', ['any', 0, '1st']],
    [{ percent: 10 }, 'CONDITION_PERCENT_WITHOUT_OF', []],
    [{ all: [{ plan: 'a' }, { percent: 10 }] }, 'CONDITION_PERCENT_WITHOUT_OF', ['all', 1]],
    [{ plan: 'a', of: 'id' }, 'CONDITION_WITHOUT_PERCENT', ['of']],
    [{ plan: 'a', seed: 'id' }, 'CONDITION_WITHOUT_PERCENT', ['seed']],
    [{ id: Array.from({ length: 2_000 }, (_, index) => `customer-${index}`) }, 'CONDITION_TOO_LONG', []],
  ])('compileCondition() refuses the key in %j with %s at %j', (when, code, path) => {
    expect(problemsOf(when).map((problem) => [problem.code, problem.path, problem.onKey])).toEqual([
      [code, path, true],
    ]);
  });

  it('compileCondition() reports every mistake of a condition at once', () => {
    const when = { plan: { gte: 'a' }, any: [{ segment: 'nobody' }, { age: { more: 1 } }], percent: 120 };
    expect(problemsOf(when).map(({ path }) => path.join('.'))).toEqual([
      'plan.gte',
      'any.0.segment',
      'any.1.age.more',
      'percent',
      '',
    ]);
  });

  it('compileCondition() says what was probably meant', () => {
    expect(problemsOf({ plan: { 'begin-with': 'a' } })[0]?.fix).toBe('did you mean begins-with?');
    expect(problemsOf({ plan: { ends_with: 'a' } })[0]?.fix).toBe('did you mean ends-with?');
    expect(problemsOf({ plan: { ne: 'a' } })[0]?.fix).toBe('did you mean not?');
    expect(problemsOf({ segment: 'staf' })[0]?.fix).toBe('did you mean staff?');
    expect(problemsOf({ at: { lt: '2024-01-01' } })[0]?.fix).toBe('write before: 2024-01-01');
    expect(problemsOf({ plan: { not: ['a'] } })[0]?.fix).toBe('write not-in for a list');
  });

  it('compileCondition() does not complain about a segment that has mistakes of its own', () => {
    expect(problemsOf({ segment: 'broken' })).toEqual([]);
  });

  it('compileCondition() refuses a condition nested without end instead of running out of stack', () => {
    let when: unknown = { plan: 'gold' };
    for (let depth = 0; depth < 5_000; depth += 1) when = { not: when };
    expect(problemsOf(when)).toMatchObject([{ code: 'CONDITION_TOO_DEEP' }]);
  });

  it('compileCondition() never has a context key there that is not: exists false alone holds then', () => {
    const tests = [{ not: 'a' }, { 'not-in': ['a'] }, { not: 1 }, { exists: true }, { before: '2024-01-01' }];
    for (const test of tests) expect(matches(ruleOf({ plan: test }), {}, 'false')).toBe(false);
    expect(matches(ruleOf({ plan: { exists: false } }), {}, 'false')).toBe(true);
    expect(matches(ruleOf({ not: { plan: 'gold', age: 1 } }), { plan: 'silver' }, 'false')).toBe(false);
    expect(matches(ruleOf({ not: { plan: 'gold', age: 1 } }), { plan: 'silver', age: 1 }, 'false')).toBe(
      true,
    );
  });

  it('compileCondition() makes rules that AppConfig accepts, of any condition', () => {
    fc.assert(
      fc.property(anyCondition, (when) => {
        expect(checkRule(ruleOf(when))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('compileCondition() makes rules that mean what the condition says, whatever a missing key is to AppConfig', () => {
    fc.assert(
      fc.property(anyCondition, anyContext, (when, context) => {
        const expected = holds(when, context, 'checkout/pay');
        expect(matches(ruleOf(when), context, 'false')).toBe(expected);
        expect(matches(ruleOf(when), context, 'unknown')).toBe(expected);
      }),
      { numRuns: 800 },
    );
  });

  it('compileCondition() answers to any value with a rule or with problems', () => {
    const key = fc.constantFrom(
      'plan',
      'all',
      'any',
      'not',
      'segment',
      'percent',
      'of',
      'seed',
      'in',
      'eq',
      '',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, 0, 10, 'plan', 'staff', NaN),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(key, tie('any'), { maxKeys: 3 }),
      ),
    })).any;
    fc.assert(
      fc.property(value, (when) => {
        const result = compileCondition(when, segments);
        if ('problems' in result) expect(result.problems.length).toBeGreaterThan(0);
        else expect(checkRule(result.rule)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
