import fc from 'fast-check';
import { checkSideBySide } from '../../../compiler/side-by-side/check-side-by-side';
import type { Json, JsonObject } from '../../../compiler/project';
import { anOperations } from '../../builders/operations';
import { aComponent, aProject } from '../../builders/project';

interface Side {
  readonly schema: JsonObject;
  readonly document: JsonObject;
}

function codesOf(base: Side, head: Side): readonly string[] {
  const [before, now] = [base, head].map(({ schema, document }) =>
    aProject({
      components: [aComponent({ flags: [], operations: anOperations({ schema, default: document }) })],
    }),
  );
  return before && now ? checkSideBySide(before, now, new Map()).map(({ code }) => code) : [];
}

/** One key of a document: what it may be, wider and narrower, and two values that fit. */
interface Part {
  readonly schema: JsonObject;
  readonly wider: JsonObject;
  /** Refuses `value`. */
  readonly narrower: JsonObject;
  readonly value: Json;
  readonly other: Json;
}

const number = fc
  .record({ value: fc.integer({ min: -99, max: 99 }), other: fc.nat(9), room: fc.nat(9) })
  .map(({ value, other, room }): Part => ({
    schema: { type: 'integer', minimum: value, maximum: value + 9 },
    wider: { type: 'number', minimum: value - room, maximum: value + 9 + room },
    narrower: { type: 'integer', minimum: value, exclusiveMinimum: true },
    value,
    other: value + other,
  }));
const choice = fc
  .uniqueArray(fc.string(), { minLength: 2, maxLength: 5 })
  .map(([value = '', other = '', ...more]): Part => ({
    schema: { enum: [value, other, ...more] },
    wider: { enum: ['one more', ...more, other, value, 'another'] },
    narrower: { enum: [other, ...more] },
    value,
    other,
  }));
const list = fc.array(fc.integer(), { minLength: 1, maxLength: 4 }).map((value): Part => ({
  schema: { type: 'array', maxItems: value.length, items: { type: 'integer' } },
  wider: { type: 'array', items: { type: ['integer', 'string'] } },
  narrower: { type: 'array', maxItems: value.length - 1 },
  value,
  other: [],
}));
const leaf = fc.oneof(number, choice, list);
const tree = fc
  .dictionary(fc.constantFrom('a', 'b c', 'd/e', '%25', '~1', '$ref x'), leaf, { minKeys: 1 })
  .map((parts): Part => {
    const all = (pick: (part: Part) => Json): JsonObject =>
      Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, pick(part)]));
    const [first = ''] = Object.keys(parts);
    const narrow = { properties: { ...all(({ schema }) => schema), [first]: parts[first]?.narrower ?? {} } };
    return {
      schema: {
        type: 'object',
        required: Object.keys(parts),
        additionalProperties: false,
        properties: all(({ schema }) => schema),
      },
      wider: { type: 'object', properties: { ...all(({ wider }) => wider), new: { type: 'string' } } },
      narrower: narrow,
      value: all(({ value }) => value),
      other: all(({ other }) => other),
    };
  });
/** A document: two levels, and whether the schema is behind a reference. */
const document = fc.record({ inner: tree, isReferenced: fc.boolean() });

function sideOf(
  { inner, isReferenced }: { inner: Part; isReferenced: boolean },
  pick: 'schema' | 'wider' | 'narrower',
) {
  const schema: JsonObject = isReferenced
    ? { properties: { part: { $ref: '#/definitions/part%20one' } }, definitions: { 'part one': inner[pick] } }
    : { properties: { part: inner[pick] } };
  return (value: 'value' | 'other'): Side => ({ schema, document: { part: inner[value] } });
}

test('compareOperations() finds nothing when a schema is widened, whatever the documents are that both take', () => {
  fc.assert(
    fc.property(document, fc.constantFrom('value', 'other'), (each, value) => {
      expect(codesOf(sideOf(each, 'schema')('value'), sideOf(each, 'wider')(value))).toEqual([]);
    }),
  );
});

test('compareOperations() finds every narrowing that refuses what is served', () => {
  fc.assert(
    fc.property(document, (each) => {
      const codes = codesOf(sideOf(each, 'schema')('value'), sideOf(each, 'narrower')('other'));
      expect(codes).toContain('SCHEMA_REFUSES_SERVED');
    }),
  );
});

test('compareOperations() finds every document that needs a wider schema than the previous one', () => {
  fc.assert(
    fc.property(document, (each) => {
      const codes = codesOf(sideOf(each, 'narrower')('other'), sideOf(each, 'schema')('value'));
      expect(codes).toContain('DOCUMENT_BREAKS_PREVIOUS');
    }),
  );
});

test('compareOperations() reports a schema that refers to itself without end for a document that is served', () => {
  const schema = {
    definitions: { a: { anyOf: [{ type: 'string' }, { $ref: '#/definitions/a' }] } },
    properties: { x: { $ref: '#/definitions/a' } },
  };
  const codes = codesOf({ schema: {}, document: { x: 5 } }, { schema, document: { x: 'y' } });
  expect(codes).toEqual(['SCHEMA_REFUSES_SERVED']);
});
