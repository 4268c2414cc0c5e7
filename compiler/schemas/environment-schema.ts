import { TEST_KINDS } from '../names';
import type { JsonSchema } from '../structure/check-structure';
import {
  ACCOUNT,
  BACKEND,
  choice,
  flag,
  list,
  map,
  MAXIMUM_DESCRIPTION,
  ORGANIZATION_PATH_PATTERN,
  ORGANIZATION_PATTERN,
  OWNER,
  record,
  REGION,
  shared,
  text,
  TOPIC,
  wholeNumber,
} from './words';

/** AppConfig: minutes of a rollout and of its bake. */
const MAXIMUM_STRATEGY_MINUTES = 1440;
/** AppConfig: tags of one resource, and the lengths of their keys and values. A profile has four of ours, too. */
const MAXIMUM_TAGS = 50 - ['owner', 'expires', 'dynconf:environment', 'dynconf:profile'].length;
const MAXIMUM_TAG_KEY = 128;
const MAXIMUM_TAG_VALUE = 256;

const STRATEGY: JsonSchema = {
  type: ['object', 'string'],
  description: 'How a rollout grows inside one region, or the name of a predefined one',
  'x-says': 'a predefined strategy such as AppConfig.Linear20PercentEvery6Minutes, or a map',
  examples: [
    'AppConfig.Linear20PercentEvery6Minutes',
    { growth: 'exponential', 'factor-percent': 10, 'duration-minutes': 30, 'bake-minutes': 30 },
  ],
  required: ['growth', 'factor-percent', 'duration-minutes', 'bake-minutes'],
  properties: {
    growth: choice('linear adds the factor at each step, exponential doubles it', ['linear', 'exponential']),
    'factor-percent': { type: 'number', minimum: 1, maximum: 100, description: 'The first step, in percent' },
    'duration-minutes': wholeNumber('How long it takes to reach 100 %', [0, MAXIMUM_STRATEGY_MINUTES]),
    'bake-minutes': wholeNumber('How long alarms are watched after that', [0, MAXIMUM_STRATEGY_MINUTES]),
  },
  additionalProperties: false,
};

const ALARM = map(
  'A CloudWatch alarm that rolls a release back',
  {
    name: text('Unique in the environment', {
      pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$',
      'x-says': 'letters, digits, _ . and -',
    }),
    components: list('Whose alarm it is (default: every component)', text('A component'), {
      minItems: 1,
      uniqueItems: true,
    }),
    metric: map(
      'The metric it watches',
      {
        namespace: text('The namespace', {
          maxLength: 255,
          pattern: '^[^:]',
          'x-says': 'a namespace without a leading colon',
        }),
        name: text('The metric', { maxLength: 255 }),
        statistic: text('Sum, Average, Minimum, Maximum, SampleCount, p99 …'),
        'period-seconds': { type: 'integer', minimum: 10, description: '10, 20, 30 or a multiple of 60' },
        dimensions: record(
          'The dimensions',
          { type: 'string', minLength: 1, maxLength: 1024 },
          { maxProperties: 30 },
        ),
      },
      ['namespace', 'name', 'statistic', 'period-seconds'],
    ),
    compare: choice('Which side of the threshold is bad', ['above', 'below']),
    threshold: { type: 'number', description: 'The limit' },
    anomaly: map(
      'Instead of compare and threshold: what leaves the expected band is bad',
      {
        width: { type: 'number', exclusiveMinimum: 0, description: 'Standard deviations of the band' },
        when: choice('Which side of the band is bad', ['above', 'below', 'outside']),
      },
      ['width', 'when'],
    ),
    periods: { type: 'integer', minimum: 1, description: 'Periods that are looked at' },
    datapoints: { type: 'integer', minimum: 1, description: 'How many of them must be bad (default: all)' },
    'missing-data': choice('What missing data means', ['breaching', 'notBreaching', 'ignore', 'missing']),
    severity: choice('high (default) tells on-call', ['high', 'low']),
  },
  ['name', 'metric', 'periods'],
);

const WAVE = map(
  'Regions released together',
  {
    name: text('The name of the wave', {
      pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$',
      'x-says': 'up to 32 letters, digits, _ . and -',
    }),
    regions: list('The regions', REGION, { minItems: 1 }),
    'bake-minutes': wholeNumber('How long it is watched before the next wave starts', [
      0,
      MAXIMUM_STRATEGY_MINUTES,
    ]),
  },
  ['name', 'regions', 'bake-minutes'],
);

const WINDOW = map(
  'When a release may start',
  {
    days: {
      type: ['string', 'array'],
      items: { type: 'string' },
      description: 'mon-fri, or mon,wed',
      'x-says': 'days such as mon-fri or mon,wed',
    },
    from: {
      type: 'string',
      pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
      description: 'HH:MM',
      'x-says': 'a time such as "09:00"',
    },
    to: {
      type: 'string',
      pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
      description: 'HH:MM',
      'x-says': 'a time such as "16:00"',
    },
    'time-zone': text('An IANA time zone such as Europe/Dublin'),
  },
  ['days', 'from', 'to', 'time-zone'],
);

const TEXTS: JsonSchema = {
  type: ['string', 'array'],
  minLength: 1,
  minItems: 1,
  items: { type: 'string', minLength: 1 },
  'x-says': 'text or a list of texts',
};

const TEST_FIELDS: Readonly<Record<string, JsonSchema>> = {
  commands: list('Run one after the other', text('A shell command'), { minItems: 1 }),
  reports: list(
    'Reports that the commands write',
    map(
      'A report',
      { files: { ...TEXTS, description: 'Glob patterns' }, format: text('junit, cobertura …') },
      ['files', 'format'],
    ),
  ),
  minutes: wholeNumber('How long they may take', [1, 480]),
};

const TEST = map('Commands that test the environment', TEST_FIELDS, ['commands']);

const RESILIENCE = map(
  TEST['description'] as string,
  {
    ...TEST_FIELDS,
    experiments: list(
      'Experiment templates of AWS FIS in its account that the commands may start',
      {
        type: 'string',
        // AWS FIS user guide, "Experiment templates": ids begin so.
        pattern: '^EXT[A-Za-z0-9]{1,61}$',
        'x-says': 'the id of an experiment template, such as EXT1a2b3c4d5e6f7',
      },
      { minItems: 1, uniqueItems: true },
    ),
  },
  ['commands'],
);

const TOPICS: JsonSchema = {
  ...TOPIC,
  type: ['string', 'array'],
  items: TOPIC,
  description: 'SNS topic ARNs',
};

const READERS: JsonSchema = {
  type: 'object',
  description: 'Who may read the configuration',
  properties: {
    organization: {
      type: 'string',
      pattern: ORGANIZATION_PATTERN,
      description: 'The organization of the readers, with paths',
      'x-says': 'an organization such as o-a1b2c3d4e5',
    },
    paths: list(
      'Exact Organizations paths',
      {
        type: 'string',
        pattern: ORGANIZATION_PATH_PATTERN,
        'x-says': 'a path such as o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ with a slash at its end',
      },
      { minItems: 1, uniqueItems: true },
    ),
    roles: list(
      'Role ARNs',
      {
        type: 'string',
        pattern: '^arn:aws:iam::\\d{12}:role/[A-Za-z0-9_+=,.@/-]{1,512}$',
        'x-says': 'the ARN of a role, such as arn:aws:iam::333333333333:role/checkout',
      },
      { minItems: 1, uniqueItems: true },
    ),
  },
  additionalProperties: false,
};

/** `environments/<name>.yaml`, `_<name>.yaml` and `temporary/<name>.yaml`. */
export const ENVIRONMENT_SCHEMA: JsonSchema = {
  definitions: { strategy: STRATEGY, test: TEST, resilience: RESILIENCE },
  ...map('An environment', {
    extends: text('The environment whose fields this one inherits'),
    description: { type: 'string', maxLength: MAXIMUM_DESCRIPTION, description: 'What it is for' },
    after: text('The environment that must have succeeded before'),
    account: ACCOUNT,
    tags: record(
      'Tags of every resource',
      { type: 'string', maxLength: MAXIMUM_TAG_VALUE },
      {
        maxProperties: MAXIMUM_TAGS,
        propertyNames: {
          minLength: 1,
          maxLength: MAXIMUM_TAG_KEY,
          pattern: '^(?![aA][wW][sS]:|[dD][yY][nN][cC][oO][nN][fF]:)',
          'x-says': '1 to 128 characters that start neither with aws: nor with dynconf:',
        },
      },
    ),
    regions: list('The regions, released as one wave', REGION, { minItems: 1 }),
    waves: list('Regions that are released together, one wave after the other', WAVE, { minItems: 1 }),
    strategy: shared('strategy', STRATEGY),
    strategies: map('Where flags and operations grow differently', {
      flags: shared('strategy', STRATEGY),
      operations: shared('strategy', STRATEGY),
    }),
    mirrors: text('The environment that this one rehearses'),
    backend: BACKEND,
    alarms: list('What rolls a release back', ALARM),
    'on-call': record('Component → SNS topics', TOPICS),
    canary: map(
      'Reads the configuration as a client does',
      { 'every-minutes': wholeNumber('How often', [1, 60]) },
      ['every-minutes'],
    ),
    approval: map('A person says yes first', { required: flag('Whether one must'), notify: TOPICS }, [
      'required',
    ]),
    windows: list('When a release may start', WINDOW),
    blockers: list('Alarms that keep a release from starting', text('The ARN of a CloudWatch alarm')),
    dependencies: record('Services of other teams that the tests use', text('A URL')),
    tests: map('What tests the environment', {
      ...Object.fromEntries(TEST_KINDS.map((kind) => [kind, shared('test', TEST)])),
      resilience: shared('resilience', RESILIENCE),
    }),
    readers: READERS,
    temporary: map(
      'Short-lived: who asked for it, and when it goes',
      {
        owner: OWNER,
        expires: {
          type: 'string',
          description: 'When it is removed: a day, of which the whole is meant, or an instant',
          pattern: '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2}))?$',
          'x-says': 'a date such as 2027-03-01, or a time such as 2027-03-01T12:00:00Z',
        },
      },
      ['owner', 'expires'],
    ),
  }),
};
