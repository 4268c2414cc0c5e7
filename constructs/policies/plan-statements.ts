import { type AccessScope, foundationResources, releaseLooks } from './access-statements';
import { allow, lookingOnly, type Statement } from './policy';
import { LOOK_AT_ROLES } from './role-statements';
import { stateStatements, targetStatesOf } from './state-statements';

/**
 * What a plan looks at: all that the stacks of an environment consist of, and their states. Nothing is changed.
 *
 * What consumers are served is no part of a plan.
 */
export function planStatements(scope: AccessScope): Statement[] {
  const released = releaseLooks(scope);
  // Alarms are looked at for both reasons, and IAM takes a name once.
  const known = released.map(({ Sid }) => Sid);
  const shaped = lookingOnly(foundationResources(scope)).filter(({ Sid }) => !known.includes(Sid));
  const states = { reads: [...targetStatesOf(scope.environment), `access-${scope.environment}`] };
  return [...released, ...shaped, lookAtAccess(scope), ...stateStatements(scope, states)];
}

/** The roles of the access stack itself are beside the path of those that foundation makes. */
function lookAtAccess({ account }: AccessScope): Statement {
  return allow(
    'LookAtAccess',
    [...LOOK_AT_ROLES, 'iam:GetPolicy', 'iam:GetPolicyVersion'],
    ['role', 'policy'].map((kind) => `arn:aws:iam::${account}:${kind}/dynconf-*`),
  );
}
