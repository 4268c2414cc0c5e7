import type { JsonSchema } from '../structure/check-structure';
import { CONDITION_DEFINITIONS, CONDITION_FOR_EDITORS } from './condition-schema';
import {
  choice,
  CONTEXT_KEY_PATTERN,
  DATE,
  flag,
  KEY_PATTERN,
  list,
  map,
  MAXIMUM_DESCRIPTION,
  NAME_PATTERN,
  OWNER,
  record,
  shared,
  text,
} from './words';

/** AppConfig: attributes of one flag. */
const MAXIMUM_ATTRIBUTES = 25;
/** AppConfig counts 32, and the last one is the block itself, `default`. */
const MAXIMUM_VARIANTS = 31;
/** AppConfig: characters of a text value, of a pattern and of a choice. */
export const MAXIMUM_TEXT_VALUE = 1024;
/** AppConfig: choices of one attribute. */
const MAXIMUM_CHOICES = 100;

const LIFECYCLES = ['release', 'experiment', 'operational', 'permanent'];

const limitOf = (which: string): JsonSchema => ({
  type: 'integer',
  description: `The ${which} number allowed`,
});

const PATTERN = text('A regular expression (RE2) that the text must contain a match of', {
  maxLength: MAXIMUM_TEXT_VALUE,
});

const CHOICES = list(
  'The values allowed',
  { type: ['string', 'integer'], maxLength: MAXIMUM_TEXT_VALUE, 'x-says': 'text or a whole number' },
  { minItems: 1, maxItems: MAXIMUM_CHOICES, uniqueItems: true },
);

const ATTRIBUTE = map(
  'What an attribute may hold, in the words of AppConfig',
  {
    type: choice('The type of the value', ['string', 'number', 'boolean', 'array']),
    required: flag('Must have a value in every target, whether the flag is on or off'),
    description: { type: 'string', maxLength: MAXIMUM_DESCRIPTION, description: 'What it is for' },
    pattern: PATTERN,
    enum: CHOICES,
    minimum: limitOf('smallest'),
    maximum: limitOf('largest'),
    elements: map(
      'What each element of the list may be',
      {
        type: choice('The type of each element', ['string', 'number']),
        pattern: PATTERN,
        enum: CHOICES,
        minimum: limitOf('smallest'),
        maximum: limitOf('largest'),
      },
      ['type'],
    ),
  },
  ['type'],
);

const SCALAR_OR_LIST = ['string', 'number', 'boolean', 'array'];
const VALUE: JsonSchema = {
  type: SCALAR_OR_LIST,
  items: { type: ['string', 'number'] },
  'x-says': 'text, a number, true, false or a list',
};
const VALUE_OR_NULL: JsonSchema = {
  type: [...SCALAR_OR_LIST, 'null'],
  items: { type: ['string', 'number'] },
  'x-says': 'text, a number, true, false, a list, or null to remove it',
};

const VARIANT = map(
  'A variant: the first one whose condition holds is served',
  {
    name: {
      type: 'string',
      pattern: '^[^\\n]{1,64}$',
      description: '1 to 64 characters',
      'x-says': '1 to 64 characters on one line',
    },
    when: {
      type: 'object',
      description: 'Who gets it: all entries must hold',
      'x-editor': CONDITION_FOR_EDITORS,
      examples: [{ email: { 'ends-with': '@example.com' } }, { percent: 10, of: 'customerId' }],
    },
    rule: text('An AppConfig rule, passed on unchanged: the form for experts', {
      examples: ['(ends_with $email "@example.com")'],
    }),
    enabled: flag('Default: true'),
    set: record('Attributes that differ from the block', VALUE),
  },
  ['name'],
);

const BLOCK: JsonSchema = {
  type: 'object',
  description: 'enabled, attributes and variants',
  examples: [{ enabled: false, 'max-amount': 100 }],
  properties: {
    enabled: flag('Default: false'),
    variants: list('First match wins; the block itself is the last one, default', VARIANT, {
      maxItems: MAXIMUM_VARIANTS,
      'x-why': 'the block itself is one more, and AppConfig takes 32',
    }),
  },
  additionalProperties: VALUE_OR_NULL,
};

const SPEC = map(
  'What somebody gets, as an example that is checked',
  {
    name: text('What it shows'),
    in: text('<environment> or <environment>/<region>'),
    given: record(
      'The context',
      { type: ['string', 'number', 'boolean'] },
      { propertyNames: { pattern: CONTEXT_KEY_PATTERN, 'x-says': 'letters, digits and _' } },
    ),
    expect: {
      type: 'object',
      minProperties: 1,
      properties: { enabled: flag('On or off'), variant: text('The name of the variant, or default') },
      additionalProperties: VALUE_OR_NULL,
      description: 'enabled, variant and attributes',
      'x-says': 'at least one of enabled, variant and the attributes',
    },
  },
  ['in', 'expect'],
);

/** `flags/<component>/<key>.yaml` and `flags/<key>.yaml`. */
export const FLAG_SCHEMA: JsonSchema = {
  definitions: { block: BLOCK },
  'x-editor': CONDITION_DEFINITIONS,
  ...map(
    'A feature flag',
    {
      description: text('What is different when it is on', { maxLength: MAXIMUM_DESCRIPTION }),
      owner: OWNER,
      lifecycle: choice(
        'release (default) and experiment expire; operational and permanent stay',
        LIFECYCLES,
      ),
      expires: { ...DATE, description: 'When the flag should be gone' },
      deprecated: map(
        'The flag is going away',
        {
          reason: text('Why'),
          'replaced-by': text('key or component/key'),
          date: { ...DATE, description: 'When it goes' },
        },
        ['reason'],
      ),
      components: list(
        'Who reads it: only in flags/<key>.yaml',
        { type: 'string', pattern: NAME_PATTERN, 'x-says': 'a component such as checkout' },
        { minItems: 1, uniqueItems: true },
      ),
      attributes: record('The attributes and their constraints', ATTRIBUTE, {
        maxProperties: MAXIMUM_ATTRIBUTES,
        propertyNames: { pattern: KEY_PATTERN, 'x-says': 'a letter a-z, then up to 63 of A-Z a-z 0-9 _ -' },
      }),
      default: shared('block', BLOCK),
      overrides: record('What differs, by <environment> or <environment>/<region>', shared('block', BLOCK)),
      requires: list('Flags that must be on wherever this one is', text('key or component/key'), {
        uniqueItems: true,
        examples: [['inventory/reserve-stock']],
      }),
      specs: list('Examples that are checked', SPEC),
    },
    ['description', 'owner', 'default'],
  ),
};

/** `flags/_segments/<name>.yaml`. */
export const SEGMENT_SCHEMA: JsonSchema = {
  'x-editor': CONDITION_DEFINITIONS,
  ...map(
    'A condition that several flags use',
    {
      description: text('Whom it means', { maxLength: MAXIMUM_DESCRIPTION }),
      when: {
        type: 'object',
        description: 'All entries must hold',
        'x-editor': CONDITION_FOR_EDITORS,
        examples: [{ email: { 'ends-with': '@example.com' } }],
      },
    },
    ['when'],
  ),
};
