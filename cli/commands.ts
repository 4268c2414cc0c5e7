import type { CommandDefinition } from './command';
import { CDKTF_OUT_OPTION, MANIFEST_OPTION } from './input-stack';
import { LOAD_OPTIONS, TEST_OPTIONS } from './tests/test-options';

/** What the commands of two words have in common. */
export const GROUPS: Readonly<Record<string, string>> = {
  verify: 'check the artifact, or what AppConfig serves',
  artifact: 'make what every later stage applies',
  environment: 'create, extend, list and remove temporary environments',
  test: 'test a target as its clients meet it',
};

/** Every `dynconf` command: one line for the help, and where its code is. */
export const COMMANDS: readonly CommandDefinition[] = [
  {
    usage: 'check',
    summary: 'find every mistake in the definitions',
    options: [
      ['--strict', 'warnings are errors'],
      ['--base <revision>', 'also find what cannot be valid side by side with it: a branch, tag or commit'],
      ['--format <format>', 'text, json, sarif or github', 'text'],
    ],
    load: () => import('./definitions/check'),
  },
  {
    usage: 'deploy <stack>',
    summary: 'apply a synthesized stack, follow its rollouts and verify what is served',
    options: [CDKTF_OUT_OPTION, MANIFEST_OPTION],
    load: () => import('./releases/deploy'),
  },
  {
    usage: 'redeploy <stack>',
    summary: 'deploy again what was rolled back or failed its bake, because a person says so',
    options: [CDKTF_OUT_OPTION, MANIFEST_OPTION, ['--reason <text>', 'why the document is good after all']],
    load: () => import('./releases/redeploy'),
  },
  {
    usage: 'rollback <component>',
    summary: 'take back the newest deployment of a document: stop it, or revert it within 72 hours',
    options: [
      ['--in <place>', '<environment> or <environment>/<region>'],
      ['--profile <profile>', 'flags or operations, where the component has both'],
      ['--reason <text>', 'why; AppConfig keeps it as a tag of the deployment'],
      CDKTF_OUT_OPTION,
    ],
    load: () => import('./releases/rollback'),
  },
  {
    usage: 'await <stack>',
    summary: 'follow the rollouts that an apply has started to COMPLETE',
    options: [CDKTF_OUT_OPTION],
    load: () => import('./releases/await'),
  },
  {
    usage: 'gate <environment>',
    summary: 'say whether a release may start: alarms, blockers, windows',
    options: [
      ['--wave <wave>', 'only the regions of this wave (default: all)'],
      ['--regions <regions>', 'only these: eu-west-1,us-east-1'],
      ['--kind <kind>', 'what would be applied: foundation may come before its alarms'],
      ['--before <wave>', 'the foundations of this wave and of those after it come first, with their alarms'],
      ['--format <format>', 'text or json', 'text'],
    ],
    load: () => import('./releases/gate'),
  },
  {
    usage: 'bake <environment> <wave>',
    summary: 'watch the alarms of a wave until its bake time is over',
    options: [
      [
        '--since <instant>',
        'when the release began: what was complete before that, and baked well, is skipped',
      ],
      ['--workload <workload>', 'only the components of this one of tools.yaml'],
      ['--format <format>', 'text or json', 'text'],
    ],
    load: () => import('./releases/bake'),
  },
  {
    usage: 'verify served <stacks...>',
    summary: 'read every document of a stack back and compare it',
    options: [CDKTF_OUT_OPTION],
    load: () => import('./releases/verify-served'),
  },
  {
    usage: 'artifact create',
    summary: 'write down the digest of every file that later actions apply (the build runs this)',
    options: [
      ['--out <file>', 'the manifest (default: dynconf.manifest.json beside the stacks)'],
      ['--commit <id>', 'default: DYNCONF_COMMIT, what CodeBuild says, or git'],
      CDKTF_OUT_OPTION,
    ],
    load: () => import('./releases/artifact-create'),
  },
  {
    usage: 'verify artifact',
    summary: 'compare every file with what the build wrote down, and find what it did not',
    options: [
      ['--manifest <file>', 'default: dynconf.manifest.json beside the stacks'],
      ['--digest <digest>', 'of the manifest itself, sha256:…, from the check of its signature'],
      ['--format <format>', 'text or json', 'text'],
      CDKTF_OUT_OPTION,
    ],
    load: () => import('./releases/verify-artifact'),
  },
  {
    usage: 'verify policies',
    summary: 'check what the synthesized stacks may do: no code, no secrets, least privilege',
    options: [
      ['--threshold <severity>', 'error, warning or note: what fails', 'error'],
      ['--format <format>', 'text, json, sarif or junit', 'text'],
      CDKTF_OUT_OPTION,
    ],
    load: () => import('./releases/verify-policies'),
  },
  {
    usage: 'test run <kind> <targets...>',
    summary: "run the commands that the environment's file has for one kind of test (the pipeline runs this)",
    options: [['--workload <workload>', 'only the components of this one of tools.yaml']],
    load: () => import('./tests/test-run'),
  },
  {
    usage: 'test integration <target>',
    summary: 'read every document as a client does and compare it with the definitions',
    options: [...TEST_OPTIONS],
    load: () => import('./tests/test-integration'),
  },
  {
    usage: 'test acceptance <target>',
    summary: 'run the specs of the flags on what is served',
    options: [
      ...TEST_OPTIONS,
      ['--agent <url>', 'let this AppConfig Agent evaluate, instead of our evaluator'],
    ],
    load: () => import('./tests/test-acceptance'),
  },
  {
    usage: 'test performance <target>',
    summary: 'let clients poll for a while and compare what they meet with an earlier run',
    options: [
      ...TEST_OPTIONS,
      ...LOAD_OPTIONS,
      [
        '--baseline <file>',
        'what to compare with (default: performance-baselines.json beside the definitions)',
      ],
      ['--save-baseline', 'make this run the one to compare with'],
      ['--require-baseline', 'without one it has failed (default: it is skipped)'],
    ],
    load: () => import('./tests/test-performance'),
  },
  {
    usage: 'test resilience <target>',
    summary: 'inject a fault under load and compare with the period before',
    options: [
      ...TEST_OPTIONS,
      ...LOAD_OPTIONS,
      [
        '--fault <fault>',
        'between these clients and AppConfig: drop:50 (the default), throttle:50 or slow:300',
      ],
      ['--command <command>', 'a shell command that begins a fault outside, instead'],
      ['--end <command>', 'the one that ends it; what the first one printed is FAULT_OUTPUT'],
      ['--experiment <template>', 'an experiment template of AWS FIS, instead'],
    ],
    load: () => import('./tests/test-resilience'),
  },
  {
    usage: 'test dast <target>',
    summary: 'try at the endpoints that clients reach what must be in vain',
    options: [
      ...TEST_OPTIONS,
      ['--agent <url>', 'try it at this AppConfig Agent, too'],
      ['--move-clock', 'also what moves the clock of the local AppConfig by a day'],
    ],
    load: () => import('./tests/test-dast'),
  },
  {
    usage: 'compile',
    summary: 'print the documents of one target as canonical JSON',
    options: [
      ['--in <target>', '<environment>/<region>'],
      ['--component <component>', 'only this one'],
      ['--profile <profile>', 'only flags, or only operations'],
      ['--format <format>', 'json is the only one', 'json'],
    ],
    load: () => import('./definitions/compile'),
  },
  {
    usage: 'evaluate <component/flag>',
    summary: 'say what one caller gets of a flag, and why',
    options: [
      ['--in <target>', '<environment>/<region>'],
      ['--context <pairs...>', 'what the caller tells, as in plan=gold age=65; may be repeated'],
      ['--format <format>', 'text or json', 'text'],
    ],
    load: () => import('./definitions/evaluate'),
  },
  {
    usage: 'specs',
    summary: 'run the specs of all flags on their compiled rules',
    options: [
      ['--report <file>', 'write a JUnit report'],
      ['--fitting', 'a report of at most 500 cases, as CodeBuild takes it'],
    ],
    load: () => import('./definitions/specs'),
  },
  {
    usage: 'status',
    summary: "compare git, Terraform's state and what AppConfig serves, flag by flag",
    options: [
      ['--in <place>', '<environment> or <environment>/<region> (default: everywhere)'],
      ['--format <format>', 'text, json or markdown', 'text'],
      CDKTF_OUT_OPTION,
    ],
    load: () => import('./releases/status'),
  },
  {
    usage: 'environment create <name>',
    summary: 'write the definition of a temporary environment',
    options: [
      ['--from <environment>', 'the environment it is like'],
      ['--owner <team>', 'who answers for it'],
      ['--hours <hours>', 'how long it is needed', '72'],
      ['--regions <regions>', 'some of its regions: eu-west-1,us-east-1 (default: all)'],
    ],
    load: () => import('./environments/environment-create'),
  },
  {
    usage: 'environment extend <name>',
    summary: 'keep a temporary environment longer',
    options: [['--hours <hours>', 'added to what is left']],
    load: () => import('./environments/environment-extend'),
  },
  {
    usage: 'environment list',
    summary: 'say whose temporary environments there are, and when they go',
    options: [['--format <format>', 'text, json, or aws-config for what removes them', 'text']],
    load: () => import('./environments/environment-list'),
  },
  {
    usage: 'environment remove <name>',
    summary: 'remove a temporary environment: everything in AWS, then its definition',
    options: [
      ['--wait', 'try again while AWS protects what an application has read lately'],
      CDKTF_OUT_OPTION,
    ],
    load: () => import('./environments/environment-remove'),
  },
  {
    usage: 'environment expire',
    summary: 'remove from AWS what has expired, and say what will soon (a schedule runs this)',
    options: [
      ['--notice-hours <hours>', 'how long before the end people are told', '24'],
      ['--every-hours <hours>', 'how often this runs: people are told once', '3'],
      ['--profiles <prefix>', 'the AWS profile of each environment is <prefix><name>'],
      CDKTF_OUT_OPTION,
    ],
    load: () => import('./environments/environment-expire'),
  },
  {
    usage: 'pipeline',
    summary: 'print the delivery plan: every stage and action between a commit and the last region',
    options: [
      ['--workload <workload>', 'only the pipeline that releases this one of tools.yaml'],
      ['--format <format>', 'text, mermaid or json', 'text'],
    ],
    load: () => import('./definitions/pipeline'),
  },
  {
    usage: 'review',
    summary:
      'show what the definitions change, compared with another revision: the page of a pull request or release',
    options: [
      ['--base <revision>', 'what to compare with: a branch, a tag or a commit'],
      ['--served <environment>', 'compare with what this environment serves now'],
      ['--workload <workload>', 'with --served: only the components of this one of tools.yaml'],
      ['--from <file>', 'render a review that --format json has written, instead of comparing'],
      ['--plans <file>', 'add what `dynconf plan` has written'],
      ['--plan-run <run>', 'the run of a pull request that has made the plans'],
      ['--format <format>', 'markdown or json', 'markdown'],
      ['--out <file>', 'where to write it (default: stdout)'],
    ],
    load: () => import('./review/review'),
  },
  {
    usage: 'plan [stacks...]',
    summary: 'say what Terraform would do to stacks, by names and actions; changes and keeps nothing',
    options: [
      ['--base <revision>', 'also every stack that definitions and code may change, compared with this one'],
      ['--profiles <prefix>', 'the AWS profile of each environment is <prefix><name>'],
      ['--format <format>', 'markdown, json, or aws-config for these profiles', 'markdown'],
      ['--credential-process <command>', 'with aws-config: answers with credentials for a role'],
      ['--out <file>', 'where to write it (default: stdout)'],
      CDKTF_OUT_OPTION,
    ],
    load: () => import('./review/plan'),
  },
  {
    usage: 'rehearse',
    summary: 'release everything to a local AppConfig and read it back (npm start)',
    options: [
      [
        '--fault <component/alarm@wave:minute>',
        'let an alarm go off in a second release: checkout/faults@first:3m',
      ],
      ['--keep', 'leave the local AppConfig up until ctrl-C'],
    ],
    load: () => import('./rehearsal/rehearse'),
  },
  {
    usage: 'bootstrap',
    summary: 'print, or with --run do, the first applies of every account in order',
    options: [
      ['--run', 'apply them, and move the state into its bucket'],
      ['--environment <names...>', 'only these, tools for the stacks that exist once (default: all)'],
      ['--profile <pairs...>', 'AWS profiles, as in beta=shop-beta (default: dynconf-<environment>)'],
      ['--format <format>', 'text or json', 'text'],
      CDKTF_OUT_OPTION,
    ],
    load: () => import('./releases/bootstrap'),
  },
  {
    usage: 'serve',
    summary: 'run AppConfig on this machine: both APIs, timed rollouts, alarms set by hand',
    options: [
      ['--port <port>', 'of AppConfig, AppConfig Data and the controls; 0 = any free one', '2770'],
      ['--agent-port <port>', "of the AppConfig Agent's local API; 0 = any free one", '2772'],
      ['--data <folder>', 'remember there (default: in memory only)'],
      ['--speed <factor>', 'how many seconds pass in one (default: 1)'],
      ['--clock <kind>', 'manual: time stands still until it is advanced'],
    ],
    load: () => import('./definitions/serve'),
  },
];
