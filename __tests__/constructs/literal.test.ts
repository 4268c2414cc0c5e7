import fc from 'fast-check';
import { Testing, TerraformOutput } from 'cdktf';
import { literal, literals } from '../../constructs/literal';

test('literal() leaves text without templates as it is', () => {
  expect(literal('50 % of {customers} pay $5')).toBe('50 % of {customers} pay $5');
});

test.each([
  ['${var.x}', '$${var.x}'],
  ['%{ if true }', '%%{ if true }'],
  ['$${escaped}', '$$${escaped}'],
  ['${TfToken[TOKEN.1]}', '$${${"TfToken"}[TOKEN.1]}'],
  ['#{TfToken[TOKEN.1]}', '#{${"TfToken"}[TOKEN.1]}'],
])('literal() writes %s as %s', (text, expected) => {
  expect(literal(text)).toBe(expected);
});

test('literals() writes keys and values', () => {
  expect(literals({ '${k}': '%{v}' })).toEqual({ '$${k}': '%%{v}' });
});

test('literal() comes out of Terraform as it went in', () => {
  const piece = fc.constantFrom(
    '$',
    '%',
    '{',
    '}',
    '$${',
    '%%{',
    '${',
    '%{',
    '{TfToken[',
    'TOKEN.0',
    ']',
    '"',
    '\\',
    'a',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      (text) => {
        expect(evaluate(literal(text))).toBe(text);
      },
    ),
  );
});

test('literal() hides references of cdktf, which would be replaced by what they refer to', () => {
  const text = 'a ${TfToken[TOKEN.0]} b #{TfToken[TOKEN.0]} c &{TfToken[TOKEN.0]}';
  const stack = Testing.synthScope((scope) => {
    new TerraformOutput(scope, 'Text', { value: literal(text) });
  });
  const value = (JSON.parse(stack) as { output: { Text: { value: string } } }).output.Text.value;
  expect(evaluate(value)).toBe(text);
});

/** What Terraform's template language makes of the two kinds of escapes and the one expression that literal() writes. */
function evaluate(template: string): string {
  let text = '';
  for (let at = 0; at < template.length;) {
    const rest = template.slice(at);
    const [escaped] = /^(\$\$\{|%%\{)/.exec(rest) ?? [];
    const quoted = /^\$\{"(\w+)"\}/.exec(rest);
    if (escaped) text += escaped.slice(1);
    else if (quoted) text += quoted[1] ?? '';
    else if (rest.startsWith('${') || rest.startsWith('%{')) throw new Error(`a template is left: ${rest}`);
    else text += rest.charAt(0);
    at += escaped?.length ?? quoted?.[0].length ?? 1;
  }
  return text;
}
