import type { CheckContext } from '../check-definitions';
import type { Definitions } from '../definition-file';
import type { Landscape } from '../landscape';
import type { FlagIndex } from './flag-index';

export interface FlagContext extends CheckContext {
  readonly landscape: Landscape;
  readonly index: FlagIndex;
}

export function checkFlags(_definitions: Definitions, _context: FlagContext): void {}
