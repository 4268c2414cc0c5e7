import type { Statement } from './policy';

const iam = (actions: readonly string[]): readonly string[] => actions.map((action) => `iam:${action}`);

export const READ_ROLES = iam([
  'GetRole',
  'GetRolePolicy',
  'ListRolePolicies',
  'ListAttachedRolePolicies',
  'ListRoleTags',
]);
export const CHANGE_ROLES = iam([
  'UpdateRole',
  'UpdateAssumeRolePolicy',
  'DeleteRole',
  'TagRole',
  'UntagRole',
]);
/** What makes a role able to do more: IAM can tie each of them to a boundary (Service Authorization Reference). */
export const GRANT_ROLES = iam([
  'CreateRole',
  'PutRolePermissionsBoundary',
  'PutRolePolicy',
  'DeleteRolePolicy',
]);
/** Asked before a role is deleted. */
const BEFORE_DELETING = 'iam:ListInstanceProfilesForRole';

export interface ManagedRoles {
  /** ARNs, or patterns of them. */
  readonly roles: string | readonly string[];
  /** What every one of them has to be within. */
  readonly boundaryArn: string;
}

/** Makes, changes and deletes roles, none of which can do more than their boundary says. */
export function manageRolesStatements({ roles, boundaryArn }: ManagedRoles): Statement[] {
  return [
    { Sid: 'ManageRoles', Effect: 'Allow', Action: [...CHANGE_ROLES, BEFORE_DELETING], Resource: roles },
    {
      Sid: 'GrantWithinBoundary',
      Effect: 'Allow',
      Action: GRANT_ROLES,
      Resource: roles,
      Condition: { StringEquals: { 'iam:PermissionsBoundary': boundaryArn } },
    },
  ];
}
