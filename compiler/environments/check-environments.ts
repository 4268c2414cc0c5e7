import type { CheckContext } from '../check-definitions';
import type { Definitions } from '../definition-file';
import type { ResolvedEnvironment } from './resolve-environments';

export interface EnvironmentsToCheck {
  readonly definitions: Definitions;
  readonly environments: readonly ResolvedEnvironment[];
  readonly componentNames: ReadonlySet<string>;
}

export function checkEnvironments(_what: EnvironmentsToCheck, _context: CheckContext): void {}
