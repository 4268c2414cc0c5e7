import { offsetInText } from '../../../compiler/reading/offset-in-text';
import { valueOf } from '../../../compiler/reading/yaml-tree';
import { aTree } from '../../builders/yaml-tree';

/** What stands in the file where the `X` of the text is looked for. */
function characterAt(yaml: string): string | undefined {
  const node = valueOf(aTree(yaml), 'a');
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') throw new Error('not a text');
  const offset = offsetInText(node, node.value.indexOf('X'));
  return offset === undefined ? undefined : yaml.charAt(offset);
}

test.each([
  ['a plain text', 'a: foo X bar'],
  ['single quotes', "a: 'foo X'"],
  ['doubled single quotes', "a: 'it''s '' X'"],
  ['double quotes', 'a: "foo X"'],
  ['escaped quotes', 'a: "\\"foo\\" \\\\ X"'],
  ['a literal block', 'a: |\n  foo\n    X bar\n'],
  ['a literal block with an empty line', 'a: |-\n    foo\n\n    bar X\n'],
])('offsetInText() finds a character of %s', (_what, yaml) => {
  expect(characterAt(yaml)).toBe('X');
});

test.each([
  ['other escapes', 'a: "\\u0041 X"'],
  ['a folded line', 'a: "foo\n  X"'],
  ['a folded block', 'a: >\n  foo\n  X\n'],
])('offsetInText() does not guess in %s', (_what, yaml) => {
  expect(characterAt(yaml)).toBeUndefined();
});
