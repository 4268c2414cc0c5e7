import { formatRule } from '../rules/format-rule';
import type { Condition, ContextValue, Literal, Split } from '../rules/rule';
import { isRule } from '../rules/rule-parts';

/** More kinds of callers than this are not gone through. */
const MAXIMUM_CALLERS = 4096;

/**
 * Which of some rules together take everybody that a later one is for; undefined if it is left somebody.
 *
 * Goes through all kinds of callers that the rules tell apart: percentages of one key and seed are nested, a key has one
 * value at a time, and a test of a key that is missing is false or unknown (AppConfig does not say which). Tests that
 * may depend on each other in another way are taken as independent, so that what is found is certain.
 */
export function coveringRules(
  earlier: readonly Condition[],
  later: Condition,
): readonly number[] | undefined {
  const questions = questionsOf([...earlier, later]);
  const count = questions.reduce((product, { answers }) => product * answers, 1);
  if (count > MAXIMUM_CALLERS) return undefined;
  const takers = callersOf(questions)
    .filter((caller) => truthOf(later, caller) === true)
    .map(
      (caller) => new Set(earlier.flatMap((rule, index) => (truthOf(rule, caller) === true ? [index] : []))),
    );
  if (takers.length === 0 || takers.some((taking) => taking.size === 0)) return undefined;
  return fewest(takers, earlier.length);
}

/** Leaves out what is not needed, the last first: what comes first takes them. */
function fewest(takers: readonly ReadonlySet<number>[], count: number): readonly number[] {
  let needed = Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index >= 0; index -= 1) {
    const without = needed.filter((each) => each !== index);
    if (takers.every((taking) => without.some((each) => taking.has(each)))) needed = without;
  }
  return needed;
}

/** Undefined is unknown. */
type Truth = boolean | undefined;

/** What rules ask of a caller: which part of a hundred, which value of a key, or whether something holds. */
interface Question {
  readonly name: string;
  /** How many answers there are. */
  readonly answers: number;
  /** What each test that asks it is with an answer. */
  readonly truths: ReadonlyMap<string, readonly Truth[]>;
}

/** The truth of every test, by its text. */
type Caller = ReadonlyMap<string, Truth>;

function callersOf(questions: readonly Question[]): readonly Caller[] {
  let callers: readonly Caller[] = [new Map()];
  for (const { answers, truths } of questions) {
    callers = callers.flatMap((caller) =>
      Array.from({ length: answers }, (_, answer) => {
        const own = [...truths].map(([test, truth]) => [test, truth[answer]] as const);
        return new Map([...caller, ...own]);
      }),
    );
  }
  return callers;
}

function truthOf(condition: Condition, caller: Caller): Truth {
  if (condition.kind === 'boolean') return condition.value;
  if (condition.kind === 'not') return negate(truthOf(condition.operand, caller));
  if (isChoice(condition)) return anyOf(valuesOf(condition).map((test) => caller.get(test)));
  if (condition.kind !== 'logic') return caller.get(textOf(condition));
  const truths = condition.operands.map((operand) => truthOf(operand, caller));
  return condition.operator === 'or' ? anyOf(truths) : negate(anyOf(truths.map(negate)));
}

function negate(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function anyOf(truths: readonly Truth[]): Truth {
  return truths.includes(true) ? true : truths.includes(undefined) ? undefined : false;
}

function questionsOf(rules: readonly Condition[]): readonly Question[] {
  const tests = new Map(rules.flatMap(testsOf).map((test) => [test.text, test]));
  const groups = new Map<string, Test[]>();
  for (const test of tests.values()) groups.set(test.about, [...(groups.get(test.about) ?? []), test]);
  return [...groups].map(([name, group]) => questionOf(name, group));
}

interface Test {
  readonly text: string;
  /** Tests about the same thing exclude or include each other. */
  readonly about: string;
  /** Of a percentage. */
  readonly percent?: number;
  /** True for what a missing key does not make unknown. */
  readonly isKnown?: boolean;
}

function questionOf(name: string, tests: readonly Test[]): Question {
  const isShare = tests.some(({ percent }) => percent !== undefined);
  // A share of nothing is nobody's.
  const some = tests.filter(({ percent }) => percent === undefined || percent > 0);
  const ordered = some.sort((a, b) => (a.percent ?? 0) - (b.percent ?? 0));
  // One answer for each share or value, one for none of them, and one for a missing key.
  const answers = Array.from({ length: ordered.length + 1 }, (_, answer) => answer);
  const missing = tests.some(({ isKnown }) => isKnown) ? [] : [undefined];
  const truths = tests.map((test): [string, readonly Truth[]] => {
    const own = ordered.indexOf(test);
    return [test.text, [...answers.map((answer) => (isShare ? answer <= own : answer === own)), ...missing]];
  });
  return { name, answers: answers.length + missing.length, truths: new Map(truths) };
}

function testsOf(condition: Condition): readonly Test[] {
  if (isChoice(condition)) return condition.list.map((item) => testOf(condition.subject, item));
  switch (condition.kind) {
    case 'boolean':
      return [];
    case 'not':
      return testsOf(condition.operand);
    case 'logic':
      return condition.operands.flatMap(testsOf);
    case 'split':
      return [{ text: textOf(condition), about: orderOf(condition), percent: condition.percent.value }];
    case 'exists':
      return [{ text: textOf(condition), about: textOf(condition), isKnown: true }];
    default:
      return isEqual(condition)
        ? [testOf(condition.left, condition.right)]
        : [{ text: textOf(condition), about: textOf(condition) }];
  }
}

type Membership = Extract<Condition, { kind: 'in' }>;

/** An empty list is no choice: even then a missing key may make the test unknown. */
function isChoice(condition: Condition): condition is Membership {
  return condition.kind === 'in' && condition.list.length > 0;
}

const values = new WeakMap<Membership, readonly string[]>();

/** `(in $c ["a", "b"])` is `(eq $c "a")` or `(eq $c "b")`. */
function valuesOf(condition: Membership): readonly string[] {
  const { subject, list } = condition;
  const known = values.get(condition) ?? list.map((item) => equality(subject, item));
  values.set(condition, known);
  return known;
}

const texts = new WeakMap<Condition, string>();

/** Asked for again with every caller. */
function textOf(condition: Condition): string {
  const known = texts.get(condition) ?? writeText(condition);
  texts.set(condition, known);
  return known;
}

function writeText(condition: Condition): string {
  if (isEqual(condition)) return equality(condition.left, condition.right);
  if (condition.kind === 'split') return `${orderOf(condition)} ${condition.percent.value}`;
  return isRule(condition)
    ? formatRule(condition)
    : JSON.stringify([condition.kind, 'key' in condition && condition.key]);
}

type Comparison = Extract<Condition, { kind: 'comparison' }>;
interface Equality extends Comparison {
  readonly left: ContextValue;
  readonly right: Literal;
}
type Subject = Membership['subject'];

/** `(eq $key "value")`. */
function isEqual(condition: Condition): condition is Equality {
  if (condition.kind !== 'comparison' || condition.operator !== 'eq') return false;
  return condition.left.kind === 'context' && 'value' in condition.right;
}

/** A key has one value at a time; only a timestamp may be the same as a text. */
function testOf(subject: Subject, item: Literal): Test {
  const text = equality(subject, item);
  const isOneOfMany = subject.kind === 'context' && item.kind !== 'timestamp';
  return { text, about: isOneOfMany ? JSON.stringify(['value', subject.key]) : text };
}

function equality(subject: Subject, item: Literal): string {
  return JSON.stringify(['eq', named(subject), item.kind, item.value]);
}

function named(subject: Subject): string {
  return subject.kind === 'context' ? `$${subject.key}` : JSON.stringify([subject.kind, subject.value]);
}

function orderOf({ by, seed }: Split): string {
  return JSON.stringify(['split', by.map(({ key }) => key), seed?.value ?? null]);
}
