import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Aspects, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import {
  foundationStatements,
  readStatements,
  releaseStatements,
  removeStatements,
  watchStatements,
} from '../constructs/access-statements';
import { AccountProvider } from '../constructs/account-provider';
import { EventRole } from '../constructs/event-role';
import { inspectStatements, type PlatformScope, platformStatements } from '../constructs/platform-access';
import { boundaryStatements } from '../constructs/permissions-boundary';
import { policyDocument, type Statement } from '../constructs/policy';
import { RoleBoundary, togetherOf, WithinBoundary } from '../constructs/role-boundary';
import { addStateBackend } from '../constructs/state-backend';
import { PlanRole } from '../constructs/plan-role';
import { TrustedRole } from '../constructs/trusted-role';
import type { AccessResources, RoleResources } from '../delivery/access-resources';
import type { ForwardingResources } from '../delivery/event-forwarding';

export interface AccessStackProps {
  readonly resources: AccessResources;
}

type Kind = RoleResources['kind'];
const STATEMENTS: Readonly<Record<Kind, (scope: PlatformScope) => Statement[]>> = {
  foundation: foundationStatements,
  flags: (scope) => releaseStatements(scope, 'flags'),
  operations: (scope) => releaseStatements(scope, 'operations'),
  read: readStatements,
  watch: watchStatements,
  inspect: inspectStatements,
  platform: platformStatements,
  remove: removeStatements,
};

/**
 * The roles of one environment that the tools account takes on, to deploy each kind of stack and to look, the boundary
 * of the roles that foundation makes, and the role that events are told with.
 */
export class AccessStack extends TerraformStack {
  constructor(scope: Construct, id: string, { resources }: AccessStackProps) {
    super(scope, id);
    const { environment, regions, tags, roles, rolesBoundaryArn } = resources;
    const { name, account, backend } = environment;
    addStateBackend(this, { backend, owner: name });
    new AccountProvider(this, 'Provider', { account, region: regions[0] ?? 'us-east-1', tags });
    const access = scopeOf(resources);
    for (const role of roles) this.addRole(role, access);
    if (resources.plan) new PlanRole(this, 'Plan', { resources: resources.plan, access });
    new IamPolicy(this, 'Boundary', {
      name: resources.boundaryName,
      description: `The most that roles made by the foundation stacks of ${name} may do`,
      policy: policyDocument(boundaryStatements(access)),
    });
    if (resources.forwarding) {
      const { roleName, ...forwarding } = resources.forwarding;
      new EventRole(this, 'EventRole', { ...forwarding, name: roleName });
    }
    if (environment.temporary) return;
    this.addBoundary(resources, access);
    Aspects.of(this).add(new WithinBoundary(rolesBoundaryArn, access.ownRoles));
  }

  /** Of all roles together but those that change them. */
  private addBoundary(resources: AccessResources, access: PlatformScope): void {
    const { rolesBoundaryName, roles, environment, forwarding } = resources;
    const limited = roles.filter(({ kind }) => !OWN_KINDS.includes(kind));
    const together = new Set(limited.map(({ kind }) => STATEMENTS[kind]));
    new RoleBoundary(this, 'RolesBoundary', {
      name: rolesBoundaryName,
      description: `The most that the roles may do which pipelines take on in ${environment.name}`,
      statements: [
        ...togetherOf(
          [...together].flatMap((statementsOf) => statementsOf(access)),
          access.regions,
        ),
        ...(forwarding ? tellingStatements(forwarding) : []),
      ],
    });
  }

  private addRole(role: RoleResources, access: PlatformScope): void {
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

/** Of topics only the accounts: a boundary has to be short, and the role's own policy names each. */
function tellingStatements({ busArn, foreignTopics }: ForwardingResources): Statement[] {
  const accounts = new Set(foreignTopics.map((topic) => topic.split(':')[4] ?? ''));
  return [
    { Effect: 'Allow', Action: 'events:PutEvents', Resource: busArn },
    ...[...accounts].map((account): Statement => ({
      Effect: 'Allow',
      Action: 'sns:Publish',
      Resource: `arn:aws:sns:*:${account}:*`,
    })),
  ];
}

/** They change the others, so nothing that they may change says what they may do. */
const OWN_KINDS: readonly Kind[] = ['inspect', 'platform'];

function scopeOf(resources: AccessResources): PlatformScope {
  const { environment, stack, regions, alarmRegions, roles, forwarding, rolesBoundaryArn } = resources;
  const namesOf = (isOwn: boolean): string[] =>
    roles.filter(({ kind }) => OWN_KINDS.includes(kind) === isOwn).map((role) => role.name);
  return {
    environment: environment.name,
    account: environment.account,
    regions,
    alarmRegions,
    backend: environment.backend,
    boundaryArn: resources.boundaryArn,
    canaryBuckets: resources.canaryBuckets,
    eventRoleArn: forwarding?.roleArn,
    stack,
    changedRoles: [...namesOf(false), ...(forwarding ? [forwarding.roleName] : [])],
    ownRoles: [...namesOf(true), ...(resources.plan ? [resources.plan.name] : [])],
    boundaries: [resources.boundaryName, resources.rolesBoundaryName],
    rolesBoundaryArn,
  };
}

/** A session says where it works, and nothing that is not so. */
function tagsOf(environment: string): NonNullable<Statement['Condition']> {
  return {
    StringEquals: { 'aws:RequestTag/Environment': environment },
    StringLikeIfExists: { 'aws:RequestTag/Stack': [`${environment}-*`, `access-${environment}`] },
    'ForAllValues:StringEquals': { 'aws:TagKeys': ['Environment', 'Stack'] },
  };
}
