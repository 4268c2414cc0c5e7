import { fillPlaceholders } from '../compiler/alarms';
import { accountOf, regionOf } from '../compiler/arn';
import type { Environment } from '../compiler/project';
import { regionsOf } from '../compiler/targets';

/** Where an account has alarms that block an environment; they need not be in regions of it. */
export function regionsOfBlockers(
  environment: Pick<Environment, 'name' | 'account' | 'waves' | 'blockers'>,
  account: string,
): string[] {
  const { name, account: own, blockers } = environment;
  const arns = regionsOf(environment).flatMap((region) =>
    blockers.map((arn) => fillPlaceholders(arn, { environment: name, region, account: own })),
  );
  return [...new Set(arns.filter((arn) => accountOf(arn) === account).map(regionOf))];
}
