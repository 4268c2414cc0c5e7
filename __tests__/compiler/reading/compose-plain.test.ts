import fc from 'fast-check';
import { Parser, stringify } from 'yaml';
import { composePlain } from '../../../compiler/reading/compose-plain';
import { Findings } from '../../../compiler/reading/findings';
import { composeFully } from '../../../compiler/reading/parse-yaml';
import { Source } from '../../../compiler/reading/source';
import { unmark } from '../corpus/broken-case';
import { CORPUS } from '../corpus/corpus';

function plain(text: string) {
  return composePlain([...new Parser().parse(text)], new Source('a.yaml', text));
}

/** By way of yaml's own documents, which must have nothing to say. */
function full(text: string) {
  const findings = new Findings();
  const root = composeFully([...new Parser().parse(text)], new Source('a.yaml', text), findings);
  expect(findings.sorted()).toEqual([]);
  return root;
}

/** True if it is plain; then both ways lead to the same. */
function isSameIfPlain(text: string): boolean {
  const root = plain(text);
  if (root) expect(root).toStrictEqual(full(text));
  return root !== undefined;
}

const TEXTS = CORPUS.flatMap((broken) => Object.values(unmark(broken).files)).filter(
  (text): text is string => typeof text === 'string',
);

test('composePlain() makes the trees that yaml makes, of every text of the corpus', () => {
  const distinct = [...new Set(TEXTS)];
  expect(distinct.filter(isSameIfPlain).length).toBeGreaterThan(distinct.length / 2);
});

test.each([
  [
    'a flag',
    'default: { enabled: true, max: 5 }\noverrides:\n  prod/eu-west-1:\n    variants:\n      - name: A\n',
  ],
  ['comments everywhere', '# a\na: 1 # b\n# c\nb:\n  # d\n  - x # e\n  # f\n\n  - y\n# g\n'],
  ['comments in brackets', 'a: [1, # b\n  2, # c\n  # d\n  3 ] # e\nb: { # f\n  c: d }\n'],
  ['brackets over several lines', 'a: [\n  1,\n  { b: c,\n    d: e },\n]\n'],
  ['empty brackets', 'a: {}\nb: []\nc: [ ]\nd: {\n}\n'],
  ['a root in brackets', '{ a: 1, "b": [2] }\n'],
  ['quotes', `a: "b # c"\nb: 'it''s'\n"c d": 'e'\n`],
  ['keys in quotes without a space', 'a: {"b":1,"c":[2]}\n'],
  [
    'what is typed',
    'a: [1, -2, 0x1f, 0o17, 1.5, 1e3, .5, true, False, null, ~, no, 1.2.3, 2027-03-01, "1"]\n',
  ],
  ['texts that look typed', 'a: [nope, true story, -x, 1a, ., +, fine, Null island]\n'],
  ['a list without indentation', 'a:\n- b\n- c: d\n  e: f\n'],
  ['lists in lists', 'a:\n  - - b\n    - c\n  - []\n'],
  ['no line end', 'a: b'],
  ['an indented root', '  a: b\n  c: d\n'],
  ['empty lines', '\n\na:\n\n  b: c\n\n\n'],
])('composePlain() understands %s', (_what, text) => {
  expect(isSameIfPlain(text)).toBe(true);
});

test.each([
  ['an alias', 'a: &x b\nc: *x\n'],
  ['a tag', 'a: !!str 1\n'],
  ['a block of text', 'a: |\n  b\n'],
  ['a text over two lines', 'a: b\n  c\n'],
  ['an escape', 'a: "\\u0041"\n'],
  ['a tab', 'a:\tb\n'],
  ['nothing after a key', 'a:\nb: c\n'],
  ['a key twice', 'a: 1\na: 2\n'],
  ['a merge key', '<<: { a: 1 }\n'],
  ['a key that is no text', '1: a\n'],
  ['a question mark', '? a\n: b\n'],
  ['a directive', '%YAML 1.2\n---\na: b\n'],
  ['two documents', 'a: b\n---\nc: d\n'],
  ['a list', '- a\n'],
  ['nothing', '# only this\n'],
  ['a number too large', 'a: 9007199254740993\n'],
  ['infinity', 'a: .inf\n'],
  ['a pair in a list', 'a: [b: c]\n'],
  ['a missing bracket', 'a: [b\n'],
  ['a missing quote', 'a: "b\n'],
  ['a missing comma', 'a: [[b] [c]]\n'],
  ['two commas', 'a: [b,, c]\n'],
  ['a comma too early', 'a: [, b]\n'],
  ['a lonely comma', 'a: [,]\n'],
  ['a map behind a key', 'a: b: c\n'],
  ['a comment without a space', 'a: "b"#c\n'],
])('composePlain() leaves %s to yaml', (_what, text) => {
  expect(plain(text)).toBeUndefined();
});

const PIECES = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ': ',
    '- ',
    '-',
    '? ',
    '#',
    ' #',
    '&a ',
    '*a',
    '!x ',
    '|',
    '>',
    '%',
    '@',
    '`',
  ],
  ...[
    '"',
    "'",
    "''",
    '\\',
    '\n',
    '\n  ',
    '\n\n',
    '  ',
    ' ',
    '\t',
    '\r\n',
    '---\n',
    '...\n',
    '<<: ',
    '~',
    'null',
  ],
  ...['a: ', 'b', 'true', '1', '-1', '.5', '1e9', '0x', '\u0085', '\u2028', '\ufeff', 'é', '__proto__: '],
];
const VALID = [
  'a: 1 # x\nb:\n  - c: "d"\n    e: [f, { g: h }]\n  - i\nj: { k: \'l\' }\n',
  'description: One # click\ndefault: { enabled: false, max: 100 }\noverrides:\n  prod:\n    variants:\n      - { name: A, when: { percent: 10 } }\n',
];
const mutation = fc.record({
  at: fc.nat(),
  remove: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(30)),
  insert: fc.oneof(fc.constantFrom(...PIECES), fc.constant('')),
});

test('composePlain() makes the trees that yaml makes, of valid files with pieces taken out and put in', () => {
  let understood = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...VALID),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      (valid, mutations) => {
        const text = mutations.reduce((from, { at, remove, insert }) => {
          const start = at % (from.length + 1);
          return from.slice(0, start) + insert + from.slice(start + remove);
        }, valid);
        if (isSameIfPlain(text)) understood += 1;
      },
    ),
    { numRuns: 4000 },
  );
  expect(understood).toBeGreaterThan(400);
});

test('composePlain() makes the trees that yaml makes, of whatever the pieces of YAML make', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }), (pieces) => {
      isSameIfPlain(pieces.join(''));
    }),
    { numRuns: 4000 },
  );
});

test('composePlain() makes the trees that yaml makes, of every value and key on one line', () => {
  const scalar = fc.oneof(fc.string({ unit: 'grapheme' }), fc.double(), fc.boolean(), fc.constant(null));
  const { map } = fc.letrec((tie) => ({
    map: fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
    value: fc.oneof({ maxDepth: 3 }, scalar, tie('map'), fc.array(tie('value'), { maxLength: 3 })),
  }));
  fc.assert(
    fc.property(map, fc.boolean(), (value, isFlow) => {
      isSameIfPlain(stringify(value, { collectionStyle: isFlow ? 'flow' : 'any', lineWidth: 0 }));
    }),
    { numRuns: 1000 },
  );
});
