import { accountOf, regionOf } from '../compiler/arn';
import type { Environment } from '../compiler/project';

/** Where an account has alarms that block an environment; they need not be in regions of it. */
export function regionsOfBlockers({ blockers }: Pick<Environment, 'blockers'>, account: string): string[] {
  return [...new Set(blockers.filter((arn) => accountOf(arn) === account).map(regionOf))];
}
