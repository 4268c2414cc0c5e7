import { ACCOUNTS } from './accounts';
import { AS_SYNTHESIZED } from './as-synthesized';
import { BACKENDS } from './backends';
import { BUILDS } from './builds';
import { IDENTITY } from './identity';
import type { Policy } from './policy';
import { REACHES } from './reaches';
import { RUNS_CODE } from './runs-code';
import { STORAGE } from './storage';

/** Every rule over synthesized stacks. */
export const POLICIES: readonly Policy[] = [
  ...RUNS_CODE,
  ...AS_SYNTHESIZED,
  ...REACHES,
  ...ACCOUNTS,
  ...BACKENDS,
  ...IDENTITY,
  ...STORAGE,
  ...BUILDS,
];
