import type { AccessScope } from './access-statements';
import type { Statement } from './policy';
import { manageRolesStatements, READ_ROLES } from './role-statements';
import { stateStatements } from './state-statements';

/** Which roles and policies are there, and what the platform pipeline may change of them. */
export interface PlatformScope extends AccessScope {
  /** Roles of the access stack that may be changed. */
  readonly changedRoles: readonly string[];
  /** Those that may not, for they change the others. */
  readonly ownRoles: readonly string[];
  /** Policies that are boundaries. */
  readonly boundaries: readonly string[];
  /** What every role that it makes has to be within. */
  readonly rolesBoundaryArn: string;
  /** What the role that plans is within. */
  readonly looksBoundaryArn: string;
  readonly stack: string;
}

/**
 * Plans and applies the access stack of an environment.
 *
 * It changes neither boundaries nor the roles that it is and is planned as: those an administrator changes, with
 * `dynconf bootstrap`. It can take on none of the roles that it makes, so that it releases nothing.
 */
export function platformStatements(scope: PlatformScope): Statement[] {
  const roles = scope.changedRoles.map((name) => roleArn(scope, name));
  return [
    ...lookStatements(scope),
    ...manageRolesStatements({ roles, boundaryArn: scope.rolesBoundaryArn }),
    ...stateStatements(scope, { reads: [], writes: [scope.stack] }),
    {
      Sid: 'TakesOnNothing',
      Effect: 'Deny',
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Resource: '*',
    },
  ];
}

/** Plans the access stack, and changes nothing. */
export function inspectStatements(scope: PlatformScope): Statement[] {
  return [...lookStatements(scope), ...stateStatements(scope, { reads: [scope.stack] })];
}

function lookStatements(scope: PlatformScope): Statement[] {
  const { account, changedRoles, ownRoles, boundaries } = scope;
  return [
    {
      Sid: 'ReadRoles',
      Effect: 'Allow',
      Action: READ_ROLES,
      Resource: [...changedRoles, ...ownRoles].map((name) => roleArn(scope, name)),
    },
    {
      Sid: 'ReadBoundaries',
      Effect: 'Allow',
      Action: READ_POLICIES,
      Resource: boundaries.map((name) => `arn:aws:iam::${account}:policy/${name}`),
    },
  ];
}

function roleArn({ account }: AccessScope, name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

const READ_POLICIES = ['GetPolicy', 'GetPolicyVersion', 'ListPolicyVersions', 'ListPolicyTags'].map(
  (action) => `iam:${action}`,
);
