import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import {
  type AccessScope,
  foundationStatements,
  readStatements,
  releaseStatements,
  removeStatements,
  watchStatements,
} from '../constructs/access-statements';
import { AccountProvider } from '../constructs/account-provider';
import { EventRole } from '../constructs/event-role';
import { boundaryStatements } from '../constructs/permissions-boundary';
import { policyDocument, type Statement } from '../constructs/policy';
import { addStateBackend } from '../constructs/state-backend';
import { TrustedRole } from '../constructs/trusted-role';
import type { AccessResources, RoleResources } from '../delivery/access-resources';

export interface AccessStackProps {
  readonly resources: AccessResources;
}

const STATEMENTS = {
  foundation: foundationStatements,
  flags: releaseStatements,
  operations: releaseStatements,
  read: readStatements,
  watch: watchStatements,
  remove: removeStatements,
};

/**
 * The roles of one environment that the tools account takes on, to deploy each kind of stack and to look, the boundary
 * of the roles that foundation makes, and the role that events are told with.
 */
export class AccessStack extends TerraformStack {
  constructor(scope: Construct, id: string, { resources }: AccessStackProps) {
    super(scope, id);
    const { environment, regions, tags, roles } = resources;
    const { name, account, backend } = environment;
    addStateBackend(this, { backend, owner: name });
    new AccountProvider(this, 'Provider', { account, region: regions[0] ?? 'us-east-1', tags });
    const access: AccessScope = {
      environment: name,
      account,
      regions,
      alarmRegions: resources.alarmRegions,
      backend,
      boundaryArn: resources.boundaryArn,
      canaryBuckets: resources.canaryBuckets,
      eventRoleArn: resources.forwarding?.roleArn,
    };
    for (const role of roles) this.addRole(role, access);
    new IamPolicy(this, 'Boundary', {
      name: resources.boundaryName,
      description: `The most that roles made by the foundation stacks of ${name} may do`,
      policy: policyDocument(boundaryStatements(access)),
    });
    if (resources.forwarding) {
      const { roleName, busArn, ruleArns } = resources.forwarding;
      new EventRole(this, 'EventRole', { name: roleName, busArn, ruleArns });
    }
  }

  private addRole(role: RoleResources, access: AccessScope): void {
    new TrustedRole(this, role.id, {
      name: role.name,
      description: role.description,
      trust: {
        Principal: { AWS: role.trustedArns },
        Condition: {
          StringEquals: {
            ...(role.externalId !== undefined && { 'sts:ExternalId': role.externalId }),
            'aws:PrincipalAccount': role.trustedAccount,
          },
        },
      },
      ...(role.externalId !== undefined && { sessionTags: tagsOf(access.environment) }),
      statements: STATEMENTS[role.kind](access),
    });
  }
}

/** A session says where it works, and nothing that is not so. */
function tagsOf(environment: string): NonNullable<Statement['Condition']> {
  return {
    StringEquals: { 'aws:RequestTag/Environment': environment },
    StringLikeIfExists: { 'aws:RequestTag/Stack': `${environment}-*` },
    'ForAllValues:StringEquals': { 'aws:TagKeys': ['Environment', 'Stack'] },
  };
}
