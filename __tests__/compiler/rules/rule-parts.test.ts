import { parseRule } from '../../../compiler/rules/parse-rule';
import type { Rule } from '../../../compiler/rules/rule';
import { contextKeysOf, partsOf } from '../../../compiler/rules/rule-parts';

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

describe('partsOf()', () => {
  it('partsOf() goes through a rule in the order it is written', () => {
    const kinds = [...partsOf(parsed('(not (eq $a "x"))'))].map(({ kind }) => kind);
    expect(kinds).toEqual(['not', 'comparison', 'context', 'string']);
  });
});
