import { BETA, beta, CHECKOUT, flag, flagWith, operations, PAY, type BrokenCase } from './broken-case';

const MAX = 'max: { type: number, minimum: 1, maximum: 5 }';
const LABEL = 'label: { type: string, enum: [Pay now, Buy] }';
const ON = 'description: D\nowner: team-a\nlifecycle: permanent\ndefault: { enabled: true }\n';
const OFF = ON.replace('true', 'false');
const staff = (when: string): string => `description: Staff\nwhen: ${when}\n`;
const variant = (rest: string): string => flag(`default: { variants: [{ name: A, ${rest} }] }`);

const twoVariants = (a: string, b: string): string =>
  flag(`default: { variants: [{ name: A, when: { ${a} } }, { name: B, when: { ${b} } }] }`);

/** Mistakes in flags, their conditions and rules. */
export const FLAG_CASES: readonly BrokenCase[] = [
  {
    code: 'PERCENT_NESTED',
    about: 'one seed',
    severity: 'warning',
    files: {
      [PAY]: twoVariants('percent: 20, of: id, seed: x', 'percent: ▶20, of: id, seed: x'),
    },
  },
  {
    code: 'PERCENT_NESTED',
    about: 'the share of the flag itself, among other conditions',
    severity: 'warning',
    files: {
      [PAY]: twoVariants('percent: 20, of: id', 'plan: gold, all: [{ percent: ▶5, of: id }]'),
    },
  },
  {
    code: 'PERCENT_NESTED',
    about: 'in a rule',
    severity: 'warning',
    files: {
      [PAY]: flag(
        "default: { variants: [{ name: A, when: { percent: 60, of: id } }, { name: B, rule: ▶'(split pct::60 by::$id)' }] }",
      ),
    },
  },
  {
    code: 'EXPIRES_MISSING',
    about: 'by default',
    files: { [PAY]: '▶description: Pay\nowner: team-a\ndefault: {}\n' },
  },
  {
    code: 'EXPIRES_MISSING',
    about: 'of an experiment',
    files: { [PAY]: '▶description: Pay\nowner: team-a\nlifecycle: experiment\ndefault: {}\n' },
  },
  { code: 'ATTRIBUTE_UNKNOWN', about: 'in default', files: { [PAY]: flagWith(MAX, '{ max: 3, ▶mx: 3 }') } },
  {
    code: 'ATTRIBUTE_UNKNOWN',
    about: 'in an override',
    files: { [PAY]: flag('default: {}\noverrides: { beta: { ▶toString: 3 } }') },
  },
  { code: 'ATTRIBUTE_UNKNOWN', about: '__proto__', files: { [PAY]: flag('default: { ▶__proto__: 3 }') } },
  {
    code: 'ATTRIBUTE_UNKNOWN',
    about: 'in set',
    files: { [PAY]: variant('when: { a: 1 }, set: { ▶max: 1 }') },
  },
  {
    code: 'ATTRIBUTE_UNKNOWN',
    about: 'in a spec',
    files: { [PAY]: flag('default: {}\nspecs: [{ in: beta, expect: { ▶max: 1 } }]') },
  },
  {
    code: 'ATTRIBUTE_REQUIRED',
    about: 'in every target',
    files: { [PAY]: flag('attributes:\n  max: { type: number, required: true }\n▶default: {}') },
  },
  {
    code: 'ATTRIBUTE_REQUIRED',
    about: 'in one target',
    files: {
      [PAY]: flag(
        'attributes:\n  max: { type: number, required: true }\n▶default: {}\noverrides:\n  local: { max: 1 }\n  beta/us-east-1: { max: 1 }',
      ),
    },
  },
  {
    code: 'ATTRIBUTE_WRONG_TYPE',
    about: 'a number for a text',
    files: { [PAY]: flagWith(LABEL, '{ label: ▶5 }') },
  },
  {
    code: 'ATTRIBUTE_WRONG_TYPE',
    about: 'a text for a number',
    files: { [PAY]: flagWith(MAX, '{ max: ▶"3" }') },
  },
  {
    code: 'ATTRIBUTE_WRONG_TYPE',
    about: 'a list for a number',
    files: { [PAY]: flagWith(MAX, '{ max: ▶[3] }') },
  },
  {
    code: 'ATTRIBUTE_WRONG_TYPE',
    about: 'a text for a list',
    files: { [PAY]: flagWith('tags: { type: array }', '{ tags: ▶a }') },
  },
  {
    code: 'ATTRIBUTE_WRONG_TYPE',
    about: 'a mixed list',
    files: { [PAY]: flagWith('tags: { type: array }', '{ tags: [a, ▶2] }') },
  },
  {
    code: 'ATTRIBUTE_WRONG_TYPE',
    about: 'an element',
    files: { [PAY]: flagWith('tags: { type: array, elements: { type: number } }', '{ tags: [1, ▶b] }') },
  },
  {
    code: 'ATTRIBUTE_BELOW_MINIMUM',
    files: { [PAY]: flagWith(MAX, '{ max: 3 }', 'overrides: { beta: { max: ▶0 } }') },
  },
  {
    code: 'ATTRIBUTE_BELOW_MINIMUM',
    about: 'an element',
    files: {
      [PAY]: flagWith('n: { type: array, elements: { type: number, minimum: 1 } }', '{ n: [1, ▶0] }'),
    },
  },
  { code: 'ATTRIBUTE_ABOVE_MAXIMUM', files: { [PAY]: flagWith(MAX, '{ max: ▶900 }') } },
  {
    code: 'ATTRIBUTE_ABOVE_MAXIMUM',
    about: 'in set',
    files: { [PAY]: flagWith(MAX, '{ max: 3, variants: [{ name: A, when: { a: 1 }, set: { max: ▶9 } }] }') },
  },
  {
    code: 'ATTRIBUTE_ABOVE_MAXIMUM',
    about: 'also where the flag is off',
    files: { [PAY]: flagWith(MAX, '{ enabled: false, max: ▶9 }') },
  },
  { code: 'ATTRIBUTE_NOT_A_CHOICE', files: { [PAY]: flagWith(LABEL, '{ label: ▶"Pay later" }') } },
  {
    code: 'ATTRIBUTE_NO_MATCH',
    files: { [PAY]: flagWith('id: { type: string, pattern: "^[a-z]+$" }', '{ id: ▶A1 }') },
  },
  {
    code: 'ATTRIBUTE_NO_MATCH',
    about: 'an element',
    files: {
      [PAY]: flagWith(
        'ids: { type: array, elements: { type: string, pattern: "^[a-z]+$" } }',
        '{ ids: [a, ▶A] }',
      ),
    },
  },
  {
    code: 'ATTRIBUTE_TOO_LONG',
    files: { [PAY]: flagWith('id: { type: string }', `{ id: ▶${'x'.repeat(1025)} }`) },
  },
  { code: 'CONSTRAINT_MISPLACED', files: { [PAY]: flagWith('id: { type: string, ▶minimum: 1 }', '{}') } },
  {
    code: 'CONSTRAINT_MISPLACED',
    about: 'choices of numbers',
    files: { [PAY]: flagWith('id: { type: number, ▶enum: [1, 2] }', '{}') },
  },
  {
    code: 'CONSTRAINT_MISPLACED',
    about: 'in elements',
    files: { [PAY]: flagWith('id: { type: array, elements: { type: number, ▶pattern: a } }', '{}') },
  },
  { code: 'RANGE_EMPTY', files: { [PAY]: flagWith('id: { type: number, minimum: 5, maximum: ▶4 }', '{}') } },
  {
    code: 'WRONG_TYPE',
    about: 'a minimum that is no integer',
    files: { [PAY]: flagWith('id: { type: number, minimum: ▶0.5 }', '{}') },
  },
  {
    code: 'PATTERN_AND_ENUM',
    files: { [PAY]: flagWith('id: { type: string, pattern: a, ▶enum: [a] }', '{}') },
  },
  {
    code: 'DUPLICATE_VARIANT',
    files: {
      [PAY]: flag('default: { variants: [{ name: A, when: { a: 1 } }, { name: ▶A, when: { a: 2 } }] }'),
    },
  },
  {
    code: 'VARIANT_UNKNOWN',
    files: { [PAY]: flag('default: {}\nspecs: [{ in: beta, expect: { variant: ▶Staff } }]') },
  },
  { code: 'CONDITION_MISSING', files: { [PAY]: flag('default:\n  ▶variants:\n    - { name: A }') } },
  { code: 'WHEN_AND_RULE', files: { [PAY]: variant(`when: { a: 1 }, ▶rule: '(eq $a 1)'`) } },
  { code: 'SELECTOR_INVALID', files: { [PAY]: flag('default: {}\noverrides: { ▶beta/us-east-1/x: {} }') } },
  { code: 'SELECTOR_UNKNOWN_ENVIRONMENT', files: { [PAY]: flag('default: {}\noverrides: { ▶bta: {} }') } },
  {
    code: 'SELECTOR_UNKNOWN_ENVIRONMENT',
    about: 'constructor',
    files: { [PAY]: flag('default: {}\noverrides: { ▶constructor: {} }') },
  },
  {
    code: 'SELECTOR_UNKNOWN_ENVIRONMENT',
    about: 'an abstract one',
    files: {
      'environments/_base.yaml': 'description: B',
      [PAY]: flag('default: {}\noverrides: { ▶_base: {} }'),
    },
  },
  {
    code: 'SELECTOR_UNKNOWN_ENVIRONMENT',
    about: 'of a spec',
    files: { [PAY]: flag('default: {}\nspecs: [{ in: ▶prod, expect: { enabled: false } }]') },
  },
  {
    code: 'SELECTOR_UNKNOWN_REGION',
    files: { [PAY]: flag('default: {}\noverrides: { ▶beta/us-west-2: {} }') },
  },
  {
    code: 'SELECTOR_UNKNOWN_REGION',
    about: 'of a document',
    files: { [CHECKOUT]: operations('default: {}\noverrides: { ▶local/eu-west-1: {} }') },
  },
  { code: 'FLAG_UNKNOWN', about: 'required', files: { [PAY]: flag('default: {}\nrequires: [▶stock]') } },
  {
    code: 'FLAG_UNKNOWN',
    about: 'replaced by',
    files: { [PAY]: flag('default: {}\ndeprecated: { reason: old, replaced-by: ▶inventory/stock }') },
  },
  {
    code: 'DUPLICATE_FLAG',
    files: { 'flags/pay.yaml': flag('default: {}\ncomponents: [search, ▶checkout]') },
  },
  {
    code: 'REQUIRED_FLAG_OFF',
    about: 'everywhere',
    files: {
      'flags/checkout/stock.yaml': OFF,
      [PAY]: flag('default: { enabled: true }\nrequires: [▶stock]'),
    },
  },
  {
    code: 'REQUIRED_FLAG_OFF',
    about: 'in one region',
    files: {
      'flags/inventory/stock.yaml': `${ON}overrides: { beta/eu-west-1: { enabled: false } }\n`,
      [PAY]: flag('default: { enabled: true }\nrequires: [▶inventory/stock]'),
    },
  },
  {
    code: 'REQUIRED_FLAG_OFF',
    about: 'on for a variant only',
    files: {
      'flags/checkout/stock.yaml': OFF,
      [PAY]: flag('default: { variants: [{ name: A, when: { a: 1 } }] }\nrequires: [▶stock]'),
    },
  },
  {
    code: 'REQUIRED_FLAG_OFF',
    about: 'a required flag that is on for a variant only',
    files: {
      'flags/checkout/stock.yaml':
        'description: D\nowner: a\nlifecycle: permanent\ndefault: { variants: [{ name: A, when: { a: 1 } }] }\n',
      [PAY]: flag('default: { enabled: true }\nrequires: [▶stock]'),
    },
  },
  {
    code: 'REQUIRES_CYCLE',
    files: {
      'flags/checkout/a.yaml': `${ON}requires: [pay]\n`,
      [PAY]: flag('default: { enabled: true }\nrequires: [▶a]'),
    },
  },
  {
    code: 'REQUIRES_CYCLE',
    about: 'of itself',
    files: { [PAY]: flag('default: { enabled: true }\nrequires: [▶pay]') },
  },
  {
    code: 'COMPONENT_UNKNOWN',
    about: 'a slip in components',
    severity: 'warning',
    files: { 'flags/x.yaml': flag('default: {}\ncomponents: [▶chekout]') },
  },
  {
    code: 'COMPONENT_UNKNOWN',
    about: 'on-call',
    files: { [BETA]: beta('on-call: { ▶chekout: ["arn:aws:sns:us-east-1:111111111111:t"] }') },
  },
  {
    code: 'SEGMENT_CYCLE',
    files: {
      'flags/_segments/a.yaml': staff('{ segment: b }'),
      'flags/_segments/b.yaml': staff('{ segment: ▶a }'),
    },
  },

  { code: 'CONDITION_EMPTY', files: { [PAY]: variant('when: ▶{}') }, andMore: true },
  { code: 'CONDITION_WRONG_TYPE', files: { [PAY]: variant('when: { a: { begins-with: ▶3 } }') } },
  {
    code: 'CONDITION_WRONG_TYPE',
    about: 'an item of a list',
    files: { [PAY]: variant('when: { a: [1, ▶null] }') },
  },
  { code: 'NUMBER_NOT_EXACT', about: 'in a condition', files: { [PAY]: variant('when: { a: ▶.inf }') } },
  {
    code: 'NUMBER_NOT_EXACT',
    about: 'in a list of a condition',
    files: { [PAY]: variant('when: { a: [1, ▶.nan] }') },
  },
  { code: 'EMPTY', about: 'a rule', files: { [PAY]: variant("rule: ▶''") } },
  { code: 'CONDITION_INVALID_CONTEXT_KEY', files: { [PAY]: variant('when: { ▶e-mail: x }') } },
  { code: 'CONDITION_UNKNOWN_TEST', files: { [PAY]: variant('when: { email: { ▶ends-wth: x } }') } },
  { code: 'CONDITION_UNKNOWN_SEGMENT', files: { [PAY]: variant('when: { segment: ▶staf }') } },
  { code: 'CONDITION_INVALID_PATTERN', files: { [PAY]: variant('when: { email: { matches: ▶"(?=x)" } }') } },
  { code: 'CONDITION_PERCENT_OUT_OF_RANGE', files: { [PAY]: variant('when: { percent: ▶101, of: id }') } },
  { code: 'CONDITION_PERCENT_WITHOUT_OF', files: { [PAY]: variant('▶when: { percent: 10 }') } },
  { code: 'CONDITION_WITHOUT_PERCENT', files: { [PAY]: variant('when: { ▶seed: x }') } },
  {
    code: 'CONDITION_TOO_DEEP',
    files: { [PAY]: variant(`when: ${'{ not: '.repeat(40)}{ a: 1 }${' }'.repeat(40)}`) },
    at: `${PAY}:4:271`,
    andMore: true,
  },
  {
    code: 'CONDITION_TOO_LONG',
    files: {
      [PAY]: variant(`▶when: { id: [${Array.from({ length: 3000 }, (_, n) => `"u${n}"`).join(', ')}] }`),
    },
  },
  { code: 'RULE_SYNTAX', files: { [PAY]: variant(`rule: '(eq $a ▶"b)'`) } },
  { code: 'RULE_NOT_AN_EXPRESSION', files: { [PAY]: variant("rule: '▶true'") } },
  { code: 'RULE_UNKNOWN_OPERATOR', files: { [PAY]: variant(`rule: '(▶equals $a "b")'`) } },
  {
    code: 'RULE_UNKNOWN_OPERATOR',
    about: 'behind doubled quotes',
    files: { [PAY]: variant(`rule: '(or (eq $a "it''s") (▶equals $a "b"))'`) },
  },
  {
    code: 'RULE_UNKNOWN_OPERATOR',
    about: 'in a block',
    files: {
      [PAY]: flag(
        'default:\n  variants:\n    - name: A\n      rule: |\n        (or\n          (eq $a 1)\n          (▶equals $a 2))\n',
      ),
    },
  },
  { code: 'RULE_UNKNOWN_SYMBOL', files: { [PAY]: variant("rule: '(eq $a ▶b)'") } },
  { code: 'RULE_UNKNOWN_OPERAND', files: { [PAY]: variant(`rule: '(exists ▶kye::"a")'`) }, andMore: true },
  { code: 'RULE_UNNAMED_OPERAND', files: { [PAY]: variant(`rule: '(exists ▶"a")'`) }, andMore: true },
  { code: 'RULE_WRONG_OPERAND', files: { [PAY]: variant("rule: '(begins_with $a ▶3)'") } },
  { code: 'RULE_TOO_FEW_OPERANDS', files: { [PAY]: variant("rule: '▶(eq $a)'") } },
  { code: 'RULE_TOO_MANY_OPERANDS', files: { [PAY]: variant("rule: '(eq $a 1 ▶2)'") } },
  { code: 'RULE_INVALID_CONTEXT_KEY', files: { [PAY]: variant(`rule: '(exists key::▶"a-b")'`) } },
  { code: 'RULE_INVALID_PATTERN', files: { [PAY]: variant(`rule: '(matches in::$a pattern::▶"(?=x)")'`) } },
  { code: 'RULE_PERCENT_OUT_OF_RANGE', files: { [PAY]: variant("rule: '(split pct::▶200 by::$id)'") } },
  {
    code: 'RULE_TOO_LONG',
    files: { [PAY]: variant(`rule: '(eq $a "${'x'.repeat(16_376)}▶${'x'.repeat(24)}")'`) },
  },
];
