import { ALARM, ALARM_CASES, alarm, METRIC } from './alarms';
import { BETA, beta, CHECKOUT, operations, type BrokenCase } from './broken-case';

const PROD = 'environments/prod.yaml';
const GAMMA = 'environments/gamma.yaml';
const TOOLS = 'environments/tools.yaml';
const SLOW = 'strategy: { growth: exponential, factor-percent: 10, duration-minutes: 30, bake-minutes: 30 }';
const QUICK = SLOW.replaceAll('30', '3');
const prod = (rest: string): string => `account: "333333333333"\nregions: [us-west-2]\n${SLOW}\n${rest}\n`;
const gamma = (rest: string): string =>
  `account: "222222222222"\nmirrors: prod\nregions: [us-west-2]\n${QUICK}\n${rest}\n`;
const tools = (rest: string): string =>
  `kind: tools\naccount: "999999999999"\nregion: us-east-1\nsource: { connection: "arn:aws:codeconnections:us-east-1:999999999999:connection/abc", repository: example/shop }\n${rest}\n`;
const topics = (count: number): string =>
  Array.from({ length: count }, (_, n) => `"arn:aws:sns:us-east-1:111111111111:t${n}"`).join(', ');
const temporary = (rest: string): string => `temporary: { owner: team-a, expires: 2099-01-01 }\n${rest}\n`;
const TEMPORARY = 'environments/temporary/feat-x.yaml';
const customStrategies = Array.from({ length: 11 }, (_, n) => [
  `environments/temporary/t${String(n).padStart(2, '0')}.yaml`,
  `extends: beta\n${temporary(`strategies: { flags: { growth: linear, factor-percent: ${n + 2}, duration-minutes: 1, bake-minutes: 1 }, operations: { growth: linear, factor-percent: ${n + 20}, duration-minutes: 1, bake-minutes: 1 } }`)}`,
]);
const manyEnvironments = Array.from({ length: 20 }, (_, n) => [
  `environments/e${String(n).padStart(2, '0')}.yaml`,
  `extends: _base\naccount: "${String(444444444400 + n)}"\nregions: [us-east-1]\n`,
]);
const manyComponents = Array.from({ length: 101 }, (_, n) => [
  `opconfig/c${n}.yaml`,
  operations('default: {}'),
]);

/** Mistakes in environments and in schemas of operations documents. */
export const ENVIRONMENT_CASES: readonly BrokenCase[] = [
  ...ALARM_CASES,
  {
    code: 'SCHEMA_INVALID',
    about: 'an empty required, which draft-04 refuses',
    files: { [CHECKOUT]: operations('schema: { type: object, required: ▶[] }\ndefault: {}') },
  },
  { code: 'NUMBER_NOT_EXACT', about: 'infinity', files: { [CHECKOUT]: operations('default: { a: ▶.inf }') } },
  {
    code: 'NUMBER_NOT_EXACT',
    about: 'no number',
    files: { [CHECKOUT]: operations('default: { a: ▶.NaN }') },
  },
  { code: 'EXTENDS_UNKNOWN', files: { [BETA]: beta('extends: ▶_bas') } },
  {
    code: 'EXTENDS_CYCLE',
    files: { 'environments/_a.yaml': 'extends: _b', 'environments/_b.yaml': 'extends: ▶_a' },
  },
  { code: 'EXTENDS_CYCLE', about: 'of itself', files: { [BETA]: beta('extends: ▶beta') } },
  { code: 'AFTER_UNKNOWN', files: { [BETA]: beta('after: ▶alpha') } },
  {
    code: 'AFTER_UNKNOWN',
    about: 'an abstract one',
    files: { 'environments/_base.yaml': 'description: B', [BETA]: beta('after: ▶_base') },
  },
  {
    code: 'AFTER_LOCAL',
    severity: 'warning',
    files: { 'environments/local.yaml': 'regions: [us-east-1]', [BETA]: beta('after: ▶local') },
  },
  { code: 'AFTER_CYCLE', files: { [BETA]: beta('after: prod'), [PROD]: prod('after: ▶beta') } },
  { code: 'MIRRORS_UNKNOWN', files: { [GAMMA]: gamma('').replace('mirrors: prod', 'mirrors: ▶prd') } },
  {
    code: 'MIRRORS_UNKNOWN',
    about: 'itself',
    files: { [GAMMA]: gamma('').replace('mirrors: prod', 'mirrors: ▶gamma') },
  },
  {
    code: 'MIRROR_DIFFERS',
    about: 'another region',
    files: { [PROD]: prod(''), [GAMMA]: gamma('').replace('[us-west-2]', '[us-west-2, ▶us-east-1]') },
  },
  {
    code: 'MIRROR_DIFFERS',
    about: 'a region less',
    files: {
      [PROD]: prod('').replace(
        'regions: [us-west-2]',
        'waves: [{ name: a, regions: [us-west-2], bake-minutes: 1 }, { name: b, regions: [us-east-1], bake-minutes: 1 }]',
      ),
      [GAMMA]: gamma('').replace('regions', '▶regions'),
    },
  },
  {
    code: 'MIRROR_DIFFERS',
    about: 'growth',
    files: { [PROD]: prod(''), [GAMMA]: gamma('').replace('exponential', '▶linear') },
  },
  {
    code: 'MIRROR_DIFFERS',
    about: 'steps',
    files: { [PROD]: prod(''), [GAMMA]: gamma('').replace('factor-percent: 10', 'factor-percent: ▶20') },
  },
  {
    code: 'MIRROR_DIFFERS',
    about: 'no alarm',
    files: { [PROD]: prod(ALARM), [GAMMA]: gamma('').replace('mirrors: prod', 'mirrors: ▶prod') },
  },
  {
    code: 'MIRROR_DIFFERS',
    about: 'another threshold',
    files: {
      [PROD]: prod(ALARM),
      [GAMMA]: gamma(ALARM.replace('threshold: 1', 'threshold: 2').replace('{ name: a', '▶{ name: a')),
    },
  },
  {
    code: 'MIRROR_DIFFERS',
    about: 'no canary',
    files: {
      [PROD]: prod('canary: { every-minutes: 5 }'),
      [GAMMA]: gamma('').replace('mirrors: prod', 'mirrors: ▶prod'),
    },
  },
  {
    code: 'REGIONS_AND_WAVES',
    files: { [BETA]: beta('▶waves: [{ name: a, regions: [us-west-2], bake-minutes: 0 }]') },
  },
  {
    code: 'DUPLICATE_REGION',
    files: { [BETA]: 'account: "111111111111"\nregions: [us-east-1, ▶us-east-1]\n' },
  },
  {
    code: 'DUPLICATE_REGION',
    about: 'in two waves',
    files: {
      'environments/local.yaml':
        'waves:\n  - { name: a, regions: [us-east-1], bake-minutes: 0 }\n  - { name: b, regions: [▶us-east-1], bake-minutes: 0 }\n',
    },
  },
  {
    code: 'REGION_UNKNOWN',
    severity: 'warning',
    files: { [BETA]: 'account: "111111111111"\nregions: [▶us-esat-1]\n' },
  },
  {
    code: 'REGION_OTHER_PARTITION',
    files: { [BETA]: 'account: "111111111111"\nregions: [▶us-gov-west-1, us-east-2]\n' },
  },
  {
    code: 'ARN_INVALID',
    about: 'in another partition',
    files: {
      [BETA]: beta('blockers: [▶"arn:aws-cn:cloudwatch:us-east-1:111111111111:alarm:stop"]'),
    },
  },
  {
    code: 'ACCOUNT_SHARED',
    files: { 'environments/dev.yaml': 'account: ▶"111111111111"\nregions: [eu-west-1]\n' },
  },
  {
    code: 'DUPLICATE_ENVIRONMENT',
    files: {
      'environments/temporary/beta.yaml': `▶${temporary('account: "222222222222"\nregions: [us-east-1]')}`,
    },
  },
  {
    code: 'DUPLICATE_APPLICATION',
    files: {
      'opconfig/checkout-feat-x.yaml': operations('default: {}'),
      [TEMPORARY]: `▶${temporary('extends: beta')}`,
    },
  },
  {
    code: 'QUOTA_EXCEEDED',
    about: 'applications',
    severity: 'warning',
    files: { ...(Object.fromEntries(manyComponents) as Record<string, string>), [BETA]: `▶${beta('')}` },
    andMore: true,
  },
  {
    code: 'QUOTA_EXCEEDED',
    about: 'strategies',
    severity: 'warning',
    files: Object.fromEntries(customStrategies) as Record<string, string>,
    at: 'environments/temporary/t10.yaml:1:1',
  },
  { code: 'STRATEGY_UNKNOWN', files: { [BETA]: beta('strategy: ▶AppConfig.AllAtOne') } },
  { code: 'STAGE_TOO_LONG', files: { [BETA]: beta('strategy: ▶AppConfig.Canary10Percent20Minutes') } },
  {
    code: 'STAGE_TOO_LONG',
    about: 'with its tests',
    files: { [BETA]: beta('tests: ▶{ acceptance: { commands: [x], minutes: 11 } }') },
  },
  {
    code: 'FIRST_STEP_TOO_LARGE',
    severity: 'warning',
    files: { [PROD]: prod('').replace('factor-percent: 10', 'factor-percent: ▶11') },
  },
  {
    code: 'FIRST_STEP_TOO_LARGE',
    about: 'all at once by default',
    severity: 'warning',
    files: { [PROD]: '▶account: "333333333333"\nregions: [us-west-2]\n' },
  },
  {
    code: 'FIRST_WAVE_TOO_LARGE',
    severity: 'warning',
    files: { [PROD]: prod('').replace('[us-west-2]', '▶[us-west-2, us-east-1]') },
  },
  {
    code: 'ON_CALL_OTHER_REGION',
    severity: 'warning',
    files: { [BETA]: beta('on-call: { ▶checkout: ["arn:aws:sns:us-east-1:111111111111:on-call"] }') },
  },
  {
    code: 'TOPIC_FIFO',
    severity: 'warning',
    files: {
      [BETA]: beta('approval: { required: true, notify: ▶"arn:aws:sns:us-east-1:111111111111:asked.fifo" }'),
    },
  },
  {
    code: 'TOPIC_FIFO',
    about: 'of the tools',
    severity: 'warning',
    files: { [TOOLS]: tools('notify: [▶"arn:aws:sns:us-east-1:999999999999:releases.fifo"]') },
  },
  {
    code: 'EXPERIMENT_NOT_ALLOWED',
    severity: 'warning',
    files: {
      [BETA]: beta(
        'tests: { resilience: { experiments: [EXT1a2b3c4d5e6f7], commands: [fault EXT1a2b3c4d5e6f7, ▶fault EXT7f6e5d4c3b2a1] } }',
      ),
    },
  },
  {
    code: 'TOO_MANY',
    about: 'topics of an alarm',
    files: {
      [BETA]: `account: "111111111111"\nregions: [us-east-1]\ncanary: { every-minutes: 1 }\n${SLOW.replaceAll('30', '7')}\non-call: { checkout: ▶[${topics(6)}] }\n`,
    },
  },
  {
    code: 'NOTIFY_OTHER_REGION',
    severity: 'warning',
    files: { [TOOLS]: tools('notify: [▶"arn:aws:sns:eu-west-1:999999999999:releases"]') },
  },
  {
    code: 'BUCKET_DIFFERS',
    about: 'region',
    files: {
      [BETA]: beta('backend: { type: s3, bucket: states, region: us-east-1 }'),
      [PROD]: prod('backend: { type: s3, bucket: states, region: ▶eu-west-1 }'),
    },
  },
  {
    code: 'BUCKET_DIFFERS',
    about: 'key, with a state stack',
    files: {
      [TOOLS]: tools('backend: { type: s3, bucket: ▶states, region: us-east-1 }'),
      [PROD]: prod(
        'backend: { type: s3, bucket: states, region: us-east-1, kms-key: "arn:aws:kms:us-east-1:999999999999:key/0f3c1f1e-5f2a-4a57-9b1d-7d8d5c0b9e11" }',
      ),
    },
  },
  {
    code: 'INVALID_VALUE',
    about: 'a key that no role of a pipeline could be allowed to use',
    files: {
      [TOOLS]: tools('backend: { type: s3, bucket: states, region: us-east-1, kms-key: ▶alias/states }'),
    },
  },
  {
    code: 'INVALID_VALUE',
    about: 'a key that Terraform refuses',
    files: { [BETA]: beta('backend: { type: s3, bucket: states, region: us-east-1, kms-key: ▶mine }') },
  },
  {
    code: 'BUCKET_FULL',
    severity: 'warning',
    files: {
      'environments/_base.yaml': 'backend: { type: s3, bucket: ▶states, region: us-east-1 }',
      [TOOLS]: tools(''),
      ...Object.fromEntries(manyEnvironments),
    },
  },
  {
    code: 'UNKNOWN_KEY',
    about: 'experiments of tests that inject no fault',
    files: { [BETA]: beta('tests: { acceptance: { commands: [x], ▶experiments: [EXT1a] } }') },
  },
  {
    code: 'UNKNOWN_KEY',
    about: 'of another backend, whatever its value',
    files: { [BETA]: beta('backend: { type: local, ▶bucket: X }') },
  },
  {
    code: 'INVALID_VALUE',
    about: 'a path of readers that is none',
    files: { [BETA]: beta('readers: { organization: o-a1b2c3d4e5, paths: [▶y] }') },
  },
  {
    code: 'INVALID_NAME',
    about: 'of an environment that would share an account',
    files: { 'environments/Dev.yaml': `▶${beta('')}` },
  },
  {
    code: 'MIRRORS_UNKNOWN',
    about: 'whose pace is no matter',
    files: {
      [PROD]: prod(''),
      'environments/uat.yaml': prod('mirrors: ▶prd').replace(/3{12}/, '222222222222'),
    },
  },
  {
    code: 'UNKNOWN_KEY',
    about: 'a profile that says nothing of the default',
    files: {
      [BETA]: beta(
        `strategies: { ▶flag: AppConfig.AllAtOnce }\nalarms: [{ name: a, ${METRIC}, compare: above, threshold: 1, periods: 11 }]`,
      ),
    },
  },
  {
    code: 'SCHEMA_INVALID',
    about: 'a limit of a later draft',
    files: { [CHECKOUT]: operations('schema: { properties: { a: { exclusiveMinimum: ▶0 } } }\ndefault: {}') },
  },
  {
    code: 'COMPONENT_UNKNOWN',
    about: 'of an alarm',
    files: { [BETA]: alarm(`components: [▶chekout], ${METRIC}, compare: above, threshold: 1, periods: 1`) },
  },
  {
    code: 'READERS_AMBIGUOUS',
    files: {
      [BETA]: beta(
        'readers: { organization: o-a1b2c3d4e5, paths: [o-a1b2c3d4e5/r-ab12/], ▶roles: ["arn:aws:iam::111111111111:role/x"] }',
      ),
    },
  },
  {
    code: 'PATH_OUTSIDE_ORGANIZATION',
    files: { [BETA]: beta('readers: { organization: o-a1b2c3d4e5, paths: [▶o-zzzzzzzzzz/r-ab12/] }') },
  },
  {
    code: 'INVALID_VALUE',
    about: 'a path without a slash at its end',
    files: { [BETA]: beta('readers: { organization: o-a1b2c3d4e5, paths: [▶o-a1b2c3d4e5/r-ab12] }') },
  },
  { code: 'ARN_INVALID', files: { [BETA]: beta('blockers: [▶arn:aws:cloudwatch:x]') } },
  { code: 'URL_INVALID', files: { [BETA]: beta('dependencies: { payments: ▶payments.example.com }') } },
  {
    code: 'PLACEHOLDER_UNKNOWN',
    about: 'in tests',
    files: { [BETA]: beta('tests: { acceptance: { commands: [▶"curl ${host}"] } }') },
  },
  { code: 'PLACEHOLDER_UNKNOWN', about: 'in tags', files: { [BETA]: beta('tags: { a: ▶"${Region}" }') } },
  {
    code: 'PLACEHOLDER_UNKNOWN',
    about: 'never closed',
    files: { [BETA]: beta('tags: { a: ▶"x${region" }') },
  },
  {
    code: 'DAYS_INVALID',
    files: { [BETA]: beta('windows: [{ days: ▶mon-fry, from: "09:00", to: "16:00", time-zone: UTC }]') },
  },
  {
    code: 'INVALID_VALUE',
    about: 'a time',
    files: { [BETA]: beta('windows: [{ days: mon, from: ▶"9:00", to: "16:00", time-zone: UTC }]') },
  },
  {
    code: 'WINDOW_EMPTY',
    files: { [BETA]: beta('windows: [{ days: mon, from: "09:00", to: ▶"09:00", time-zone: UTC }]') },
  },
  {
    code: 'TIME_ZONE_UNKNOWN',
    files: { [BETA]: beta('windows: [{ days: mon, from: "09:00", to: "16:00", time-zone: ▶Europe/Dubln }]') },
  },
  { code: 'MISSING_KEY', about: 'kind: tools', files: { [TOOLS]: tools('').replace('kind: tools\n', '▶') } },

  {
    code: 'SCHEMA_PATH',
    about: 'a file that is not there',
    files: { [CHECKOUT]: operations('schema: ▶nothing.json\ndefault: {}') },
  },
  {
    code: 'SCHEMA_PATH',
    about: 'out of the folder',
    files: { [CHECKOUT]: operations('schema: ▶../flags/checkout/pay.yaml\ndefault: {}') },
  },
  {
    code: 'SCHEMA_PATH',
    about: 'an absolute path',
    files: { [CHECKOUT]: operations('schema: ▶/etc/passwd\ndefault: {}') },
  },
  {
    code: 'SCHEMA_INVALID',
    about: 'a numeric exclusiveMinimum',
    files: {
      [CHECKOUT]: operations(
        'schema: { properties: { a: { minimum: 1, exclusiveMinimum: ▶5 } } }\ndefault: {}',
      ),
    },
  },
  {
    code: 'SCHEMA_INVALID',
    about: 'a boolean schema',
    files: { [CHECKOUT]: operations('schema: { properties: { a: ▶true } }\ndefault: {}') },
  },
  {
    code: 'SCHEMA_INVALID',
    about: 'a type that there is not',
    files: { [CHECKOUT]: operations('schema: { properties: { a: { type: ▶text } } }\ndefault: {}') },
  },
  {
    code: 'SCHEMA_UNUSED',
    severity: 'warning',
    files: { 'opconfig/old.schema.json': '{ "type": "object" }' },
  },
  {
    code: 'SCHEMA_INVALID',
    about: 'a comma too many for JSON',
    files: {
      [CHECKOUT]: operations('schema: checkout.json\ndefault: {}'),
      'opconfig/checkout.json': '{\n  "type": "object",\n▶}\n',
    },
  },
  {
    code: 'SCHEMA_INVALID',
    about: 'a text without quotes in JSON',
    files: {
      [CHECKOUT]: operations('schema: checkout.json\ndefault: {}'),
      'opconfig/checkout.json': '{ "type": ▶object }\n',
    },
  },
  {
    code: 'SCHEMA_INVALID',
    about: 'a comment in JSON',
    files: {
      [CHECKOUT]: operations('schema: checkout.json\ndefault: {}'),
      'opconfig/checkout.json': '{\n  ▶# of the checkout\n  "type": "object"\n}\n',
    },
  },
  {
    code: 'SCHEMA_INVALID',
    about: 'in a file beside it',
    files: {
      [CHECKOUT]: operations('schema: checkout.json\ndefault: {}'),
      'opconfig/checkout.json': '{\n\t"required": ▶"a"\n}',
    },
  },
  {
    code: 'SCHEMA_REFERENCE',
    about: 'an external one',
    files: {
      [CHECKOUT]: operations(
        'schema: { properties: { a: { $ref: ▶"https://example.com/a.json" } } }\ndefault: {}',
      ),
    },
  },
  {
    code: 'SCHEMA_REFERENCE',
    about: 'to nowhere',
    files: {
      [CHECKOUT]: operations('schema: { properties: { a: { $ref: ▶"#/definitions/a" } } }\ndefault: {}'),
    },
  },
  {
    code: 'SCHEMA_TOO_LONG',
    files: { [CHECKOUT]: operations(`schema: ▶{ description: "${'x'.repeat(32_800)}" }\ndefault: {}`) },
  },
  {
    code: 'SCHEMA_KEYWORD_IGNORED',
    severity: 'warning',
    files: { [CHECKOUT]: operations('schema: { properties: { a: { ▶const: 1 } } }\ndefault: { a: 2 }') },
  },
  {
    code: 'SCHEMA_KEYWORD_IGNORED',
    about: 'a later $schema',
    severity: 'warning',
    files: {
      [CHECKOUT]: operations('schema: { $schema: ▶"http://json-schema.org/draft-07/schema#" }\ndefault: {}'),
    },
  },
];
