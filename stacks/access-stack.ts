import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Aspects, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import {
  foundationStatements,
  readStatements,
  releaseStatements,
  removeStatements,
  watchStatements,
} from '../constructs/policies/access-statements';
import { AccountProvider } from '../constructs/account-provider';
import { EventRole } from '../constructs/events/event-role';
import { type ExperimentScope, experimentStatements } from '../constructs/policies/experiment-statements';
import {
  inspectStatements,
  type PlatformScope,
  platformStatements,
} from '../constructs/policies/platform-access';
import { denyElsewhere } from '../constructs/policies/deny-elsewhere';
import { boundaryStatements } from '../constructs/policies/permissions-boundary';
import { policyDocument, type Statement } from '../constructs/policies/policy';
import { RoleBoundary, togetherOf, WithinBoundary } from '../constructs/policies/role-boundary';
import { addStateBackend } from '../constructs/state-backend';
import { PlanRole } from '../constructs/plan-role';
import { planStatements } from '../constructs/policies/plan-statements';
import { TrustedRole } from '../constructs/trusted-role';
import type { AccessResources, RoleResources } from '../delivery/access-resources';
import type { ForwardingResources } from '../delivery/events/event-forwarding';

export interface AccessStackProps {
  readonly resources: AccessResources;
}

type Kind = RoleResources['kind'];
type AccessStackScope = PlatformScope & ExperimentScope;
const STATEMENTS: Readonly<Record<Kind, (scope: AccessStackScope) => Statement[]>> = {
  foundation: (scope) => denyElsewhere(foundationStatements(scope), scope.regions),
  flags: (scope) => releaseStatements(scope, 'flags'),
  operations: (scope) => releaseStatements(scope, 'operations'),
  // Tests run as it, and some of them are faults.
  read: (scope) => [...readStatements(scope), ...experimentStatements(scope)],
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
    const { environment, regions, tags, roles } = resources;
    const { name, account, backend } = environment;
    addStateBackend(this, { backend, owner: name });
    new AccountProvider(this, 'Provider', { account, region: regions[0] ?? 'us-east-1', tags });
    const access = scopeOf(resources);
    for (const role of roles) this.addRole(role, access);
    if (resources.plan) {
      const permissionsBoundary = resources.looksBoundaryArn;
      new PlanRole(this, 'Plan', { resources: resources.plan, access, permissionsBoundary });
    }
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
    this.addLooksBoundary(resources, access);
    // Nothing of this stack limits the role that changes this stack: what it is, an administrator says.
    const unlimited = roles.filter(({ kind }) => kind === 'platform').map((role) => role.name);
    Aspects.of(this).add(new WithinBoundary(resources.rolesBoundaryArn, unlimited));
  }

  /** Of what plans: before an approval, and for pull requests. */
  private addLooksBoundary({ looksBoundaryName, environment, plan }: AccessResources, access: PlatformScope) {
    const looks = [...inspectStatements(access), ...(plan ? planStatements(access) : [])];
    new RoleBoundary(this, 'LooksBoundary', {
      name: looksBoundaryName,
      description: `The most that the roles may do which plan the stacks of ${environment.name}`,
      statements: togetherOf(looks, access.regions),
    });
  }

  /** Of all roles together but those that change them, or plan. */
  private addBoundary(resources: AccessResources, access: AccessStackScope): void {
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

  private addRole(role: RoleResources, access: AccessStackScope): void {
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
      ...(role.kind === 'inspect' && { permissionsBoundary: access.looksBoundaryArn }),
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

function scopeOf(resources: AccessResources): AccessStackScope {
  const { environment, stack, regions, alarmRegions, roles, forwarding, rolesBoundaryArn } = resources;
  const namesOf = (isOwn: boolean): string[] =>
    roles.filter(({ kind }) => OWN_KINDS.includes(kind) === isOwn).map((role) => role.name);
  return {
    environment: environment.name,
    account: environment.account,
    regions,
    alarmRegions,
    experiments: environment.tests['resilience']?.experiments,
    backend: environment.backend,
    boundaryArn: resources.boundaryArn,
    canaryBuckets: resources.canaryBuckets,
    eventRoleArn: forwarding?.roleArn,
    stack,
    changedRoles: [...namesOf(false), ...(forwarding ? [forwarding.roleName] : [])],
    ownRoles: [...namesOf(true), ...(resources.plan ? [resources.plan.name] : [])],
    boundaries: [resources.boundaryName, resources.rolesBoundaryName, resources.looksBoundaryName],
    rolesBoundaryArn,
    looksBoundaryArn: resources.looksBoundaryArn,
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
