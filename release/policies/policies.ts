import { BACKENDS } from './backends';
import { IDENTITY } from './identity';
import type { Policy } from './policy';
import { REACHES } from './reaches';
import { RUNS_CODE } from './runs-code';
import { STORAGE } from './storage';

/** Every rule over synthesized stacks. */
export const POLICIES: readonly Policy[] = [...RUNS_CODE, ...REACHES, ...BACKENDS, ...IDENTITY, ...STORAGE];
