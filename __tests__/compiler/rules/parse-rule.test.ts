import fc from 'fast-check';
import { anyRule, withoutPlaces } from '../../builders/rule';
import { formatRule } from '../../../compiler/rules/format-rule';
import { parseRule } from '../../../compiler/rules/parse-rule';
import type { Rule, RuleProblem } from '../../../compiler/rules/rule';

function parsed(text: string): Rule {
  const result = parseRule(text);
  if ('problems' in result) throw new Error(`${text}: ${result.problems[0]?.message ?? ''}`);
  return result.rule;
}

function firstProblem(text: string): RuleProblem {
  const result = parseRule(text);
  if ('rule' in result) throw new Error(`${text} is accepted`);
  return result.problems[0] as RuleProblem;
}

/** What the only text literal of `(eq $a …)` is read as. */
function textOf(literal: string): unknown {
  const rule = parsed(`(eq $a ${literal})`);
  return rule.kind === 'comparison' && 'value' in rule.right ? rule.right.value : undefined;
}

describe('parseRule()', () => {
  // The examples of "Defining rules for multi-variant feature flags" in the AppConfig user guide.
  it.each([
    '(eq $state "Virginia")',
    '(gt $age 65)',
    '(gte $age 65)',
    '(lt $age 65)',
    '(lte $age 65)',
    '(and (eq $state "Virginia") (gt $age 65) )',
    '(or\n    (eq $state "Virginia")\n    (gt $age 65)\n)',
    '(not (eq $state "Virginia"))',
    '(begins_with $state "A")',
    '(ends_with $email "amazon.com")',
    '(contains $promoCode "WIN")',
    '(in $userId ["123", "456"])',
    '(matches in::$greeting pattern::"h.*y")',
    '(exists key::"country")',
    '(split pct::10 by::$userId seed::"abc")',
    '(split by::$uniqueId pct::20)',
    '(eq $state "Ḽơᶉëᶆ ȋṕšᶙṁ")',
    '(lt $at 2012-03-04T05:06:07-08:00)',
  ])('parseRule() reads the documented %s', (text) => {
    expect(parseRule(text)).toHaveProperty('rule');
  });

  // Written by AWS itself for experiments: 3-ary `and`, a percentage of 0, nested splits, and a boolean operand.
  it.each([
    '(and (exists key::"entityId") (eq $country "US") (split pct::0 by::$entityId seed::"0:c8cud49:2"))',
    '(and (split pct::50 by::$entityId seed::"s") (not (split pct::50 by::$entityId seed::"s")))',
    '(and true (eq $country "US"))',
    '(in $entityId ["test-control"])',
  ])('parseRule() reads the native %s', (text) => {
    expect(parseRule(text)).toHaveProperty('rule');
  });

  // Reasons as AppConfig answered them.
  it.each([
    ['true', 'NotAnExpression'],
    ['$x', 'NotAnExpression'],
    ['not-a-rule', 'NotAnExpression'],
    ['(ne $x 1)', 'UnknownSymbol'],
    ['(gt $date 2024-01)', 'TooFewOperands'],
    ['(eq $x)', 'TooFewOperands'],
  ])('parseRule() refuses %s with the reason %s', (text, reason) => {
    expect(firstProblem(text).reason).toBe(reason);
  });

  it.each([
    ['', 'RULE_NOT_AN_EXPRESSION', ''],
    ['  "x" ', 'RULE_NOT_AN_EXPRESSION', '"x"'],
    ['(eq $a 1) (eq $b 2)', 'RULE_SYNTAX', '(eq $b 2)'],
    ['()', 'RULE_UNKNOWN_OPERATOR', '()'],
    ['("eq" $a 1)', 'RULE_UNKNOWN_OPERATOR', '"eq"'],
    ['(and (eq $a 1) (starts_with $b "x"))', 'RULE_UNKNOWN_OPERATOR', 'starts_with'],
    ['(or (eq $a 1))', 'RULE_TOO_FEW_OPERANDS', '(or (eq $a 1))'],
    ['(not (eq $a 1) true)', 'RULE_TOO_MANY_OPERANDS', 'true'],
    ['(eq $a 1 2)', 'RULE_TOO_MANY_OPERANDS', '2'],
    ['(eq a::$a 1)', 'RULE_UNKNOWN_OPERAND', 'a'],
    ['(eq $a gold)', 'RULE_UNKNOWN_SYMBOL', 'gold'],
    ['(eq $10 1)', 'RULE_UNKNOWN_SYMBOL', '$10'],
    ['(eq $a null)', 'RULE_WRONG_OPERAND', 'null'],
    ['(gt $a true)', 'RULE_WRONG_OPERAND', 'true'],
    ['(not "x")', 'RULE_WRONG_OPERAND', '"x"'],
    ['(and (eq $a 1) 1)', 'RULE_WRONG_OPERAND', '1'],
    ['(begins_with $a 1)', 'RULE_WRONG_OPERAND', '1'],
    ['(in $a "x")', 'RULE_WRONG_OPERAND', '"x"'],
    ['(in $a ["x", $b])', 'RULE_UNKNOWN_SYMBOL', '$b'],
    ['(exists $country)', 'RULE_UNNAMED_OPERAND', '$country'],
    ['(exists key::$country)', 'RULE_UNKNOWN_SYMBOL', '$country'],
    ['(exists name::"x")', 'RULE_UNKNOWN_OPERAND', 'name'],
    ['(matches in::$a)', 'RULE_TOO_FEW_OPERANDS', '(matches in::$a)'],
    ['(matches in::$a pattern::1)', 'RULE_WRONG_OPERAND', '1'],
    ['(split pct::"10" by::$a)', 'RULE_WRONG_OPERAND', '"10"'],
    ['(split pct::10 by::"a")', 'RULE_WRONG_OPERAND', '"a"'],
    ['(split pct::10 by::[])', 'RULE_WRONG_OPERAND', '[]'],
    ['(split pct::10 pct::20 by::$a)', 'RULE_TOO_MANY_OPERANDS', 'pct'],
    ['(split pct::10 by::$a sed::"x")', 'RULE_UNKNOWN_OPERAND', 'sed'],
    ['(eq $a (gt $b', 'RULE_SYNTAX', '('],
    ['(in $a ["x" "y"])', 'RULE_SYNTAX', '"'],
    ['(eq $a "x)', 'RULE_SYNTAX', '"x)'],
    ['(eq $a "\\q")', 'RULE_SYNTAX', '\\q'],
    ['(eq $a 007)', 'RULE_SYNTAX', '007'],
    ['(eq $a 1x)', 'RULE_SYNTAX', '1x'],
    ['(eq $a 9223372036854775808)', 'RULE_SYNTAX', '9223372036854775808'],
    ['(lt $a 2024-13-01T00:00:00Z)', 'RULE_SYNTAX', '2024-13-01T00:00:00Z'],
    ['(lt $a 2024-02-30)', 'RULE_SYNTAX', '2024-02-30'],
    ['(lt $a 2024-01-01T10:00)', 'RULE_SYNTAX', '2024-01-01T10:00'],
    ['(eq $a {x: 1})', 'RULE_SYNTAX', '{'],
    ['(eq $my-key 1)', 'RULE_SYNTAX', '$my-key'],
    ['(eq $a 1 /* no end', 'RULE_SYNTAX', '/* no end'],
  ])('parseRule() refuses %s with %s at %s', (text, code, place) => {
    const problem = firstProblem(text);
    expect([problem.code, text.slice(problem.offset, problem.offset + problem.length)]).toEqual([
      code,
      place,
    ]);
  });

  it('parseRule() reports every wrong operand at once', () => {
    const result = parseRule('(and (ne $a 1) (eq $b) (in $c "x"))');
    expect('problems' in result && result.problems.map(({ offset }) => offset)).toEqual([6, 15, 30]);
  });

  it('parseRule() says what was meant by operators of other languages', () => {
    expect(firstProblem('(ge $a 1)').fix).toBe('did you mean gte?');
    expect(firstProblem('(ne $a 1)').fix).toBe('write (not (eq …))');
    expect(firstProblem('(begns_with $a "x")').fix).toBe('did you mean begins_with?');
  });

  it.each([
    ['"a\\tb\\n\\"\\\\\\/\\x41\\u00e9\\U0001f642\\0\\?"', 'a\tb\n"\\/Aé🙂\0?'],
    ['"\\ud83d\\ude42"', '🙂'],
    ['"a\\\nb"', 'ab'],
    ["'''one\r\n\"two\" ''' '''\\'''three'''", "one\n\"two\" '''three"],
    ['"${not} %{touched}"', '${not} %{touched}'],
    ['-7', -7],
    ['1_000', 1000],
    ['0xff', 255],
    ['-0b11', -3],
    ['1.234e-5', 1.234e-5],
    ['3.14', 3.14],
    ['5d-1', 0.5],
    ['9223372036854775807', 2 ** 63],
    ['true', true],
    ['2024-01T', Date.UTC(2024, 0, 1)],
    ['2024T', Date.UTC(2024, 0, 1)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2012-03-04T05:06:07-08:00', Date.UTC(2012, 2, 4, 13, 6, 7)],
    ['2012-03-04T05:06:07.5Z', Date.UTC(2012, 2, 4, 5, 6, 7, 500)],
  ])('parseRule() reads the literal %s as Ion does', (literal, value) => {
    expect(textOf(literal)).toBe(value);
  });

  it('parseRule() passes over comments, and takes quoted symbols and blanks after annotations', () => {
    const rule = parsed('// who\n(and /* a */ (\'eq\' \'$plan\' "gold") // b\n (exists key :: "plan"))');
    expect(formatRule(rule)).toBe('(and (eq $plan "gold") (exists key::"plan"))');
  });

  it('parseRule() keeps the place of every node', () => {
    const text = '(and (eq $plan "gold") (not (gt $age 65)))';
    const rule = parsed(text);
    const places =
      rule.kind === 'logic'
        ? rule.operands.map(({ offset, length }) => text.slice(offset, offset + length))
        : [];
    expect(places).toEqual(['(eq $plan "gold")', '(not (gt $age 65))']);
  });

  it('parseRule() refuses a rule of nothing but parentheses without running out of stack', () => {
    expect(firstProblem('('.repeat(16_384)).message).toContain('nested more than 200 deep');
    expect(firstProblem(`(not ${'['.repeat(16_000)}`).message).toContain('nested more than 200 deep');
  });

  it('parseRule() finds again every rule that formatRule() writes', () => {
    fc.assert(
      fc.property(anyRule, (rule) => {
        expect(withoutPlaces(parsed(formatRule(rule)))).toEqual(withoutPlaces(rule));
      }),
    );
  });

  it('parseRule() answers to any text with a rule or with a problem inside the text', () => {
    const unit = fc.constantFrom(
      ...'()[]"\'\\:,$ \n-/*0123456789aeTZ.{}',
      '::',
      '(eq ',
      '$a',
      '(and ',
      '2024-01-01',
      'é',
      '🙂',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
        const result = parseRule(text);
        const problems = 'problems' in result ? result.problems : [{ offset: 0, length: 0 }];
        expect(problems.length).toBeGreaterThan(0);
        for (const { offset } of problems) expect(offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });
});
