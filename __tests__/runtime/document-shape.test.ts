import { shapeProblems } from '../../runtime/document-shape';

test('shapeProblems() accepts flags of both versions, with keys that nobody named', () => {
  const previous = '{"gift-wrapping":{"enabled":true,"price-cents":350},"old":{"enabled":false}}';
  const next = '{"gift-wrapping":{"_variant":"default","enabled":false},"new":{"enabled":true}}';
  expect(shapeProblems('flags', previous)).toEqual([]);
  expect(shapeProblems('flags', next)).toEqual([]);
});

test('shapeProblems() accepts any object as operations, even an empty one', () => {
  expect(shapeProblems('operations', '{}')).toEqual([]);
  expect(shapeProblems('operations', '{"log-level":"info","limits":[1]}')).toEqual([]);
});

test.each([
  ['operations', '<html>', 'is not JSON: it starts with "<html>"'],
  ['operations', '[1]', 'is a list, expected an object'],
  ['operations', 'null', 'is null, expected an object'],
  ['operations', '"text"', 'is a string, expected an object'],
  ['flags', '{}', 'has no flag in it'],
  ['flags', '{"log-level":true}', 'has a boolean as log-level, expected an object with enabled'],
  ['flags', '{"log-level":{"enabled":"true"}}', 'has a string as log-level.enabled, expected a boolean'],
  ['flags', '{"log-level":{}}', 'has nothing as log-level.enabled, expected a boolean'],
] as const)('shapeProblems() of %s %s', (profile, body, sentence) => {
  expect(shapeProblems(profile, body)).toContain(sentence);
});

test('shapeProblems() reports every flag that is wrong', () => {
  expect(shapeProblems('flags', '{"a":{},"b":1,"c":{"enabled":true}}')).toHaveLength(2);
});
