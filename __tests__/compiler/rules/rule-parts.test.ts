import { parseRule } from '../../../compiler/rules/parse-rule';
import type { Rule } from '../../../compiler/rules/rule';
import { contextKeysOf, partsOf, splitsOf } from '../../../compiler/rules/rule-parts';

function parsed(text: string): Rule {
  const result = parseRule(text);
  if ('problems' in result) throw new Error(result.problems[0]?.message);
  return result.rule;
}

describe('contextKeysOf()', () => {
  it('contextKeysOf() finds every key once, in any operator and in exists', () => {
    const rule = parsed(
      '(or (not (eq $a (gt $b 1))) (in $a ["x"]) (matches in::$c pattern::"") (exists key::"d") ' +
        '(contains "x" $e) (split pct::1 by::[$f, $g]) (and $h true))',
    );
    expect(contextKeysOf(rule)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  });
});

describe('splitsOf()', () => {
  it('splitsOf() finds the percentages wherever they are', () => {
    const rule = parsed('(and (split pct::60 by::$id seed::"s") (not (split pct::50 by::$id)))');
    expect(splitsOf(rule).map(({ percent, seed }) => [percent.value, seed?.value])).toEqual([
      [60, 's'],
      [50, undefined],
    ]);
  });
});

describe('partsOf()', () => {
  it('partsOf() goes through a rule in the order it is written', () => {
    const kinds = [...partsOf(parsed('(not (eq $a "x"))'))].map(({ kind }) => kind);
    expect(kinds).toEqual(['not', 'comparison', 'context', 'string']);
  });
});
