import type { CommandDefinition } from './command';
import { CDKTF_OUT_OPTION } from './input-stack';

/** Every `dynconf` command: one line for the help, and where its code is. */
export const COMMANDS: readonly CommandDefinition[] = [
  {
    usage: 'deploy <stack>',
    summary: 'apply a synthesized stack, follow its rollouts and verify what is served',
    options: [CDKTF_OUT_OPTION],
    load: () => import('./deploy'),
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
];
