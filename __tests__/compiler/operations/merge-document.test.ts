import fc from 'fast-check';
import { stringify } from 'yaml';
import { mergeOperations } from '../../../compiler/merge-operations';
import { mergeDocument, pathKey } from '../../../compiler/operations/merge-document';
import type { JsonObject } from '../../../compiler/project';
import { nodeAt, plain, type YamlMap } from '../../../compiler/reading/yaml-tree';
import { aTree } from '../../builders/yaml-tree';

const key = fc.constantFrom('a', 'b', 'constructor');
const { document } = fc.letrec<{ value: unknown; document: JsonObject }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.constantFrom(null, 1, 'x', [1, null]), tie('document')),
  document: fc.dictionary(key, tie('value'), { maxKeys: 3 }) as fc.Arbitrary<JsonObject>,
}));

test('mergeDocument() merges as mergeOperations() does', () => {
  fc.assert(
    fc.property(fc.array(document, { minLength: 1, maxLength: 3 }), (layers) => {
      const trees = layers.map((layer) => aTree(stringify(layer)));
      const merged = plain(mergeDocument(trees)?.root as YamlMap);
      expect(JSON.parse(JSON.stringify(merged))).toEqual(JSON.parse(JSON.stringify(mergeOperations(layers))));
    }),
    { numRuns: 200 },
  );
});

test('mergeDocument() knows the layer that supplied a value, and the null that removed a key', () => {
  const [base, over] = [aTree('m: { a: 1, b: 2, c: 3 }'), aTree('m: { b: 5, c: null }')];
  const merged = mergeDocument([base, over]);
  expect(merged && nodeAt(merged.root, ['m', 'a'])?.source).toBe(base.source);
  expect(merged && nodeAt(merged.root, ['m', 'b'])?.source).toBe(over.source);
  expect(merged?.removed.get(pathKey(['m', 'c']))).toMatchObject({ source: over.source, start: 14 });
});

test('mergeDocument() forgets a removal once the key is back', () => {
  const merged = mergeDocument([aTree('a: 1'), aTree('a: null'), aTree('a: 2')]);
  expect(merged?.removed.size).toBe(0);
});
