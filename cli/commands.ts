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
];
