import { KNOWN_REGIONS } from '../../../compiler/environments/known-regions';
import { BETA, beta, operations, type BrokenCase } from './broken-case';

const TOOLS = 'environments/tools.yaml';
const PROD = 'environments/prod.yaml';
const ZETA = 'environments/zeta.yaml';
const GAMMA = 'environments/gamma.yaml';
const OTHER = 'environments/other.yaml';
const ALARM =
  'alarms: [{ name: a, metric: { namespace: S, name: N, statistic: Sum, period-seconds: 60 }, compare: above, threshold: 1, periods: 1, missing-data: notBreaching }]';
const SAFE = 'strategy: { growth: exponential, factor-percent: 10, duration-minutes: 30, bake-minutes: 30 }';
const SHORT = 'strategy: { growth: exponential, factor-percent: 10, duration-minutes: 5, bake-minutes: 5 }';
const QUICK = 'strategy: { growth: linear, factor-percent: 20, duration-minutes: 5, bake-minutes: 5 }';
const tools = (rest = ''): string =>
  `kind: tools\naccount: "999999999999"\nregion: us-east-1\nsource: { connection: "arn:aws:codeconnections:us-east-1:999999999999:connection/abc", repository: example/shop }\n${rest}\n`;
const source = (more: string, rest = ''): string =>
  tools(rest).replace('example/shop', `example/shop, ${more}`);
const other = (rest: string): string => `account: "444444444444"\n${rest}\n`;
const placed = (rest: string): string => `account: "333333333333"\nregions: [us-west-2]\n${SAFE}\n${rest}\n`;
const rehearsal = (rest: string): string =>
  `account: "222222222222"\nregions: [us-west-2]\nafter: beta\nmirrors: prod\n${SHORT}\n${rest}\n`;
const regions = (count: number): string => KNOWN_REGIONS.slice(0, count).join(', ');

const manyEnvironments = Array.from({ length: 49 }, (_, n) => [
  `environments/e${String(n).padStart(2, '0')}.yaml`,
  `account: "${100_000_000_000 + n}"\nregions: ${n === 46 ? '▶' : ''}[us-east-1]\n`,
]);
const longNames = Array.from({ length: 70 }, (_, n) => `a-component-with-a-long-name-${String(n + 10)}`);

const manyServices = Array.from(
  { length: 100 },
  (_, n) => `service-${n}: "https://${'x'.repeat(60)}.example.com/${n}"`,
).join(', ');

/** Mistakes in what becomes pipelines: workloads, dependencies, and more than CodePipeline holds. */
export const PIPELINE_CASES: readonly BrokenCase[] = [
  { code: 'DUPLICATE_COMPONENT', files: { [TOOLS]: tools('workloads: { a: [checkout], b: [▶checkout] }') } },
  {
    code: 'COMPONENT_UNKNOWN',
    about: 'of a workload',
    files: { [TOOLS]: tools('workloads: { a: [checkout, ▶chekout] }') },
  },
  {
    code: 'COMPONENT_IN_NO_WORKLOAD',
    files: {
      'opconfig/search.yaml': operations('default: {}'),
      [TOOLS]: tools('▶workloads: { a: [checkout] }'),
    },
  },
  {
    code: 'COMPONENT_IN_NO_WORKLOAD',
    about: 'the shared one',
    files: {
      'flags/sale.yaml':
        'description: Sale\nowner: team-a\nlifecycle: permanent\ncomponents: [checkout]\ndefault: {}\n',
      [TOOLS]: tools('▶workloads: { a: [checkout] }'),
    },
  },
  {
    code: 'COMPONENT_UNKNOWN',
    about: 'which only a shared flag lists, not also that no workload has it',
    severity: 'warning',
    files: {
      'flags/sale.yaml':
        'description: Sale\nowner: team-a\nlifecycle: permanent\ncomponents: [checkout, ▶chekout]\ndefault: {}\n',
      [TOOLS]: tools('workloads: { a: [checkout, shared] }'),
    },
  },
  {
    code: 'REGION_UNKNOWN',
    about: 'of the tools',
    severity: 'warning',
    files: { [TOOLS]: tools().replace('region: us-east-1', 'region: ▶us-esat-1') },
  },
  {
    code: 'REGION_OTHER_PARTITION',
    about: 'of the tools',
    files: { [TOOLS]: tools().replace('region: us-east-1', 'region: ▶eusc-de-east-1') },
  },
  {
    code: 'REGION_OTHER_PARTITION',
    about: 'of the states of an environment',
    files: { [BETA]: beta('backend: { type: s3, bucket: states, region: ▶cn-north-1 }') },
  },
  {
    code: 'REGION_UNKNOWN',
    about: 'of the states of the tools',
    severity: 'warning',
    files: { [TOOLS]: tools('backend: { type: s3, bucket: states, region: ▶eu-wset-1 }') },
  },
  {
    code: 'REGION_UNKNOWN',
    about: 'of the states of an environment',
    severity: 'warning',
    files: { [BETA]: beta('backend: { type: s3, bucket: states, region: ▶eu-wset-1 }') },
  },
  {
    code: 'VALUE_NOT_ALLOWED',
    about: 'a provider of pull requests',
    files: { [TOOLS]: tools('pull-requests: { provider: ▶gitlab }') },
  },
  {
    code: 'VALUE_NOT_ALLOWED',
    about: 'a sender of events that there is not',
    files: { [TOOLS]: tools('rollout-events: ▶cloudtrail') },
  },
  {
    code: 'MISPLACED_KEY',
    about: 'an environment that CodeBuild does not have',
    files: { [TOOLS]: tools('pull-requests: { provider: codebuild, ▶environment: plan }') },
  },
  {
    code: 'VALUE_NOT_ALLOWED',
    about: 'a repository that is none of GitHub',
    files: {
      [TOOLS]: tools('pull-requests: { provider: github }').replace('example/shop', '▶example/group/shop'),
    },
  },
  {
    code: 'VALUE_NOT_ALLOWED',
    about: 'a host that there is not',
    files: { [TOOLS]: source('provider: ▶gitlub') },
  },
  {
    code: 'VALUE_NOT_ALLOWED',
    about: 'a host that is not asked who reviewed',
    files: { [TOOLS]: source('provider: ▶bitbucket') },
  },
  {
    code: 'MISPLACED_KEY',
    about: 'the API of a host that is not asked',
    files: {
      [TOOLS]: source('provider: bitbucket, ▶api: https://api.bitbucket.org/2.0', 'require-review: false'),
    },
  },
  {
    code: 'INVALID_VALUE',
    about: 'an API without TLS',
    files: { [TOOLS]: source('provider: gitlab, api: ▶"http://gitlab.example.com/api/v4"') },
  },
  {
    code: 'VALUE_NOT_ALLOWED',
    about: 'the address of a GitLab that is not the one of its API',
    files: { [TOOLS]: source('provider: gitlab, api: ▶https://gitlab.example.com') },
  },
  {
    code: 'VALUE_NOT_ALLOWED',
    about: 'pull requests of a host that has none',
    files: { [TOOLS]: source('provider: gitlab', 'pull-requests: { provider: ▶codebuild }') },
  },
  {
    code: 'VALUE_NOT_ALLOWED',
    about: 'plans of a server whose tokens nobody trusts',
    files: {
      [TOOLS]: source('api: https://github.example.com/api/v3', 'pull-requests: { provider: ▶github }'),
    },
  },
  {
    code: 'RESERVED_NAME',
    about: 'a workload called after a kind of stack',
    files: { [TOOLS]: tools('workloads: { ▶flags: [checkout] }') },
  },
  {
    code: 'RESERVED_NAME',
    about: 'a workload that reads like a region',
    files: { [TOOLS]: tools('workloads: { ▶pay-eu-west-1: [checkout] }') },
  },
  ...['release/*', 're l*', 'a..b', '-main', 'main/', 'refs/x.lock', '@{u}', '.main', 'rel{a,b}', 'rel]'].map(
    (trunk): BrokenCase => ({
      code: 'VALUE_NOT_ALLOWED',
      about: `the trunk ${trunk}`,
      files: { [TOOLS]: source(`trunk: ▶"${trunk}"`) },
    }),
  ),
  {
    code: 'DUPLICATE_DEPENDENCY',
    files: {
      [OTHER]: other(
        'regions: [us-east-1]\ndependencies: { a-b: "https://one.example.com", ▶a_b: "https://two.example.com" }',
      ),
    },
  },
  {
    code: 'DEPENDENCY_OF_OTHER_STAGE',
    about: "beta uses another team's prod",
    files: { [BETA]: beta('dependencies: { ledger: ▶"https://ledger.example.com" }') },
  },
  {
    code: 'DEPENDENCY_OF_OTHER_STAGE',
    about: 'beta uses another URL than gamma does',
    files: {
      [GAMMA]: rehearsal('dependencies: { ledger: "https://ledger.example.com/rehearsal" }'),
      [PROD]: placed('after: gamma'),
      [BETA]: beta('dependencies: { ledger: ▶"https://ledger.gamma.example.com" }'),
    },
  },
  {
    code: 'DEPENDENCY_OF_OTHER_STAGE',
    about: 'beta uses prod, which has gamma in its name',
    files: {
      [GAMMA]: rehearsal(''),
      [PROD]: placed('after: gamma\ndependencies: { ledger: "https://gamma.example.com/" }'),
      [BETA]: beta('dependencies: { ledger: ▶"https://gamma.example.com" }'),
    },
  },
  {
    code: 'DEPENDENCY_OF_OTHER_STAGE',
    about: 'gamma is not in its host or path',
    files: {
      [BETA]: beta('dependencies: { ledger: ▶"https://gamma@gammaray.example.com/?stage=gamma#gamma" }'),
    },
  },
  {
    code: 'DEPENDENCY_OF_OTHER_STAGE',
    about: 'a stage before the one that mirrors',
    files: {
      [OTHER]: other('regions: [us-east-1]\ndependencies: { ledger: ▶"https://ledger.gamma.example.com" }'),
      'environments/stage-two.yaml': `account: "222222222222"\nregions: [us-west-2]\nafter: other\nmirrors: prod\n${SHORT}\n`,
      [PROD]: placed('after: stage-two'),
      [BETA]: beta('dependencies: { ledger: "https://ledger.stage-two.example.com" }'),
    },
  },
  {
    code: 'DEPENDENCY_OF_OTHER_STAGE',
    about: 'zeta uses another than prod does',
    files: {
      [PROD]: placed('dependencies: { ledger: "https://ledger.example.com" }'),
      [ZETA]: other('regions: [us-east-1]\ndependencies: { ledger: ▶"https://ledger.gamma.example.com" }'),
    },
  },
  {
    code: 'DEPENDENCY_OF_OTHER_STAGE',
    about: 'zeta leaves one out',
    files: {
      [PROD]: placed(
        'dependencies: { ledger: "https://ledger.example.com", mail: "https://mail.example.com" }',
      ),
      [ZETA]: other('regions: [us-east-1]\n▶dependencies: { ledger: "https://ledger.example.com" }'),
    },
  },
  {
    code: 'PIPELINE_TOO_LONG',
    about: 'stages',
    files: { [TOOLS]: tools(), ...(Object.fromEntries(manyEnvironments) as Record<string, string>) },
  },
  {
    code: 'WAVE_TOO_WIDE',
    about: 'more actions than a stage holds',
    files: { [TOOLS]: tools(), [OTHER]: other(`regions: ▶[${regions(17)}]`) },
  },
  {
    code: 'WAVE_TOO_WIDE',
    about: 'more regions than an action can be told of',
    files: {
      [TOOLS]: tools(),
      [OTHER]: other(`regions: ▶[${regions(16)}]\ntests: { acceptance: { commands: [accept] } }`),
    },
  },
  {
    code: 'WAVE_TOO_WIDE',
    about: 'more alarms than a condition holds',
    severity: 'warning',
    files: {
      [TOOLS]: tools(),
      [OTHER]: other(
        `${ALARM}\n${QUICK}\nwaves: [{ name: a, regions: [sa-east-1], bake-minutes: 9 }, ▶{ name: b, regions: [${regions(6)}], bake-minutes: 9 }]`,
      ),
    },
  },
  {
    code: 'STAGE_TOO_LONG',
    about: 'with the tests of each of its waves',
    files: {
      [BETA]:
        'account: "111111111111"\nwaves: [{ name: a, regions: [us-east-1], bake-minutes: 1 }, { name: b, regions: [us-west-2], bake-minutes: 1 }]\n' +
        'strategy: ▶{ growth: linear, factor-percent: 20, duration-minutes: 2, bake-minutes: 1 }\ntests: { acceptance: { commands: [x], minutes: 14 } }\n',
    },
  },
  {
    code: 'STAGE_TOO_LONG',
    about: 'regions take turns in the tests',
    files: {
      [TOOLS]: tools(),
      [BETA]: `account: "111111111111"\nregions: [${regions(12)}]\nstrategy: AppConfig.AllAtOnce\ntests: ▶{ integration: { commands: [a], minutes: 4 }, acceptance: { commands: [a], minutes: 4 } }\n`,
    },
  },
  {
    code: 'STAGE_TOO_LONG',
    about: 'regions take turns in the tests of two waves',
    files: {
      [TOOLS]: tools(),
      [BETA]: `account: "111111111111"\nwaves: [{ name: a, regions: [${regions(12)}], bake-minutes: 0 }, { name: b, regions: [${KNOWN_REGIONS.slice(12, 24).join(', ')}], bake-minutes: 0 }]\nstrategy: { growth: linear, factor-percent: 100, duration-minutes: 0, bake-minutes: 0 }\ntests: ▶{ integration: { commands: [a], minutes: 3 }, acceptance: { commands: [a], minutes: 3 } }\n`,
    },
  },
  {
    code: 'WINDOW_TOO_SHORT',
    severity: 'warning',
    files: {
      [TOOLS]: tools(),
      [OTHER]: other(
        'regions: [us-west-2]\nwindows: ▶[{ days: mon, from: "09:00", to: "09:20", time-zone: UTC }, { days: tue, from: "09:00", to: "09:15", time-zone: GB }]',
      ),
    },
  },
  {
    code: 'NOTIFY_OTHER_REGION',
    about: 'who is asked',
    severity: 'warning',
    files: {
      [TOOLS]: tools(),
      [OTHER]: other(
        'regions: [us-west-2]\napproval: { required: true, notify: ["arn:aws:sns:us-east-1:999999999999:a", ▶"arn:aws:sns:us-west-2:444444444444:b"] }',
      ),
    },
  },
  {
    code: 'ACTION_TOO_LONG',
    about: 'a rollout',
    files: {
      [TOOLS]: tools(),
      [OTHER]: other(
        'regions: [us-west-2]\nstrategies: ▶{ flags: { growth: linear, factor-percent: 1, duration-minutes: 1440, bake-minutes: 1000 } }',
      ),
    },
  },
  {
    code: 'COMMANDS_TOO_LONG',
    files: {
      [TOOLS]: tools(),
      [OTHER]: other(
        `regions: [us-west-2]\ntests: { acceptance: ▶{ commands: ["${'echo a long way '.repeat(63)}"] } }`,
      ),
    },
  },
  {
    code: 'DEPENDENCIES_TOO_LONG',
    files: {
      [TOOLS]: tools(),
      [OTHER]: other(
        `regions: [us-east-1]\ntests: { integration: { commands: [a] } }\ndependencies: ▶{ ${manyServices} }`,
      ),
    },
  },
  {
    code: 'TOO_MANY_REPORTS',
    files: {
      [TOOLS]: tools(),
      [OTHER]: other(
        `regions: [us-west-2]\ntests: { dast: ▶{ commands: [scan], reports: [${Array(6).fill('{ files: a.xml, format: junit }').join(', ')}] } }`,
      ),
    },
  },
  {
    code: 'TOO_MANY_PATHS',
    files: {
      ...Object.fromEntries(longNames.map((name) => [`opconfig/${name}.yaml`, operations('default: {}')])),
      [TOOLS]: tools(`workloads: { all: ▶[checkout, ${longNames.join(', ')}] }`),
    },
  },
];
