import type { CommandDefinition } from './command';
import { CDKTF_OUT_OPTION } from './input-stack';

/** Every `dynconf` command: one line for the help, and where its code is. */
export const COMMANDS: readonly CommandDefinition[] = [
  {
    usage: 'check',
    summary: 'find every mistake in the definitions',
    options: [
      ['--strict', 'warnings are errors'],
      ['--format <format>', 'text, json, sarif or github', 'text'],
    ],
    load: () => import('./check'),
  },
  {
    usage: 'deploy <stack>',
    summary: 'apply a synthesized stack, follow its rollouts and verify what is served',
    options: [CDKTF_OUT_OPTION],
    load: () => import('./deploy'),
  },
  {
    usage: 'redeploy <stack>',
    summary: 'deploy again what an alarm has rolled back, because a person says so',
    options: [CDKTF_OUT_OPTION, ['--reason <text>', 'why the document is good after all']],
    load: () => import('./redeploy'),
  },
  {
    usage: 'await <stack>',
    summary: 'follow the rollouts that an apply has started to COMPLETE',
    options: [CDKTF_OUT_OPTION],
    load: () => import('./await'),
  },
  {
    usage: 'verify served <stack>',
    summary: 'read every document of a stack back and compare it',
    options: [CDKTF_OUT_OPTION],
    load: () => import('./verify-served'),
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
    load: () => import('./compile'),
  },
  {
    usage: 'evaluate <component/flag>',
    summary: 'say what one caller gets of a flag, and why',
    options: [
      ['--in <target>', '<environment>/<region>'],
      ['--context <pairs...>', 'what the caller tells, as in plan=gold age=65; may be repeated'],
      ['--format <format>', 'text or json', 'text'],
    ],
    load: () => import('./evaluate'),
  },
  {
    usage: 'specs',
    summary: 'run the specs of all flags on their compiled rules',
    options: [['--report <file>', 'write a JUnit report']],
    load: () => import('./specs'),
  },
  {
    usage: 'status',
    summary: "compare git, Terraform's state and what AppConfig serves, flag by flag",
    options: [
      ['--in <place>', '<environment> or <environment>/<region> (default: everywhere)'],
      ['--format <format>', 'text, json or markdown', 'text'],
      CDKTF_OUT_OPTION,
    ],
    load: () => import('./status'),
  },
  {
    usage: 'pipeline',
    summary: 'print the delivery plan: every stage and action between a commit and the last region',
    options: [['--format <format>', 'text, mermaid or json', 'text']],
    load: () => import('./pipeline'),
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
    load: () => import('./rehearse'),
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
    load: () => import('./serve'),
  },
];
