import type { BrokenCase } from './broken-case';
import { ENVIRONMENT_CASES } from './environments';
import { FILE_CASES } from './files';
import { FLAG_CASES } from './flags';
import { NAME_CASES } from './names';

/** Every case of every code. */
export const CORPUS: readonly BrokenCase[] = [
  ...FILE_CASES,
  ...NAME_CASES,
  ...FLAG_CASES,
  ...ENVIRONMENT_CASES,
];
