import fc from 'fast-check';
import { stringify } from 'yaml';
import { NumberList } from '../../../compiler/cache/number-list';
import { packTree, unpackTree } from '../../../compiler/cache/packed-tree';
import { Findings } from '../../../compiler/reading/findings';
import { parseYaml } from '../../../compiler/reading/parse-yaml';
import { Source } from '../../../compiler/reading/source';
import type { YamlMap } from '../../../compiler/reading/yaml-tree';
import { unmark } from '../corpus/broken-case';
import { CORPUS } from '../corpus/corpus';

function parse(text: string): YamlMap | undefined {
  return parseYaml(new Source('a.yaml', text), new Findings());
}

/** Packed, and read back from the numbers and the text alone. */
function again(root: YamlMap): YamlMap | undefined {
  const numbers = new NumberList();
  const texts = packTree(root, numbers);
  const source = new Source(root.source.file, root.source.text);
  return texts && unpackTree({ numbers: numbers.toArray(), texts }, source);
}

const TEXTS = CORPUS.flatMap((broken) => Object.values(unmark(broken).files)).filter(
  (text): text is string => typeof text === 'string',
);

test('unpackTree() gives back every tree of the corpus, with the place of every piece', () => {
  const trees = TEXTS.map(parse).filter((root) => root !== undefined);
  const packable = trees.filter(again);
  expect(packable.length).toBeGreaterThan(300);
  for (const root of packable) expect(again(root)).toStrictEqual(root);
});

test.each([
  ['quoted', `a: "b"\nb: 'c'\n"d": e\n`],
  ['escaped', 'a: "\\t\\u263a"\n"k\\ty": \'it\'\'s\'\n'],
  ['numbers', 'a: [1, -0, 0x1f, 0o17, 1e3, .5, +7, 1.50, 9007199254740991]\n'],
  ['nothing', 'a:\nb: [~, null, ""]\nc: {}\nd: []\ne: { f: }\n'],
  ['blocks', 'a: |\n  one\n  two\nb: >-\n  one\n  two\nc: one\n  two\n'],
  ['words', 'a: [true, False, TRUE, yes, "true", 2027-03-01]\n__proto__: { constructor: 1 }\n'],
  ['beyond ASCII', 'ä: "😀"\nb: 😀 x\n'],
])('unpackTree() gives back what is %s', (_what, text) => {
  const root = parse(text) as YamlMap;
  expect(again(root)).toStrictEqual(root);
});

test('packTree() leaves out what may hold an alias', () => {
  expect(again(parse('a: &x { b: 1 }\nc: *x\n') as YamlMap)).toBeUndefined();
  expect(again(parse('a: &x { b: 1 }\nc: [*x]\n') as YamlMap)).toBeUndefined();
  expect(again(parse('a: 5*x\n') as YamlMap)).toBeDefined();
});

test('unpackTree() gives back every map that YAML can hold', () => {
  const scalar = fc.oneof(fc.string({ unit: 'grapheme' }), fc.double(), fc.boolean(), fc.constant(null));
  const { map } = fc.letrec((tie) => ({
    map: fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
    value: fc.oneof({ maxDepth: 3 }, scalar, tie('map'), fc.array(tie('value'), { maxLength: 3 })),
  }));
  fc.assert(
    fc.property(map, fc.boolean(), (value, isFlow) => {
      const root = parse(stringify(value, { collectionStyle: isFlow ? 'flow' : 'any', lineWidth: 40 }));
      const back = root && again(root);
      if (back) expect(back).toStrictEqual(root);
    }),
    { numRuns: 300 },
  );
});
