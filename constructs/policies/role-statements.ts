import { allow, type Statement } from './policy';

const iam = (actions: readonly string[]): readonly string[] => actions.map((action) => `iam:${action}`);

export const LOOK_AT_ROLES = iam([
  'GetRole',
  'GetRolePolicy',
  'ListRolePolicies',
  'ListAttachedRolePolicies',
]);
export const READ_ROLES = [...LOOK_AT_ROLES, ...iam(['ListRoleTags'])];
const CHANGE_ROLES = iam(['UpdateRole', 'UpdateAssumeRolePolicy', 'DeleteRole', 'TagRole', 'UntagRole']);
/** What makes a role able to do more: IAM can tie each of them to a boundary (Service Authorization Reference). */
const GRANT_ROLES = iam(['CreateRole', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'DeleteRolePolicy']);
/** Of policies that stand by themselves; IAM ties them to a boundary, too. */
const ATTACH_POLICIES = iam(['AttachRolePolicy', 'DetachRolePolicy']);
/** Asked before a role is deleted. */
const BEFORE_DELETING = 'iam:ListInstanceProfilesForRole';

export interface ManagedRoles {
  /** ARNs, or patterns of them. */
  readonly roles: string | readonly string[];
  /** What every one of them has to be within. */
  readonly boundaryArn: string;
  /** Looks at them, too, and attaches policies that stand by themselves. @default - another statement looks */
  readonly attaches?: true;
}

/** Makes, changes and deletes roles, none of which can do more than their boundary says. */
export function manageRolesStatements({ roles, boundaryArn, attaches }: ManagedRoles): Statement[] {
  const manage = [...(attaches ? LOOK_AT_ROLES : []), ...CHANGE_ROLES, BEFORE_DELETING];
  return [
    allow('ManageRoles', manage, roles),
    {
      ...allow('GrantWithinBoundary', [...GRANT_ROLES, ...(attaches ? ATTACH_POLICIES : [])], roles),
      Condition: { StringEquals: { 'iam:PermissionsBoundary': boundaryArn } },
    },
  ];
}
