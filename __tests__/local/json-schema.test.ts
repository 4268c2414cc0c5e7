import { runValidators } from '../../local/json-schema';

const said = (schema: string, content = '{}') => {
  try {
    runValidators([{ Type: 'JSON_SCHEMA', Content: schema }], Buffer.from(content));
    return 'no error';
  } catch (error) {
    return (error as Error).message;
  }
};

test.each([
  ['what fits', '{"type":"object"}', '{}'],
  [
    'draft-07 const, which it ignores',
    '{"$schema":"http://json-schema.org/draft-07/schema#","const":"x"}',
    '"y"',
  ],
  ['a schema without keywords', '{}', '[1]'],
  [
    'a local reference',
    '{"definitions":{"n":{"type":"number"}},"properties":{"a":{"$ref":"#/definitions/n"}}}',
    '{"a":1}',
  ],
  ['a boolean exclusiveMinimum', '{"minimum":3,"exclusiveMinimum":true}', '4'],
])('runValidators() passes %s', (_name, schema, content) => {
  expect(said(schema, content)).toBe('no error');
});

test.each([
  {
    name: 'content that does not fit',
    schema: '{"type":"object","required":["a"]}',
    why: "must have required property 'a'",
  },
  {
    name: 'a numeric exclusiveMinimum',
    schema: '{"exclusiveMinimum":3}',
    why: 'exclusiveMinimum must be boolean',
  },
  {
    name: 'a schema that is a boolean',
    schema: 'false',
    why: 'JSON value is of type boolean, not a JSON Schema (expected an object)',
  },
  {
    name: 'a schema that is no JSON',
    schema: '{not json',
    why: 'JSON value is of type string, not a JSON Schema (expected an object)',
  },
  {
    name: 'a reference to elsewhere',
    schema: '{"$ref":"http://example.com/x"}',
    why: 'External schema references are not supported.',
  },
  {
    name: 'content that is no JSON',
    schema: '{}',
    content: 'level: info',
    why: 'the configuration is not JSON',
  },
])('runValidators() refuses $name', ({ schema, content, why }) => {
  const message = said(schema, content);
  expect(message).toContain(
    `Could not build JSON schema from invalid input:\n ${schema}.\n Original error message:\n`,
  );
  expect(message).toContain(why);
});

test('runValidators() runs no Lambda', () => {
  expect(() => runValidators([{ Type: 'LAMBDA', Content: 'arn' }], Buffer.from('x'))).not.toThrow();
});
