/**
 * AppConfig's rule language as a tree.
 *
 * A rule is one Ion s-expression, e.g. `(and (exists key::"plan") (eq $plan "gold"))`. The operators and literals are
 * those of "Defining rules for multi-variant feature flags" in the AppConfig user guide.
 */
export type Rule = Comparison | TextTest | Membership | Match | Existence | Split | Logic | Negation;

/** Where a node stands in the rule's text, in UTF-16 code units. Nodes that were made, not parsed, stand at 0. */
export interface Located {
  readonly offset: number;
  readonly length: number;
}

export const COMPARISONS = ['eq', 'gt', 'gte', 'lt', 'lte'] as const;
export const TEXT_TESTS = ['begins_with', 'ends_with', 'contains'] as const;
export const LOGIC = ['and', 'or'] as const;
export const OPERATORS = [...COMPARISONS, ...TEXT_TESTS, ...LOGIC, 'not', 'in', 'matches', 'exists', 'split'];

export type ComparisonOperator = (typeof COMPARISONS)[number];
export type TextOperator = (typeof TEXT_TESTS)[number];
export type LogicOperator = (typeof LOGIC)[number];

/** `(gte $age 65)`. There is no `ne`: write `(not (eq …))`. */
export interface Comparison extends Located {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Operand;
  readonly right: Operand;
}

/** `(ends_with $email "@example.com")`. */
export interface TextTest extends Located {
  readonly kind: 'text';
  readonly operator: TextOperator;
  readonly subject: ContextValue | TextLiteral;
  readonly part: ContextValue | TextLiteral;
}

/** `(in $userId ["123", "456"])`. */
export interface Membership extends Located {
  readonly kind: 'in';
  readonly subject: ContextValue | Literal;
  readonly list: readonly Literal[];
}

/** `(matches in::$greeting pattern::"h.*y")`: holds when the pattern is found anywhere in the text. */
export interface Match extends Located {
  readonly kind: 'matches';
  readonly subject: ContextValue | TextLiteral;
  readonly pattern: TextLiteral;
}

/** `(exists key::"country")`. */
export interface Existence extends Located {
  readonly kind: 'exists';
  readonly key: TextLiteral;
}

/** `(split pct::10 by::$userId seed::"abc")`: a share of the values of `by`, always the same ones. */
export interface Split extends Located {
  readonly kind: 'split';
  readonly percent: NumberLiteral;
  readonly by: readonly ContextValue[];
  /** Absent: another share in every flag. */
  readonly seed?: TextLiteral;
}

export interface Logic extends Located {
  readonly kind: 'logic';
  readonly operator: LogicOperator;
  readonly operands: readonly Condition[];
}

export interface Negation extends Located {
  readonly kind: 'not';
  readonly operand: Condition;
}

/** `$key`. */
export interface ContextValue extends Located {
  readonly kind: 'context';
  readonly key: string;
}

export interface TextLiteral extends Located {
  readonly kind: 'string';
  readonly value: string;
}

export interface NumberLiteral extends Located {
  readonly kind: 'number';
  readonly value: number;
}

export interface TruthLiteral extends Located {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** `2024-01-01T00:00:00Z`. */
export interface TimeLiteral extends Located {
  readonly kind: 'timestamp';
  /** The instant, in milliseconds since 1970 UTC. */
  readonly value: number;
}

export type Literal = TextLiteral | NumberLiteral | TruthLiteral | TimeLiteral;
/** What can be true or false. */
export type Condition = Rule | ContextValue | TruthLiteral;
/** What can be compared. */
export type Operand = Literal | ContextValue | Rule;

/** AppConfig's own word for what is wrong, where it is known from its answers. */
export type RuleReason = 'NotAnExpression' | 'UnknownSymbol' | 'TooFewOperands';

/** A mistake in a rule, with its place in the rule's text. */
export interface RuleProblem extends Located {
  readonly code: string;
  readonly reason?: RuleReason;
  readonly message: string;
  readonly fix: string;
}
