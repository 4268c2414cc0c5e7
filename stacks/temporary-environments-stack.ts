import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AccountProvider } from '../constructs/account-provider';
import { expireBuildspec } from '../constructs/pipeline/buildspecs';
import type { Statement } from '../constructs/policies/policy';
import { tokenStatements } from '../constructs/policies/project-statements';
import { ScheduledBuild } from '../constructs/pipeline/scheduled-build';
import { addStateBackend } from '../constructs/state-backend';
import type { TemporaryResources } from '../delivery/temporary-resources';

export interface TemporaryEnvironmentsStackProps {
  readonly resources: TemporaryResources;
}

/** Gives notice of temporary environments that expire, and removes those that have: in the tools account, by a schedule. */
export class TemporaryEnvironmentsStack extends TerraformStack {
  constructor(scope: Construct, id: string, { resources }: TemporaryEnvironmentsStackProps) {
    super(scope, id);
    const { tools, code, name, everyHours, timeoutMinutes } = resources;
    const { account, region, backend } = tools;
    addStateBackend(this, { backend, owner: 'tools' });
    new AccountProvider(this, 'Provider', { account, region, tags: {} });
    new ScheduledBuild(this, 'Expire', {
      name,
      description: 'Gives notice of temporary environments, and removes them once they have expired',
      tools,
      code,
      buildspec: expireBuildspec({ ...resources, topics: tools.notify }),
      everyHours,
      timeoutMinutes,
      statements: statementsOf(resources),
    });
  }
}

function statementsOf(resources: TemporaryResources): Statement[] {
  const { removeRoleArns, tools } = resources;
  return [
    ...tokenStatements([resources], tools),
    { Sid: 'TakeOnRoles', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: removeRoleArns },
    ...(tools.notify.length > 0
      ? [{ Sid: 'GiveNotice', Effect: 'Allow' as const, Action: 'sns:Publish', Resource: tools.notify }]
      : []),
  ].filter(({ Resource = [] }) => Resource.length > 0) as Statement[];
}
