import { nearestOf } from '../reading/nearest';
import { CONTEXT_KEY, MAXIMUM_RULE_LENGTH } from './check-rule';
import { compileTest, isRefusal, isScalar, TEST_NAMES, wrongType, type Refusal } from './condition-tests';
import { formatRule } from './format-rule';
import { existence, guardedNegation, logic, split } from './make-rule';
import { parseRule } from './parse-rule';
import type { Rule } from './rule';

/** A mistake in a `when`: the way to it from the `when`, and whether its key or its value is meant. */
export interface ConditionProblem extends Omit<Refusal, 'item'> {
  readonly path: readonly (string | number)[];
  /** The finger goes to the key, not to its value. */
  readonly onKey?: boolean;
}

/** What a condition may refer to. */
export interface ConditionContext {
  /** The compiled rule of a segment; undefined when there is none, or it has mistakes of its own. */
  segmentRule(name: string): string | undefined;
  readonly segmentNames: readonly string[];
}

/** Deep enough for any person; it keeps the rule well inside what `parseRule` reads. */
const MAXIMUM_DEPTH = 32;
const SPECIAL = ['all', 'any', 'not', 'segment', 'percent', 'of', 'seed'];

/**
 * Compiles a `when` to AppConfig's rule language, or says everything that is wrong with it.
 *
 * A missing context key makes a test false, also `not` and `not-in`: every negation is guarded by `exists`.
 */
export function compileCondition(
  when: unknown,
  context: ConditionContext,
): { rule: string } | { problems: readonly ConditionProblem[] } {
  const problems: ConditionProblem[] = [];
  const compiled = compileMap(when, { path: [], context, problems });
  if (compiled === undefined || problems.length > 0) return { problems };
  const rule = formatRule(compiled);
  if (rule.length <= MAXIMUM_RULE_LENGTH) return { rule };
  const message = `the condition is a rule of ${rule.length} characters, at most ${MAXIMUM_RULE_LENGTH} are allowed`;
  const fix = 'shorten its lists, or split it over several variants';
  return { problems: [{ path: [], code: 'CONDITION_TOO_LONG', message, fix, onKey: true }] };
}

/** Where in the condition we are. */
interface Place {
  readonly path: readonly (string | number)[];
  readonly context: ConditionContext;
  readonly problems: ConditionProblem[];
}

type Entries = Readonly<Record<string, unknown>>;

/** All entries must hold. Undefined when there was a mistake, which is then among the problems. */
function compileMap(value: unknown, place: Place): Rule | undefined {
  if (!isMap(value)) {
    return refuse(place, wrongType(value, 'a map', 'write <context key>: <test>, as in plan: gold'));
  }
  if (place.path.length > MAXIMUM_DEPTH) {
    const message = `the condition is nested more than ${MAXIMUM_DEPTH} deep`;
    return refuse(place, { code: 'CONDITION_TOO_DEEP', message, fix: 'make it flatter, or use segments' });
  }
  const keys = Object.keys(value);
  if (keys.length === 0) {
    const message = 'the condition is empty';
    return refuse(place, { code: 'CONDITION_EMPTY', message, fix: 'say when, as in plan: gold' });
  }
  const rules = keys.flatMap((key) => compileEntry(key, value, place));
  return rules.length > 0 ? logic('and', rules) : undefined;
}

function compileEntry(key: string, entries: Entries, outer: Place): Rule[] {
  const place = { ...outer, path: [...outer.path, key] };
  const special = Object.hasOwn(ENTRIES, key) ? ENTRIES[key] : undefined;
  const rule = special ? special(entries, place) : compileKey(key, entries[key], place);
  return rule ? [rule] : [];
}

const ENTRIES: Readonly<Record<string, (entries: Entries, place: Place) => Rule | undefined>> = {
  all: (entries, place) => compileList('and', entries['all'], place),
  any: (entries, place) => compileList('or', entries['any'], place),
  not: (entries, place) => {
    const inside = compileMap(entries['not'], place);
    return inside && guardedNegation(inside);
  },
  segment: (entries, place) => compileSegment(entries['segment'], place),
  percent: compilePercent,
  of: (entries, place) => needsPercent('of', entries, place),
  seed: (entries, place) => needsPercent('seed', entries, place),
};

function compileList(operator: 'and' | 'or', value: unknown, place: Place): Rule | undefined {
  const word = operator === 'and' ? 'all' : 'any';
  if (!Array.isArray(value)) {
    return refuse(
      place,
      wrongType(value, 'a list of conditions', `write ${word}: [{ plan: gold }, { plan: silver }]`),
    );
  }
  if (value.length === 0) {
    return refuse(place, {
      code: 'CONDITION_EMPTY',
      message: 'the list is empty',
      fix: 'give at least one condition',
    });
  }
  const items = value.map((item: unknown, index) =>
    compileMap(item, { ...place, path: [...place.path, index] }),
  );
  const rules = items.filter((rule) => rule !== undefined);
  return rules.length > 0 ? logic(operator, rules) : undefined;
}

function compileSegment(name: unknown, place: Place): Rule | undefined {
  if (typeof name !== 'string') {
    return refuse(place, wrongType(name, 'the name of a segment', 'write segment: staff'));
  }
  const { segmentNames } = place.context;
  if (!segmentNames.includes(name)) {
    const close = nearestOf(name, segmentNames);
    const known =
      segmentNames.length > 0 ? `the segments are ${segmentNames.join(', ')}` : 'there are no segments yet';
    const fix = close ? `did you mean ${close}?` : known;
    return refuse(place, { code: 'CONDITION_UNKNOWN_SEGMENT', message: `there is no segment ${name}`, fix });
  }
  const rule = place.context.segmentRule(name);
  const parsed = rule === undefined ? undefined : parseRule(rule);
  // A segment with mistakes of its own is told about once, where it is written; here anything will do.
  return parsed && 'rule' in parsed ? parsed.rule : existence('segment');
}

function compilePercent(entries: Entries, place: Place): Rule | undefined {
  const { percent, of: key, seed } = entries;
  const before = place.problems.length;
  if (typeof percent !== 'number') {
    const [number = '10'] = typeof percent === 'string' ? (/^[\d.]+(?= ?%$)/.exec(percent) ?? []) : [];
    refuse(place, wrongType(percent, 'a number from 0 to 100', `write percent: ${number}`));
  } else if (!(percent >= 0 && percent <= 100)) {
    const message = `percent is ${percent}, 0 to 100 is allowed`;
    refuse(place, { code: 'CONDITION_PERCENT_OUT_OF_RANGE', message, fix: 'write a share from 0 to 100' });
  }
  checkPercentKey(entries, place);
  if (Object.hasOwn(entries, 'seed') && typeof seed !== 'string') {
    const problem = wrongType(seed, 'a text', 'write seed: one-click, with quotes if it is a number');
    refuse({ ...place, path: sibling(place, 'seed') }, problem);
  }
  if (place.problems.length > before || typeof percent !== 'number' || typeof key !== 'string')
    return undefined;
  return split(percent, key, typeof seed === 'string' ? seed : undefined);
}

function checkPercentKey(entries: Entries, place: Place): void {
  const key = entries['of'];
  if (!Object.hasOwn(entries, 'of')) {
    const message = 'percent does not say of what';
    const fix = 'add of: and the context key that tells customers apart, as in of: customerId';
    refuse(
      { ...place, path: place.path.slice(0, -1) },
      { code: 'CONDITION_PERCENT_WITHOUT_OF', message, fix },
      true,
    );
  } else if (typeof key !== 'string') {
    const problem = wrongType(key, 'a context key', 'write of: customerId');
    refuse({ ...place, path: sibling(place, 'of') }, problem);
  } else if (!CONTEXT_KEY.test(key)) {
    refuse({ ...place, path: sibling(place, 'of') }, invalidKey(key));
  }
}

/** `of` and `seed` are read by `percent`; alone they mean nothing. */
function needsPercent(word: 'of' | 'seed', entries: Entries, place: Place): undefined {
  if (Object.hasOwn(entries, 'percent')) return undefined;
  const message = `${word} belongs to percent, which is not here`;
  return refuse(
    place,
    { code: 'CONDITION_WITHOUT_PERCENT', message, fix: `add percent: 10, or remove ${word}` },
    true,
  );
}

function compileKey(key: string, value: unknown, place: Place): Rule | undefined {
  if (!CONTEXT_KEY.test(key)) return refuse(place, invalidKey(key), true);
  if (isScalar(value)) return accept(compileTest('eq', key, value), place);
  if (Array.isArray(value)) return accept(compileTest('in', key, value), place);
  if (!isMap(value)) {
    return refuse(place, wrongType(value, 'a value, a list or a map of tests', `write ${key}: gold`));
  }
  const tests = Object.keys(value);
  if (tests.length === 0) {
    const fix = `write a test, as in ${key}: { exists: true }`;
    return refuse(place, { code: 'CONDITION_EMPTY', message: `${key} has no test`, fix });
  }
  const rules = tests.flatMap((test) => {
    const rule = compileNamedTest({ key, test }, value[test], { ...place, path: [...place.path, test] });
    return rule ? [rule] : [];
  });
  return rules.length > 0 ? logic('and', rules) : undefined;
}

function compileNamedTest(
  { key, test }: { key: string; test: string },
  value: unknown,
  place: Place,
): Rule | undefined {
  const compiled = compileTest(test, key, value);
  if (compiled) return accept(compiled, place);
  const isNe = test === 'ne' || test === '!=';
  const close = isNe ? 'not' : (nearestOf(test.replaceAll('_', '-'), TEST_NAMES) ?? ALIASES.get(test));
  const fix = close ? `did you mean ${close}?` : `the tests are ${TEST_NAMES.join(', ')}`;
  return refuse(place, { code: 'CONDITION_UNKNOWN_TEST', message: `there is no test ${test}`, fix }, true);
}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['starts-with', 'begins-with'],
  ['startsWith', 'begins-with'],
  ['equals', 'eq'],
  ['regex', 'matches'],
  ['greater-than', 'gt'],
  ['less-than', 'lt'],
]);

function accept(result: Rule | Refusal | undefined, place: Place): Rule | undefined {
  if (result === undefined) return undefined;
  return isRefusal(result) ? refuse(place, result) : result;
}

function refuse(place: Place, { item, ...problem }: Refusal, onKey = false): undefined {
  const path = item === undefined ? place.path : [...place.path, item];
  place.problems.push({ path, ...problem, ...(onKey && { onKey }) });
  return undefined;
}

function invalidKey(key: string): Refusal {
  const close = nearestOf(key, SPECIAL);
  const fix = close ? `did you mean ${close}?` : 'use letters, digits and _, and no digit first';
  return {
    code: 'CONDITION_INVALID_CONTEXT_KEY',
    message: `${JSON.stringify(key)} is not a context key`,
    fix,
  };
}

function sibling({ path }: Place, key: string): readonly (string | number)[] {
  return [...path.slice(0, -1), key];
}

function isMap(value: unknown): value is Entries {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
