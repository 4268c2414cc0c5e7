import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { IAspect } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { policyDocument, type Statement } from './policy';

export interface RoleBoundaryProps {
  readonly name: string;
  readonly description: string;
  readonly statements: readonly Statement[];
}

/** A policy that says what roles may do at most. A managed policy has 6,144 characters (IAM user guide, "IAM and AWS STS quotas"). */
export class RoleBoundary extends Construct {
  constructor(scope: Construct, id: string, { name, description, statements }: RoleBoundaryProps) {
    super(scope, id);
    new IamPolicy(this, 'Policy', { name, description, policy: policyDocument(statements) });
  }
}

/** Puts every role of a stack within a boundary, whoever made it, but for those that are named. */
export class WithinBoundary implements IAspect {
  constructor(
    private readonly boundaryArn: string,
    private readonly except: readonly string[] = [],
  ) {}

  visit(node: IConstruct): void {
    if (!(node instanceof IamRole) || this.except.includes(node.nameInput ?? '')) return;
    if (node.permissionsBoundaryInput === undefined) node.permissionsBoundary = this.boundaryArn;
  }
}

/**
 * What several roles may do together, in fewer words: a boundary has to be short.
 *
 * It says nothing of regions, which the policies of the roles say: so it stays as it is when an environment grows.
 */
export function togetherOf(statements: readonly Statement[], regions: readonly string[]): Statement[] {
  const groups = new Map<string, { actions: Set<string>; resources: Set<string>; like: Statement }>();
  for (const { Effect, Action, Resource = [], Condition } of statements) {
    const condition = withoutRegions(Condition);
    const actions = [Action].flat();
    const key = JSON.stringify([Effect, actions[0]?.split(':')[0], condition, Resource === '*']);
    const like: Statement = { Effect, Action: [], ...(condition && { Condition: condition }) };
    const group = groups.get(key) ?? { actions: new Set(), resources: new Set(), like };
    for (const action of actions) group.actions.add(action);
    for (const resource of [Resource].flat()) group.resources.add(inAnyRegion(resource, regions));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ actions, resources, like }) => ({
    ...like,
    Action: [...actions],
    Resource: resources.has('*') ? '*' : [...resources],
  }));
}

function withoutRegions(condition: Statement['Condition']): Statement['Condition'] {
  const { StringEquals = {}, ...others } = condition ?? {};
  const equal = Object.fromEntries(
    Object.entries(StringEquals).filter(([key]) => key !== 'aws:RequestedRegion'),
  );
  const kept = { ...others, ...(Object.keys(equal).length > 0 && { StringEquals: equal }) };
  return Object.keys(kept).length > 0 ? kept : undefined;
}

/** Also inside of names, as in those of alarms and buckets. */
function inAnyRegion(arn: string, regions: readonly string[]): string {
  return regions.reduce((text, region) => text.replaceAll(region, '*').replaceAll('**', '*'), arn);
}
