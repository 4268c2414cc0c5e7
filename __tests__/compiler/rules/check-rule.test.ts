import { checkRule, MAXIMUM_RULE_LENGTH } from '../../../compiler/rules/check-rule';

describe('checkRule()', () => {
  it('checkRule() has nothing to say about a good rule', () => {
    const rule = '(and (exists key::"plan") (matches in::$plan pattern::"^g") (split pct::0.5 by::$plan))';
    expect(checkRule(rule)).toEqual([]);
  });

  it.each([
    ['(split pct::101 by::$a)', 'RULE_PERCENT_OUT_OF_RANGE', '101'],
    ['(not (split pct::-1 by::$a))', 'RULE_PERCENT_OUT_OF_RANGE', '-1'],
    ['(split pct::nan by::$a)', 'RULE_WRONG_OPERAND', 'nan'],
    ['(matches in::$a pattern::"(?=b)")', 'RULE_INVALID_PATTERN', '"(?=b)"'],
    ['(matches in::$a pattern::"(a)\\\\1")', 'RULE_INVALID_PATTERN', '"(a)\\\\1"'],
    ['(exists key::"my-key")', 'RULE_INVALID_CONTEXT_KEY', '"my-key"'],
    ["(eq '$my-key' 1)", 'RULE_INVALID_CONTEXT_KEY', "'$my-key'"],
    ['(eq $a +inf)', 'RULE_WRONG_OPERAND', '+inf'],
    ['(ne $a 1)', 'RULE_UNKNOWN_OPERATOR', 'ne'],
  ])('checkRule() refuses %s with %s at %s', (rule, code, place) => {
    const found = checkRule(rule).map((problem) => [
      problem.code,
      rule.slice(problem.offset, problem.offset + problem.length),
    ]);
    expect(found).toEqual([[code, place]]);
  });

  it('checkRule() allows 16,384 characters and not one more', () => {
    const ofLength = (length: number): string => `(eq $a "${'x'.repeat(length - '(eq $a "")'.length)}")`;
    expect(checkRule(ofLength(MAXIMUM_RULE_LENGTH))).toEqual([]);
    expect(checkRule(ofLength(MAXIMUM_RULE_LENGTH + 1))).toMatchObject([
      { code: 'RULE_TOO_LONG', offset: 16_384 },
    ]);
  });

  it('checkRule() gives every problem a message and a fix', () => {
    for (const rule of ['', '(', '(x)', '(eq)', '(split)', '(in $a 1)', '(exists key::1)', '(eq $a "\\x")']) {
      for (const { message, fix, length } of checkRule(rule)) {
        expect([message.length > 5, fix.length > 5, length > 0]).toEqual([true, true, true]);
      }
    }
  });
});
