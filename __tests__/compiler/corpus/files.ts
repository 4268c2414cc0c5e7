import { BETA, beta, CHECKOUT, flag, operations, PAY, type BrokenCase } from './broken-case';

/** Mistakes in files and in YAML itself. */
export const FILE_CASES: readonly BrokenCase[] = [
  {
    code: 'SECRET_FOUND',
    about: 'a token, put together here',
    files: { [CHECKOUT]: operations(`default: { token: ▶"ghp_${'a1B2c3D4e5F6'.repeat(3)}" }`) },
  },
  {
    code: 'FILE_UNREADABLE',
    about: 'a folder named like a flag',
    files: { 'flags/checkout/x.yaml/keep.txt': '' },
    at: 'flags/checkout/x.yaml:1:1',
  },
  {
    code: 'FILE_UNREADABLE',
    about: 'a folder named like a document',
    files: { 'opconfig/x.yaml/keep.txt': '' },
    at: 'opconfig/x.yaml:1:1',
  },
  {
    code: 'FILE_UNREADABLE',
    about: 'a folder named like a shared flag',
    files: { 'flags/x.yaml/keep.txt': '' },
    at: 'flags/x.yaml:1:1',
  },
  {
    code: 'FILE_UNREADABLE',
    about: 'a folder named like an environment',
    files: { 'environments/x.yaml/keep.txt': '' },
    at: 'environments/x.yaml:1:1',
  },
  {
    code: 'FILE_NOT_TEXT',
    about: 'bytes that are not UTF-8',
    files: { [PAY]: new Uint8Array([0xff, 0xfe, 0x41]) },
  },
  { code: 'FILE_NOT_TEXT', about: 'NUL bytes', files: { [PAY]: 'a: \u0000\n' } },
  { code: 'FILE_TOO_LARGE', files: { [PAY]: 'x'.repeat(6 * 1024 * 1024) } },
  { code: 'FILE_EMPTY', files: { [PAY]: '' } },
  { code: 'FILE_EMPTY', about: 'only a comment', files: { [PAY]: '# nothing\n' } },
  {
    code: 'FOLDER_EMPTY',
    severity: 'warning',
    files: { 'flags/search/.gitkeep': '' },
    at: 'flags/search:1:1',
  },
  {
    code: 'MISPLACED_FOLDER',
    files: { 'flags/checkout/deep/x.yaml': flag('default: {}') },
    at: 'flags/checkout/deep:1:1',
  },
  {
    code: 'MISPLACED_FOLDER',
    about: 'beside temporary/',
    files: { 'environments/old/x.yaml': beta('') },
    at: 'environments/old:1:1',
  },
  { code: 'WRONG_EXTENSION', files: { 'flags/checkout/x.yml': flag('default: {}') } },
  {
    code: 'MISPLACED_FOLDER',
    about: 'a document in a folder',
    files: { 'opconfig/sub/x.yaml': operations('default: {}') },
    at: 'opconfig/sub:1:1',
  },
  {
    code: 'MISPLACED_FOLDER',
    about: 'a document beside a schema in a folder',
    files: {
      [CHECKOUT]: operations('schema: sub/a.yaml\ndefault: {}'),
      'opconfig/sub/a.yaml': 'type: object\n',
      'opconfig/sub/deep/x.yaml': operations('default: {}'),
    },
    at: 'opconfig/sub:1:1',
  },
  {
    code: 'MISPLACED_FOLDER',
    about: 'in temporary/',
    files: { 'environments/temporary/old/x.yaml': beta('') },
    at: 'environments/temporary/old:1:1',
  },
  {
    code: 'WRONG_EXTENSION',
    about: 'a copy of an environment',
    severity: 'warning',
    files: { 'environments/beta.yaml.bak': beta('') },
  },
  {
    code: 'WRONG_EXTENSION',
    about: 'beside documents',
    severity: 'warning',
    files: { 'opconfig/search.toml': 'a = 1\n' },
  },
  { code: 'WRONG_EXTENSION', about: 'an environment', files: { 'environments/x.yml': beta('') } },
  { code: 'NO_ENVIRONMENTS', files: {}, at: 'environments:1:1', without: ['environments/local.yaml', BETA] },
  {
    code: 'NO_ENVIRONMENTS',
    about: 'only abstract ones',
    files: { 'environments/_base.yaml': 'description: Common\n' },
    at: 'environments:1:1',
    without: ['environments/local.yaml', BETA],
  },
  {
    code: 'DOCUMENT_LARGE',
    severity: 'warning',
    files: { [CHECKOUT]: operations(`default: { text: "${'x'.repeat(1_100_000)}" }`) },
  },
  {
    code: 'DOCUMENT_TOO_LARGE',
    files: { [CHECKOUT]: operations(`default: { text: "${'x'.repeat(2_200_000)}" }`) },
  },

  {
    code: 'YAML_SYNTAX',
    about: 'an open bracket',
    files: { [BETA]: 'account: "111111111111"\nregions: [us-east-1▶' },
  },
  { code: 'YAML_SYNTAX', about: 'an open quote', files: { [BETA]: 'account: "1\n▶' } },
  { code: 'YAML_SYNTAX', about: 'a reserved character', files: { [PAY]: 'description: ▶@x\n' } },
  { code: 'YAML_SYNTAX', about: 'a colon in a text', files: { [PAY]: 'description: ▶a: b\n' } },
  { code: 'YAML_TAB', files: { [PAY]: 'description: Pay\ndefault:\n▶\tenabled: true\n' } },
  { code: 'YAML_SEVERAL_DOCUMENTS', files: { [PAY]: `${flag('default: {}')}▶---\na: 1\n` } },
  { code: 'YAML_NOT_CORE', about: 'a tag', files: { [PAY]: flag('default: { enabled: ▶!maybe true }') } },
  { code: 'YAML_NOT_CORE', about: 'YAML 1.1', files: { [PAY]: `▶%YAML 1.1\n---\n${flag('default: {}')}` } },
  { code: 'YAML_ALIAS', about: 'without an anchor', files: { [PAY]: flag('default: { enabled: ▶*on }') } },
  {
    code: 'YAML_ALIAS',
    about: 'inside itself',
    files: { [CHECKOUT]: operations('default: &all { again: ▶*all }') },
  },
  {
    code: 'YAML_ALIAS_BOMB',
    files: {
      [CHECKOUT]: operations(
        [
          'default:',
          '  a: &a [x, x, x, x, x, x, x, x, x, x]',
          '  b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]',
          '  c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]',
          '  d: &d [*c, *c, *c, *c, *c, *c, *c, ▶*c, *c, *c]',
          '  e: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]',
        ].join('\n'),
      ),
    },
  },
  {
    code: 'YAML_TOO_DEEP',
    files: { [CHECKOUT]: operations(`default: { a: ${'['.repeat(99)}▶1${']'.repeat(99)} }`) },
  },
  {
    code: 'MERGE_KEY',
    files: { [CHECKOUT]: operations('default:\n  base: &base { a: 1 }\n  other: { ▶<<: *base, b: 2 }') },
  },
  {
    code: 'MERGE_KEY',
    about: 'that brings along what must be there',
    files: {
      [PAY]: flag(
        'attributes:\n  a: &text { type: string }\n  b: { ▶<<: *text, description: B }\ndefault: { a: x }',
      ),
    },
  },
  { code: 'KEY_NOT_TEXT', about: 'a number', files: { [CHECKOUT]: operations('default: { ▶404: retry }') } },
  { code: 'KEY_NOT_TEXT', about: 'a list', files: { [CHECKOUT]: operations('default:\n  ? ▶[a]\n  : b') } },
  { code: 'KEY_NOT_TEXT', about: 'true', files: { [CHECKOUT]: operations('default: { ▶true: 1 }') } },
  { code: 'DUPLICATE_KEY', files: { [PAY]: flag('default: {}\n▶owner: team-b') } },
  {
    code: 'DUPLICATE_KEY',
    about: 'deep inside',
    files: { [CHECKOUT]: operations('default: { a: { b: { c: 1, ▶c: 2 } } }') },
  },
  {
    code: 'DUPLICATE_KEY',
    about: '__proto__',
    files: { [CHECKOUT]: operations('default: { __proto__: 1, ▶__proto__: 2 }') },
  },
  {
    code: 'NUMBER_NOT_EXACT',
    about: 'an integer beyond 2^53',
    files: { [CHECKOUT]: operations('default: { id: ▶12345678901234567890 }') },
  },
  {
    code: 'NUMBER_NOT_EXACT',
    about: 'not a number',
    files: { [CHECKOUT]: operations('default: { id: ▶.nan }') },
  },
  {
    code: 'NUMBER_NOT_EXACT',
    about: 'infinite',
    files: { [CHECKOUT]: operations('default: { id: ▶-.inf }') },
  },
  {
    code: 'NUMBER_NOT_EXACT',
    about: 'too large for a float',
    files: { [CHECKOUT]: operations('default: { id: ▶1e400 }') },
  },
  { code: 'TEXT_NOT_UNICODE', files: { [CHECKOUT]: operations('default: { text: ▶"\\ud83d" }') } },

  { code: 'WRONG_TYPE', about: 'a file that is a list', files: { [PAY]: '▶- a\n- b\n' } },
  { code: 'WRONG_TYPE', about: 'a file that is a text', files: { [PAY]: '▶hello\n' } },
  {
    code: 'WRONG_TYPE',
    about: 'behind CRLF',
    files: { [PAY]: 'description: Pay\r\nowner: team-a\r\nlifecycle: permanent\r\ndefault: ▶5\r\n' },
  },
  {
    code: 'DUPLICATE_KEY',
    about: 'behind a byte order mark',
    files: { [PAY]: `\ufeff${flag('default: {}\n▶owner: b')}` },
  },
];
