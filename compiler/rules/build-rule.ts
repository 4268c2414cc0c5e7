import { nearestOf } from '../reading/nearest';
import type { IonNode } from './ion-node';
import { EXAMPLES, namedOperands, positionalOperands, type Expression } from './operands';
import { COMPARISONS, LOGIC, OPERATORS, TEXT_TESTS } from './rule';
import type {
  Condition,
  ContextValue,
  Literal,
  Located,
  Operand,
  Rule,
  RuleProblem,
  TextLiteral,
} from './rule';

/** Turns an Ion expression into a rule; what is wrong with it is added to `problems`. */
export function buildRule(node: IonNode, problems: RuleProblem[]): Rule | undefined {
  if (node.type !== 'sexp') return refuse(node, { problems, expected: 'an expression' });
  const [head, ...operands] = node.items;
  if (head?.type !== 'symbol' || head.names.length > 0) {
    problems.push(missingOperator(head ?? node));
    return undefined;
  }
  const build = Object.hasOwn(BUILDERS, head.value) ? BUILDERS[head.value] : undefined;
  if (build === undefined) problems.push(unknownOperator(head.value, head));
  return build?.({ operator: head.value, at: placeOf(node), operands, problems });
}

type Build = (expression: Expression) => Rule | undefined;

const BUILDERS: Readonly<Record<string, Build>> = {
  ...buildersOf(COMPARISONS, (operator) => (it) => {
    const [left, right] =
      positionalOperands(it, { least: 2, most: 2 })?.map((node) => operandOf(node, it)) ?? [];
    return left && right && { kind: 'comparison', operator, ...it.at, left, right };
  }),
  ...buildersOf(TEXT_TESTS, (operator) => (it) => {
    const [subject, part] =
      positionalOperands(it, { least: 2, most: 2 })?.map((node) => textOf(node, it)) ?? [];
    return subject && part && { kind: 'text', operator, ...it.at, subject, part };
  }),
  ...buildersOf(LOGIC, (operator) => (it) => {
    const operands = positionalOperands(it, { least: 2, most: Infinity })?.map((node) =>
      conditionOf(node, it),
    );
    return (
      operands && { kind: 'logic', operator, ...it.at, operands: operands.filter((one) => one !== undefined) }
    );
  }),
  not: (it) => {
    const [operand] =
      positionalOperands(it, { least: 1, most: 1 })?.map((node) => conditionOf(node, it)) ?? [];
    return operand && { kind: 'not', ...it.at, operand };
  },
  in: (it) => {
    const [first, second] = positionalOperands(it, { least: 2, most: 2 }) ?? [];
    if (!first || !second) return undefined;
    const subject =
      contextOf(first) ?? literalOf(first) ?? refuse(first, { ...it, expected: 'a context value' });
    const list = listOf(second, it);
    return subject && list && { kind: 'in', ...it.at, subject, list };
  },
  matches: (it) => {
    const named = namedOperands(it, { required: ['in', 'pattern'] });
    const subject = named && textOf(named.get('in'), it);
    const pattern = named && onlyText(named.get('pattern'), it);
    return subject && pattern && { kind: 'matches', ...it.at, subject, pattern };
  },
  exists: (it) => {
    const key = onlyText(namedOperands(it, { required: ['key'] })?.get('key'), it);
    return key && { kind: 'exists', ...it.at, key };
  },
  split: buildSplit,
};

function buildersOf<Operator extends string>(
  operators: readonly Operator[],
  builder: (operator: Operator) => Build,
): Record<string, Build> {
  return Object.fromEntries(operators.map((operator) => [operator, builder(operator)]));
}

function buildSplit(it: Expression): Rule | undefined {
  const named = namedOperands(it, { required: ['pct', 'by'], optional: ['seed'] });
  const pct = named?.get('pct');
  if (!named || !pct) return undefined;
  const percent =
    pct.type === 'number' ? ({ kind: 'number', ...placeOf(pct), value: pct.value } as const) : undefined;
  if (!percent) refuse(pct, { ...it, expected: 'a number from 0 to 100' });
  const by = splitKeysOf(named.get('by'), it);
  const seedNode = named.get('seed');
  const seed = seedNode && onlyText(seedNode, it);
  if (!percent || !by || (seedNode && !seed)) return undefined;
  return { kind: 'split', ...it.at, percent, by, ...(seed && { seed }) };
}

/** One context value, or a list of them: "a consistent hash of the provided context value(s)". */
function splitKeysOf(node: IonNode | undefined, it: Expression): readonly ContextValue[] | undefined {
  const nodes = node?.type === 'list' ? node.items : node ? [node] : [];
  const keys = nodes.map(
    (item) => contextOf(item) ?? refuse(item, { ...it, expected: 'a context value like $userId' }),
  );
  if (node && nodes.length === 0) refuse(node, { ...it, expected: 'a context value like $userId' });
  const found = keys.filter((key) => key !== undefined);
  return found.length > 0 && found.length === keys.length ? found : undefined;
}

function operandOf(node: IonNode, it: Expression): Operand | undefined {
  if (node.type === 'sexp') return buildRule(node, it.problems);
  const operand = contextOf(node) ?? literalOf(node);
  const isOrdered = it.operator !== 'eq';
  if (!operand || (isOrdered && operand.kind === 'boolean')) {
    return refuse(node, {
      ...it,
      expected: isOrdered ? 'a number, a text, a timestamp or $key' : 'a value or $key',
    });
  }
  return operand;
}

function conditionOf(node: IonNode, it: Expression): Condition | undefined {
  if (node.type === 'sexp') return buildRule(node, it.problems);
  if (node.type === 'boolean') return { kind: 'boolean', ...placeOf(node), value: node.value };
  return contextOf(node) ?? refuse(node, { ...it, expected: 'an expression, true, false or $key' });
}

function textOf(node: IonNode | undefined, it: Expression): ContextValue | TextLiteral | undefined {
  if (!node) return undefined;
  if (node.type === 'string') return { kind: 'string', ...placeOf(node), value: node.value };
  return contextOf(node) ?? refuse(node, { ...it, expected: 'a text in double quotes or $key' });
}

function onlyText(node: IonNode | undefined, it: Expression): TextLiteral | undefined {
  if (!node) return undefined;
  if (node.type === 'string') return { kind: 'string', ...placeOf(node), value: node.value };
  return refuse(node, { ...it, expected: 'a text in double quotes' });
}

function listOf(node: IonNode, it: Expression): readonly Literal[] | undefined {
  if (node.type !== 'list') return refuse(node, { ...it, expected: 'a list like ["123", "456"]' });
  const items = node.items.map((item) => literalOf(item) ?? refuse(item, { ...it, expected: 'a constant' }));
  const literals = items.filter((item) => item !== undefined);
  return literals.length === items.length ? literals : undefined;
}

function literalOf(node: IonNode): Literal | undefined {
  if (node.names.length > 0) return undefined;
  const at = placeOf(node);
  if (node.type === 'string') return { kind: 'string', ...at, value: node.value };
  if (node.type === 'number') return { kind: 'number', ...at, value: node.value };
  if (node.type === 'boolean') return { kind: 'boolean', ...at, value: node.value };
  return node.type === 'timestamp' ? { kind: 'timestamp', ...at, value: node.value } : undefined;
}

/** `$10` is no context value: in Ion it is the tenth entry of a symbol table. */
function contextOf(node: IonNode): ContextValue | undefined {
  if (node.type !== 'symbol' || !/^\$[^\d]/.test(node.value)) return undefined;
  return { kind: 'context', ...placeOf(node), key: node.value.slice(1) };
}

function refuse(
  node: IonNode,
  { problems, operator, expected }: { problems: RuleProblem[]; operator?: string; expected: string },
): undefined {
  const example = (operator && EXAMPLES[operator]) ?? EXAMPLES['eq'] ?? '';
  const isSymbol = node.type === 'symbol';
  const found = isSymbol ? node.value : FOUND[node.type];
  problems.push({
    code: isSymbol ? 'RULE_UNKNOWN_SYMBOL' : 'RULE_WRONG_OPERAND',
    ...(isSymbol && { reason: 'UnknownSymbol' as const }),
    ...placeOf(node),
    message: `${found} has no place here, ${expected} is wanted`,
    fix: isSymbol && !node.value.startsWith('$') ? 'put text in double quotes' : `write it like ${example}`,
  });
  return undefined;
}

const FOUND: Readonly<Record<IonNode['type'], string>> = {
  sexp: 'an expression',
  list: 'a list',
  symbol: 'a symbol',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  timestamp: 'a timestamp',
  null: 'null',
};

/** What people write who know other rule languages, or the `when` of this project. */
const MEANT: Readonly<Record<string, string>> = {
  ge: 'gte',
  le: 'lte',
  equals: 'eq',
  '=': 'eq',
  '==': 'eq',
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte',
  starts_with: 'begins_with',
  'begins-with': 'begins_with',
  'ends-with': 'ends_with',
  percent: 'split',
};

function unknownOperator(operator: string, at: Located): RuleProblem {
  const isUnequal = operator === 'ne' || operator === '!=' || operator === 'neq';
  const meant = Object.hasOwn(MEANT, operator) ? MEANT[operator] : nearestOf(operator, OPERATORS);
  const fix = isUnequal
    ? 'write (not (eq …))'
    : meant
      ? `did you mean ${meant}?`
      : `the operators are ${OPERATORS.join(', ')}`;
  const message = `there is no operator ${operator}`;
  return { code: 'RULE_UNKNOWN_OPERATOR', reason: 'UnknownSymbol', ...placeOf(at), message, fix };
}

function missingOperator(at: Located): RuleProblem {
  const message = 'an expression starts with its operator';
  const fix = `write one of ${OPERATORS.join(', ')} after the parenthesis`;
  return { code: 'RULE_UNKNOWN_OPERATOR', reason: 'UnknownSymbol', ...placeOf(at), message, fix };
}

function placeOf({ offset, length }: Located): Located {
  return { offset, length };
}
