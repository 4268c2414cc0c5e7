import type { Statement } from './policy';

const REGION = 'aws:RequestedRegion';

/**
 * The same permissions with the regions said once, in a denial of everything elsewhere.
 *
 * A role has 10,240 characters of policy (IAM user guide, "IAM and AWS STS quotas"), and an environment may have every
 * region there is. A service that may do anything outside of them, as S3 with states, stays as it is.
 */
export function denyElsewhere(statements: readonly Statement[], regions: readonly string[]): Statement[] {
  const elsewhere = new Set(
    statements.filter((statement) => !isLimitedTo(regions, statement)).flatMap(servicesOf),
  );
  const services = new Set(statements.flatMap(servicesOf).filter((service) => !elsewhere.has(service)));
  if (services.size === 0) return [...statements];
  return [
    ...statements.map((each) =>
      servicesOf(each).every((own) => services.has(own)) ? unlimited(each) : each,
    ),
    {
      Sid: 'NothingElsewhere',
      Effect: 'Deny',
      Action: [...services].sort().map((service) => `${service}:*`),
      Resource: '*',
      Condition: { StringNotEquals: { [REGION]: regions } },
    },
  ];
}

function servicesOf({ Action }: Statement): string[] {
  return [Action].flat().map((action) => action.split(':')[0] ?? '');
}

function isLimitedTo(regions: readonly string[], { Condition }: Statement): boolean {
  const limits = Condition?.['StringEquals']?.[REGION];
  return limits !== undefined && [limits].flat().join() === regions.join();
}

function unlimited({ Condition = {}, ...statement }: Statement): Statement {
  const terms = Object.entries(Condition)
    .map(([operator, keys]) => [operator, without(REGION, keys)] as const)
    .filter(([, keys]) => Object.keys(keys).length > 0);
  return { ...statement, ...(terms.length > 0 && { Condition: Object.fromEntries(terms) }) };
}

function without<T>(key: string, record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
