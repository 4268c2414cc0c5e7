import { parseRule } from './parse-rule';
import { patternProblem } from './pattern';
import type { Condition, Located, Operand, RuleProblem } from './rule';
import { partsOf } from './rule-parts';

/** Of a variant's `rule`, in characters (AppConfig's schema of the feature flags type). */
export const MAXIMUM_RULE_LENGTH = 16_384;
/** What can be written after `$` without quotes; AppConfig's own limits are not documented. */
export const CONTEXT_KEY = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Finds all that is wrong with a rule: what AppConfig refuses, and what it would accept and never match. */
export function checkRule(text: string): readonly RuleProblem[] {
  if (text.length > MAXIMUM_RULE_LENGTH) return [tooLong(text.length)];
  const parsed = parseRule(text);
  return 'problems' in parsed ? parsed.problems : [...partsOf(parsed.rule)].flatMap(problemsOfPart);
}

function problemsOfPart(part: Condition | Operand): RuleProblem[] {
  if (part.kind === 'context') return problemsOfKey(part.key, part);
  if (part.kind === 'exists') return problemsOfKey(part.key.value, part.key);
  if (part.kind === 'matches') return problemsOfPattern(part.pattern.value, part.pattern);
  if (part.kind === 'split') return problemsOfPercent(part.percent.value, part.percent);
  return part.kind === 'number' ? problemsOfNumber(part.value, part) : [];
}

function problemsOfKey(key: string, at: Located): RuleProblem[] {
  if (CONTEXT_KEY.test(key)) return [];
  const message = `${key === '' ? 'an empty text' : key} is not a context key`;
  const fix = 'use letters, digits and _, and no digit first';
  return [{ code: 'RULE_INVALID_CONTEXT_KEY', ...placeOf(at), message, fix }];
}

function problemsOfPattern(pattern: string, at: Located): RuleProblem[] {
  const problem = patternProblem(pattern);
  if (problem === undefined) return [];
  const message = `the pattern is not a regular expression of the RE2 kind: ${problem}`;
  return [
    {
      code: 'RULE_INVALID_PATTERN',
      ...placeOf(at),
      message,
      fix: 'RE2 has no look-around and no backreferences',
    },
  ];
}

function problemsOfPercent(percent: number, at: Located): RuleProblem[] {
  if (!Number.isFinite(percent) || (percent >= 0 && percent <= 100)) return [];
  const message = `pct is ${percent}, 0 to 100 is allowed`;
  return [{ code: 'RULE_PERCENT_OUT_OF_RANGE', ...placeOf(at), message, fix: 'write a share from 0 to 100' }];
}

/** Ion can write what no value is equal to. */
function problemsOfNumber(value: number, at: Located): RuleProblem[] {
  if (Number.isFinite(value)) return [];
  const message = 'nan and inf are no numbers to compare with';
  return [{ code: 'RULE_WRONG_OPERAND', ...placeOf(at), message, fix: 'write a finite number' }];
}

function tooLong(length: number): RuleProblem {
  return {
    code: 'RULE_TOO_LONG',
    offset: MAXIMUM_RULE_LENGTH,
    length: length - MAXIMUM_RULE_LENGTH,
    message: `the rule has ${length} characters, at most ${MAXIMUM_RULE_LENGTH} are allowed`,
    fix: 'split it over several variants, or shorten its lists',
  };
}

function placeOf({ offset, length }: Located): Located {
  return { offset, length };
}
