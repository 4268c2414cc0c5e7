import { BETA, beta, CHECKOUT, flag, flagWith, operations, PAY, type BrokenCase } from './broken-case';

const FLAG = flag('default: {}');

/** Mistakes in names, keys and the shape of values. */
export const NAME_CASES: readonly BrokenCase[] = [
  { code: 'INVALID_NAME', about: 'a flag', files: { 'flags/checkout/Pay.yaml': FLAG } },
  {
    code: 'INVALID_NAME',
    about: 'a flag of 65 characters',
    files: { [`flags/checkout/${'a'.repeat(65)}.yaml`]: FLAG },
  },
  {
    code: 'INVALID_NAME',
    about: 'a component',
    files: { 'flags/2check/pay.yaml': FLAG },
    at: 'flags/2check:1:1',
  },
  {
    code: 'INVALID_NAME',
    about: 'a document',
    files: { 'opconfig/check_out.yaml': operations('default: {}') },
  },
  {
    code: 'INVALID_NAME',
    about: 'a document with a dot',
    files: { 'opconfig/a.b.yaml': operations('default: {}') },
  },
  { code: 'INVALID_NAME', about: 'a segment', files: { 'flags/_segments/Staff.yaml': 'when: { a: 1 }' } },
  {
    code: 'INVALID_NAME',
    about: 'an environment',
    files: { 'environments/beta_1.yaml': 'account: "222222222222"\nregions: [us-east-1]' },
  },
  {
    code: 'INVALID_NAME',
    about: 'a temporary environment of 32 characters',
    files: {
      [`environments/temporary/${'a'.repeat(32)}.yaml`]:
        'extends: beta\ntemporary: { owner: team-a, expires: 2099-01-01 }',
    },
  },
  { code: 'INVALID_NAME', about: 'an attribute', files: { [PAY]: flagWith('▶Max: { type: number }', '{}') } },
  {
    code: 'INVALID_NAME',
    about: 'a context key of a spec',
    files: {
      [PAY]: flag('default: {}\nspecs: [{ in: beta, given: { ▶a-b: 1 }, expect: { enabled: false } }]'),
    },
  },
  { code: 'INVALID_NAME', about: 'a tag of AWS', files: { [BETA]: beta('tags: { ▶"aws:x": y }') } },
  {
    code: 'INVALID_NAME',
    about: 'a tag that policies go by',
    files: { [BETA]: beta('tags: { ▶"dynconf:environment": prod }') },
  },
  {
    code: 'RESERVED_NAME',
    about: 'a component',
    files: { 'flags/shared/x.yaml': FLAG },
    at: 'flags/shared:1:1',
  },
  {
    code: 'RESERVED_NAME',
    about: 'a document',
    files: { 'opconfig/shared.yaml': operations('default: {}') },
  },
  {
    code: 'RESERVED_NAME',
    about: 'the attribute enabled',
    files: { [PAY]: flagWith('▶enabled: { type: boolean }', '{}') },
  },
  {
    code: 'RESERVED_NAME',
    about: 'the attribute variants',
    files: { [PAY]: flagWith('▶variants: { type: array }', '{}') },
  },
  {
    code: 'RESERVED_NAME',
    about: 'the variant default',
    files: { [PAY]: flag('default: { variants: [{ name: ▶default, when: { a: 1 } }] }') },
  },
  {
    code: 'RESERVED_NAME',
    about: 'a reader called shared',
    files: { 'flags/x.yaml': flag('default: {}\ncomponents: [checkout, ▶shared]') },
  },
  { code: 'UNKNOWN_KEY', files: { [PAY]: flag('default: {}\n▶colour: red') } },
  {
    code: 'UNKNOWN_KEY',
    about: 'a slip in a required key',
    files: { [PAY]: 'description: Pay\n▶ownr: team-a\nlifecycle: permanent\ndefault: {}\n' },
  },
  {
    code: 'UNKNOWN_KEY',
    about: 'deep inside',
    files: { [PAY]: flagWith('list: { type: array, elements: { type: string, ▶size: 3 } }', '{}') },
  },
  { code: 'UNKNOWN_KEY', about: '__proto__', files: { [PAY]: flag('default: {}\n▶__proto__: { a: 1 }') } },
  { code: 'UNKNOWN_KEY', about: 'constructor', files: { [BETA]: beta('▶constructor: 1') } },
  {
    code: 'UNKNOWN_KEY',
    about: 'in a backend of another type',
    files: { [BETA]: beta('backend: { type: local, ▶bucket: my-bucket }') },
  },
  { code: 'UNKNOWN_KEY', about: 'kind: tools elsewhere', files: { [BETA]: beta('▶kind: tools') } },
  {
    code: 'MISSING_KEY',
    about: 'of a file',
    files: { [PAY]: '▶owner: team-a\nlifecycle: permanent\ndefault: {}\n' },
  },
  {
    code: 'MISSING_KEY',
    about: 'of a map',
    files: { [PAY]: flag('attributes:\n  ▶max: { required: true }\ndefault: {}') },
    andMore: true,
  },
  {
    code: 'MISSING_KEY',
    about: 'of an item: the key of the list',
    files: { [PAY]: flag('default:\n  ▶variants:\n    - when: { a: 1 }') },
  },
  { code: 'MISSING_KEY', about: 'components of a shared flag', files: { 'flags/x.yaml': `▶${FLAG}` } },
  { code: 'MISSING_KEY', about: 'the account', files: { [BETA]: '▶regions: [us-east-1]\n' } },
  { code: 'MISSING_KEY', about: 'the regions', files: { [BETA]: '▶account: "111111111111"\n' } },
  {
    code: 'MISSING_KEY',
    about: 'in an inherited map',
    files: {
      'environments/_base.yaml': '▶strategy: { growth: linear, factor-percent: 10, duration-minutes: 1 }',
      [BETA]: beta('extends: _base'),
    },
  },
  {
    code: 'MISSING_KEY',
    about: 'the threshold of an alarm',
    files: {
      [BETA]: beta(
        '▶alarms:\n  - { name: a, metric: { namespace: S, name: N, statistic: Sum, period-seconds: 60 }, compare: above, periods: 1 }',
      ),
    },
  },
  {
    code: 'MISSING_KEY',
    about: 'the bucket of a backend',
    files: { [BETA]: beta('▶backend: { type: s3, region: us-east-1 }') },
  },
  {
    code: 'MISSING_KEY',
    about: 'the paths of readers',
    files: { [BETA]: beta('▶readers: { organization: o-a1b2c3d4e5 }') },
  },
  {
    code: 'MISSING_KEY',
    about: 'temporary',
    files: { 'environments/temporary/feat-x.yaml': '▶extends: beta\n' },
  },
  {
    code: 'MISSING_KEY',
    about: 'in a merged document: the null that removed it',
    files: {
      [CHECKOUT]: operations(
        'schema: { required: [a] }\ndefault: { a: 1 }\noverrides:\n  beta/eu-west-1: { a: ▶null }',
      ),
    },
  },
  {
    code: 'MISSING_KEY',
    about: 'in a merged document: the enclosing key',
    files: {
      [CHECKOUT]: operations('schema: { properties: { m: { required: [a] } } }\ndefault:\n  ▶m: { b: 1 }'),
    },
  },
  {
    code: 'MISSING_KEY',
    about: 'at the top of a document',
    files: { [CHECKOUT]: operations('schema: { required: [a] }\n▶default: { b: 1 }') },
  },
  {
    code: 'MISPLACED_KEY',
    about: 'components',
    files: { [PAY]: flag('default: {}\n▶components: [checkout]') },
  },
  {
    code: 'MISPLACED_KEY',
    about: 'enabled in set',
    files: { [PAY]: flag('default: { variants: [{ name: A, when: { a: 1 }, set: { ▶enabled: true } }] }') },
  },
  {
    code: 'MISPLACED_KEY',
    about: 'temporary',
    files: { [BETA]: beta('▶temporary: { owner: team-a, expires: 2099-01-01 }') },
  },
  { code: 'WRONG_TYPE', about: 'text for true', files: { [PAY]: flag('default: { enabled: ▶yes }') } },
  { code: 'WRONG_TYPE', about: 'an empty value: its key', files: { [PAY]: flag('default: { ▶enabled: }') } },
  {
    code: 'WRONG_TYPE',
    about: 'an account without quotes',
    files: { [BETA]: 'account: ▶111111111111\nregions: [us-east-1]\n' },
  },
  {
    code: 'WRONG_TYPE',
    about: 'a quoted number',
    files: { [BETA]: beta('canary: { every-minutes: ▶"5" }') },
  },
  {
    code: 'WRONG_TYPE',
    about: 'an override that is a list',
    files: { [PAY]: flag('default: {}\noverrides: { beta: ▶[a] }') },
  },
  {
    code: 'VALUE_NOT_ALLOWED',
    files: { [PAY]: flag('default: {}').replace('lifecycle: permanent', 'lifecycle: ▶relase') },
  },
  {
    code: 'VALUE_NOT_ALLOWED',
    about: 'a report format',
    files: {
      [BETA]: beta('tests: { acceptance: { commands: [x], reports: [{ files: a, format: ▶junt }] } }'),
    },
  },
  {
    code: 'INVALID_VALUE',
    about: 'an experiment template',
    files: { [BETA]: beta('tests: { resilience: { commands: [x], experiments: [EXT1a, ▶EXP1a] } }') },
  },
  {
    code: 'INVALID_VALUE',
    about: 'an account of 11 digits',
    files: { [BETA]: 'account: ▶"11111111111"\nregions: [us-east-1]\n' },
  },
  { code: 'INVALID_VALUE', about: 'a date', files: { [PAY]: flag('expires: ▶tomorrow\ndefault: {}') } },
  {
    code: 'INVALID_VALUE',
    about: 'a region',
    files: { [BETA]: 'account: "111111111111"\nregions: [us-east-1, ▶ireland]\n' },
  },
  {
    code: 'INVALID_VALUE',
    about: 'a variant name on two lines',
    files: { [PAY]: flag('default: { variants: [{ name: ▶"a\\nb", when: { a: 1 } }] }') },
  },
  {
    code: 'INVALID_VALUE',
    about: 'an SNS topic',
    files: { [BETA]: beta('approval: { required: true, notify: [▶arn:aws:sqs:x] }') },
  },
  {
    code: 'NULL_NOT_ALLOWED',
    about: 'in default',
    files: { [PAY]: flagWith('max: { type: number }', '{ max: ▶null }') },
  },
  {
    code: 'NULL_NOT_ALLOWED',
    about: 'of a required attribute',
    files: {
      [PAY]: flagWith(
        'max: { type: number, required: true }',
        '{ max: 1 }',
        'overrides: { beta: { max: ▶null } }',
      ),
    },
  },
  {
    code: 'EMPTY',
    about: 'a text',
    files: { [PAY]: 'description: ▶""\nowner: team-a\nlifecycle: permanent\ndefault: {}\n' },
  },
  { code: 'EMPTY', about: 'a list', files: { 'flags/x.yaml': flag('default: {}\ncomponents: ▶[]') } },
  {
    code: 'TOO_FEW',
    files: { [CHECKOUT]: operations('schema: { properties: { a: { minItems: 2 } } }\ndefault: { a: ▶[1] }') },
  },
  {
    code: 'TOO_MANY',
    about: '26 attributes',
    files: { [PAY]: flag(`attributes: ▶{ ${numbered(26, (n) => `a${n}: { type: number }`)} }\ndefault: {}`) },
  },
  {
    code: 'TOO_MANY',
    about: '32 variants and default',
    files: {
      [PAY]: flag(`default: { variants: ▶[${numbered(32, (n) => `{ name: V${n}, when: { a: ${n} } }`)}] }`),
    },
  },
  {
    code: 'TOO_MANY',
    about: '47 tags, and four of ours',
    files: { [BETA]: beta(`tags: ▶{ ${numbered(47, (n) => `t${n}: x`)} }`) },
  },
  {
    code: 'TOO_LONG',
    about: 'a description',
    files: { [PAY]: `description: ▶${'x'.repeat(1025)}\nowner: team-a\nlifecycle: permanent\ndefault: {}\n` },
  },
  {
    code: 'TOO_LONG',
    about: 'the name of a CloudWatch alarm',
    files: {
      [BETA]: beta(
        `alarms: [{ name: ▶${'a'.repeat(250)}, metric: { namespace: S, name: N, statistic: Sum, period-seconds: 60 }, compare: above, threshold: 1, periods: 1 }]`,
      ),
    },
  },
  {
    code: 'TOO_LOW',
    files: {
      [BETA]: beta('strategy: { growth: linear, factor-percent: ▶0, duration-minutes: 1, bake-minutes: 1 }'),
    },
  },
  {
    code: 'TOO_HIGH',
    files: {
      [BETA]: beta(
        'strategy: { growth: linear, factor-percent: 10, duration-minutes: ▶1441, bake-minutes: 1 }',
      ),
    },
    andMore: true,
  },
  {
    code: 'TOO_HIGH',
    about: 'in a document: the override that supplied it',
    files: {
      [CHECKOUT]: operations(
        'schema: { properties: { a: { maximum: 5 } } }\ndefault: { a: 5 }\noverrides:\n  beta: { a: ▶6 }',
      ),
    },
  },
  {
    code: 'WRONG_TYPE',
    about: 'in a document: the default that supplied it',
    files: {
      [CHECKOUT]: operations(
        'schema: { properties: { a: { type: integer } } }\ndefault: { a: ▶x }\noverrides:\n  beta: { a: 6 }',
      ),
    },
  },
  {
    code: 'UNKNOWN_KEY',
    about: 'in a document',
    files: {
      [CHECKOUT]: operations(
        'schema: { properties: { a: {} }, additionalProperties: false }\ndefault: { a: 1 }\noverrides:\n  beta: { ▶b: 6 }',
      ),
    },
  },
  {
    code: 'INVALID_VALUE',
    about: 'one finding for anyOf',
    files: {
      [CHECKOUT]: operations(
        'schema: { properties: { a: { anyOf: [{ type: string }, { type: boolean }] } } }\ndefault: { a: ▶5 }',
      ),
    },
  },
  {
    code: 'DUPLICATE_VALUE',
    files: { 'flags/x.yaml': flag('default: {}\ncomponents: [checkout, search, ▶checkout]') },
  },
  {
    code: 'DUPLICATE_NAME',
    about: 'waves',
    files: {
      [BETA]:
        'account: "111111111111"\nwaves:\n  - { name: a, regions: [us-east-1], bake-minutes: 0 }\n  - { name: ▶a, regions: [eu-west-1], bake-minutes: 0 }\n',
    },
    andMore: true,
  },
  { code: 'DATE_INVALID', files: { [PAY]: flag('expires: ▶2027-02-29\ndefault: {}') } },
  {
    code: 'DATE_INVALID',
    about: 'of a deprecation',
    files: { [PAY]: flag('deprecated: { reason: old, date: ▶2027-13-01 }\ndefault: {}') },
  },
  { code: 'EXPIRED', severity: 'warning', files: { [PAY]: flag('expires: ▶2020-01-01\ndefault: {}') } },
  {
    code: 'OWNER_NOT_COVERED',
    files: {
      '.github/CODEOWNERS': '/opconfig/ @example/team-a\n',
      [PAY]: flag('default: {}').replace('team-a', '▶team-a'),
    },
  },
  {
    code: 'OWNER_MISMATCH',
    files: {
      '.github/CODEOWNERS': '* @example/team-a\n/opconfig/checkout.yaml @example/team-b # for now\n',
      [CHECKOUT]: operations('default: {}').replace('team-a', '▶team-a'),
    },
  },
  {
    code: 'EXPIRED',
    about: 'a temporary environment',
    severity: 'warning',
    files: {
      'environments/temporary/feat-x.yaml':
        'extends: beta\ntemporary: { owner: team-a, expires: ▶2020-01-01 }',
    },
  },
  {
    code: 'PATTERN_INVALID',
    about: 'look-ahead',
    files: { [PAY]: flagWith('a: { type: string, pattern: ▶"(?=x)" }', '{}') },
  },
  {
    code: 'PATTERN_INVALID',
    about: 'in a schema',
    files: { [CHECKOUT]: operations('schema: { properties: { a: { pattern: ▶"(" } } }\ndefault: {}') },
    andMore: true,
  },
];

function numbered(count: number, write: (number: number) => string): string {
  return Array.from({ length: count }, (_, index) => write(index + 1)).join(', ');
}
