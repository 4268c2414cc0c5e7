import { type AccessScope, foundationStatements, readStatements } from './access-statements';
import type { Statement } from './policy';
import { stateStatements, targetStatesOf } from './state-statements';

/** What a plan looks at: all that the stacks of an environment consist of, and their states. Nothing is changed. */
export function planStatements(scope: AccessScope): Statement[] {
  const { environment } = scope;
  // What consumers are served is no part of a plan.
  const reads = readStatements(scope).filter(
    ({ Sid = '' }) => Sid !== 'ReadServed' && !Sid.includes('State'),
  );
  const known = reads.map(({ Sid }) => Sid);
  const looks = foundationStatements(scope)
    .filter(({ Sid = '' }) => !known.includes(Sid) && !Sid.includes('State'))
    .map((statement) => ({ ...statement, Action: [statement.Action].flat().filter(isLooking) }))
    .filter(({ Action }) => Action.length > 0);
  const states = { reads: [...targetStatesOf(environment), `access-${environment}`] };
  return [...reads, ...looks, accessStackStatement(scope), ...stateStatements(scope, states)];
}

function isLooking(action: string): boolean {
  return /:(Get|List|Describe)/.test(action);
}

/** The roles of the access stack itself are beside the path of those that foundation makes. */
function accessStackStatement({ account }: AccessScope): Statement {
  const roles = ['GetRole', 'GetRolePolicy', 'ListRolePolicies', 'ListAttachedRolePolicies'];
  const policies = ['GetPolicy', 'GetPolicyVersion'];
  return {
    Sid: 'LookAtAccess',
    Effect: 'Allow',
    Action: [...roles, ...policies].map((action) => `iam:${action}`),
    Resource: ['role', 'policy'].map((kind) => `arn:aws:iam::${account}:${kind}/dynconf-*`),
  };
}
