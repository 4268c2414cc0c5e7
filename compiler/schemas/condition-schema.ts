import type { JsonSchema } from '../structure/check-structure';
import { CONTEXT_KEY_PATTERN, flag, list, text } from './words';

const SCALAR: JsonSchema = { type: ['string', 'number', 'boolean'] };
const CONTEXT_KEY: JsonSchema = {
  pattern: CONTEXT_KEY_PATTERN,
  'x-says': 'a context key: letters, digits and _, and no digit first',
};
const CONDITION = { $ref: '#/definitions/condition' };

const number = (description: string): JsonSchema => ({ type: 'number', description });
const scalar = (description: string): JsonSchema => ({ ...SCALAR, description });
const scalars = (description: string): JsonSchema => list(description, SCALAR, { minItems: 1 });
const anyText = (description: string, more: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  description,
  ...more,
});
const instant = (description: string): JsonSchema => ({
  type: 'string',
  minLength: 'YYYY-MM-DD'.length,
  description,
  examples: ['2027-03-01', '2027-03-01T09:00:00Z'],
});

/** What can be asked about one context key; `compileCondition` has the last word. */
const TEST: JsonSchema = {
  type: ['string', 'number', 'boolean', 'array', 'object'],
  description: 'A value (equal), a list (one of), or a map of tests that must all hold',
  examples: ['gold', ['gold', 'silver'], { 'ends-with': '@example.com' }],
  items: SCALAR,
  minItems: 1,
  minProperties: 1,
  properties: {
    eq: scalar('Equal to'),
    not: scalar('There, and not equal to'),
    in: scalars('One of'),
    'not-in': scalars('There, and none of'),
    gt: number('Greater than'),
    gte: number('Greater than or equal to'),
    lt: number('Less than'),
    lte: number('Less than or equal to'),
    'begins-with': anyText('The text begins with'),
    'ends-with': anyText('The text ends with', { examples: ['@example.com'] }),
    contains: anyText('The text contains'),
    matches: anyText('The text contains a match of a regular expression (RE2)'),
    exists: flag('Whether the context has the key at all'),
    before: instant('A time before'),
    after: instant('A time after'),
  },
  additionalProperties: false,
};

/** A `when`, for editors: the compiler checks conditions itself, in words of its own. */
export const CONDITION_FOR_EDITORS: JsonSchema = {
  type: 'object',
  minProperties: 1,
  propertyNames: CONTEXT_KEY,
  properties: {
    all: list('All of these conditions hold', CONDITION, { minItems: 1 }),
    any: list('At least one of these conditions holds', CONDITION, { minItems: 1 }),
    not: {
      ...CONDITION,
      description: 'The condition does not hold, and every context key that it names is there',
    },
    segment: text('A condition of flags/_segments/, by its name', { examples: ['staff'] }),
    percent: {
      type: 'number',
      minimum: 0,
      maximum: 100,
      description: 'A share of what `of` names; the same customer always gets the same answer',
    },
    of: {
      ...CONTEXT_KEY,
      type: 'string',
      description: 'With percent: the context key that tells customers apart',
      examples: ['customerId'],
    },
    seed: anyText('With percent: flags of one seed choose the same customers'),
  },
  dependencies: { percent: ['of'], of: ['percent'], seed: ['percent'] },
  additionalProperties: { $ref: '#/definitions/test' },
};

/** What the schemas of files with conditions have besides, for editors. */
export const CONDITION_DEFINITIONS: JsonSchema = {
  definitions: { condition: CONDITION_FOR_EDITORS, test: TEST },
};
