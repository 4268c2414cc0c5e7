import { evaluateRule, type Context } from '../../../compiler/rules/evaluate-rule';
import { parseRule } from '../../../compiler/rules/parse-rule';

function evaluate(
  text: string,
  context: Context,
  options: Partial<Parameters<typeof evaluateRule>[2]> = {},
): boolean {
  const parsed = parseRule(text);
  if ('problems' in parsed) throw new Error(`${text}: ${parsed.problems[0]?.message ?? ''}`);
  return evaluateRule(parsed.rule, context, { flag: 'checkout/pay', ...options });
}

describe('evaluateRule()', () => {
  const ann: Context = {
    plan: 'gold',
    age: 65,
    beta: true,
    email: 'ann@example.com',
    since: '2024-05-01T12:00:00Z',
  };

  it.each([
    ['(eq $plan "gold")', true],
    ['(eq $plan "GOLD")', false],
    ['(eq $age 65)', true],
    ['(eq $age "65")', false],
    ['(eq $beta true)', true],
    ['(eq $plan $plan)', true],
    ['(eq (eq $age 65) true)', true],
    ['(gt $age 65)', false],
    ['(gte $age 65)', true],
    ['(lt $age 65.5)', true],
    ['(lte $age 64)', false],
    ['(gt $plan "go")', true],
    ['(gt $plan 1)', false],
    ['(lt $plan 1)', false],
    ['(gt $since 2024-05-01T13:59:59+02:00)', true],
    ['(lt $since 2024-05-02)', true],
    ['(eq $since 2024-05-01T12:00:00.000Z)', true],
    ['(lt $plan 2024-05-02)', false],
    ['(gt $age 2024-05-02)', false],
    ['(begins_with $email "ann@")', true],
    ['(ends_with $email "example.com")', true],
    ['(contains $email "@")', true],
    ['(contains $age "6")', false],
    ['(in $plan ["silver", "gold"])', true],
    ['(in $age ["65"])', false],
    ['(in $age [])', false],
    ['(matches in::$email pattern::"n@e.*\\\\.com")', true],
    ['(matches in::$email pattern::"^example")', false],
    ['(matches in::$age pattern::"6")', false],
    ['(exists key::"age")', true],
    ['(exists key::"country")', false],
    ['(exists key::"constructor")', false],
    ['(eq $toString "x")', false],
    ['(and true $beta)', true],
    ['(and true $plan)', false],
    ['(and (eq $plan "gold") (eq $age 65) (eq $age 66))', false],
    ['(or (eq $plan "x") (eq $age 66) (eq $age 65))', true],
    ['(or false (eq $plan "x"))', false],
    ['(not (eq $plan "x"))', true],
    ['(split pct::100 by::$plan)', true],
    ['(split pct::0 by::$plan)', false],
    ['(split pct::100 by::[$plan, $age])', true],
  ])('evaluateRule() answers %s', (rule, expected) => {
    expect(evaluate(rule, ann)).toBe(expected);
  });

  it.each([
    '(eq $country "IE")',
    '(gt $country 1)',
    '(eq "IE" $country)',
    '(in $country ["IE"])',
    '(begins_with $country "")',
    '(begins_with "IE" $country)',
    '(matches in::$country pattern::"")',
    '(split pct::100 by::$country)',
    '(split pct::100 by::[$plan, $country])',
    '(and true $country)',
  ])('evaluateRule() answers false to %s without the key, whatever a missing key is', (rule) => {
    expect(evaluate(rule, { plan: 'gold' })).toBe(false);
    expect(evaluate(rule, { plan: 'gold' }, { missingKey: 'unknown' })).toBe(false);
  });

  it('evaluateRule() turns a missing key round under not, or leaves it unknown, as its switch says', () => {
    expect(evaluate('(not (eq $country "IE"))', {})).toBe(true);
    expect(evaluate('(not (eq $country "IE"))', {}, { missingKey: 'unknown' })).toBe(false);
    expect(evaluate('(or (not (eq $country "IE")) true)', {}, { missingKey: 'unknown' })).toBe(true);
    expect(evaluate('(not (and (eq $country "IE") false))', {}, { missingKey: 'unknown' })).toBe(true);
  });

  it('evaluateRule() asks its switch for the bucket', () => {
    const asked: unknown[] = [];
    const splitBucket = (split: unknown): number => asked.push(split) * 10;
    expect(evaluate('(split pct::10 by::$id seed::"s")', { id: 7 }, { splitBucket })).toBe(false);
    expect(evaluate('(split pct::21 by::$id)', { id: 7 }, { splitBucket })).toBe(true);
    expect(asked).toEqual([
      { values: ['7'], flag: 'checkout/pay', seed: 's' },
      { values: ['7'], flag: 'checkout/pay' },
    ]);
  });

  it('evaluateRule() takes no exponential time for a pattern', () => {
    expect(evaluate('(matches in::$a pattern::"^(a+)+$")', { a: `${'a'.repeat(5_000)}b` })).toBe(false);
  });
});
