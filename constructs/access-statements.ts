import type { Backend, Profile } from '../compiler/project';
import {
  deployStatements,
  lookStatements,
  serveStatement,
  shapeStatements,
  withdrawStatements,
} from './appconfig-statements';
import { inAnyRegion } from './any-region';
import { deployCanaryStatements } from './canary-statements';
import { deployEventStatements } from './event-statements';
import type { Statement } from './policy';
import { stateReachOf, stateStatements, targetStatesOf } from './state-statements';

/** Where a role works. */
export interface AccessScope {
  readonly environment: string;
  /** 12 digits. */
  readonly account: string;
  readonly regions: readonly string[];
  /** Where alarms may be looked at. */
  readonly alarmRegions: readonly string[];
  readonly backend: Backend;
  /** ARN of what limits the roles that foundation makes. */
  readonly boundaryArn: string;
  /** Empty where the environment has no canary. */
  readonly canaryBuckets: readonly string[];
  /** What foundation hands to its rules. @default - the environment tells nobody of its rollouts */
  readonly eventRoleArn?: string | undefined;
}

/** Applications, environments with their monitors, strategies, alarms, and the role that AppConfig reads alarms with. */
export function foundationStatements(scope: AccessScope): Statement[] {
  const { environment, account, regions } = scope;
  const roles = `arn:aws:iam::${account}:role/dynconf/${environment}/*`;
  return [
    ...shapeStatements(scope),
    allow('ManageAlarms', MANAGE_ALARMS, alarmsOf(scope), regions),
    allow('DescribeAlarms', ['cloudwatch:DescribeAlarms'], '*', regions),
    allow('ManageRoles', MANAGE_ROLES, roles),
    {
      ...allow('GrantWithinBoundary', GRANT, roles),
      Condition: { StringEquals: { 'iam:PermissionsBoundary': scope.boundaryArn } },
    },
    allow('ManagePolicies', MANAGE_POLICIES, `arn:aws:iam::${account}:policy/dynconf/${environment}/*`),
    {
      ...allow('PassRoles', ['iam:PassRole'], roles),
      Condition: { StringEquals: { 'iam:PassedToService': servicesWithRoles(scope) } },
    },
    ...[...deployCanaryStatements(scope), ...deployEventStatements(scope)].map((each) =>
      oncePerRegion(each, regions),
    ),
    ...stateStatements(scope, stateReachOf(environment, 'foundation')),
  ];
}

/** Hosted versions and deployments: AppConfig only, and a look at the alarms that a release has to mind. */
export function releaseStatements(scope: AccessScope, profile: Profile): Statement[] {
  return [
    allow('List', ['appconfig:ListApplications'], '*', scope.regions),
    ...deployStatements(scope, profile),
    allow('DescribeAlarms', ['cloudwatch:DescribeAlarms'], '*', scope.regions),
    serveStatement(scope),
    ...stateStatements(scope, stateReachOf(scope.environment, profile)),
  ];
}

/** Takes a temporary environment away: of what foundation may do, only what looks and deletes. */
export function removeStatements(scope: AccessScope): Statement[] {
  const taking = foundationStatements(scope)
    .filter(({ Sid }) => !isOfState(Sid))
    .map((statement) => ({ ...statement, Action: [statement.Action].flat().filter(isTaking) }))
    .filter(({ Action }) => Action.length > 0);
  return [
    allow('KnowProtection', ['appconfig:GetAccountSettings'], '*', scope.regions),
    ...withdrawStatements(scope),
    ...taking,
    ...stateStatements(scope, { reads: [], writes: targetStatesOf(scope.environment) }),
  ];
}

function isTaking(action: string): boolean {
  return /:(Get|List|Describe|Delete|Detach|Stop)/.test(action);
}

function isOfState(sid: string | undefined): boolean {
  return /State/.test(sid ?? '');
}

/** Awaiting, gates, verification: nothing is changed. */
export function readStatements(scope: AccessScope): Statement[] {
  const { regions } = scope;
  return [
    allow('List', ['appconfig:ListApplications', 'appconfig:ListDeploymentStrategies'], '*', regions),
    ...lookStatements(scope),
    ...watchStatements(scope),
    // What a bake remembers by.
    allow('RememberAlarms', ['cloudwatch:DescribeAlarmHistory'], '*', regions),
    ...stateStatements(scope, { reads: targetStatesOf(scope.environment) }),
  ];
}

/** The state of alarms, and nothing else. */
export function watchStatements({ alarmRegions }: AccessScope): Statement[] {
  return [allow('DescribeAlarms', ['cloudwatch:DescribeAlarms'], '*', alarmRegions)];
}

const TAGGING = ['TagResource', 'UntagResource', 'ListTagsForResource'];
const MANAGE_ALARMS = ['PutMetricAlarm', 'PutCompositeAlarm', 'DeleteAlarms', ...TAGGING].map(
  (action) => `cloudwatch:${action}`,
);
/** Neither the boundary of a role nor the policy that is the boundary can be taken away. */
const MANAGE_ROLES = [
  ...['GetRole', 'UpdateRole', 'UpdateAssumeRolePolicy', 'DeleteRole', 'TagRole', 'UntagRole'],
  ...['ListRolePolicies', 'ListAttachedRolePolicies', 'ListInstanceProfilesForRole', 'GetRolePolicy'],
].map((action) => `iam:${action}`);
/** What makes a role able to do more: those that IAM can tie to a boundary (Service Authorization Reference). */
const GRANT = [
  ...['CreateRole', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'DeleteRolePolicy'],
  ...['AttachRolePolicy', 'DetachRolePolicy'],
].map((action) => `iam:${action}`);
const MANAGE_POLICIES = [
  ...['CreatePolicy', 'GetPolicy', 'DeletePolicy', 'TagPolicy', 'UntagPolicy', 'ListPolicyVersions'],
  ...['GetPolicyVersion', 'CreatePolicyVersion', 'DeletePolicyVersion'],
].map((action) => `iam:${action}`);

/** `regions` for what has no resource to name: then at least the region is. */
function allow(
  Sid: string,
  Action: readonly string[],
  ...[Resource, regions]: [resource: string | readonly string[], regions?: readonly string[]]
): Statement {
  return {
    Sid,
    Effect: 'Allow',
    Action,
    Resource,
    ...(regions && { Condition: { StringEquals: { 'aws:RequestedRegion': regions } } }),
  };
}

/** The same ARN in several regions, once: its terms name the regions. */
function oncePerRegion(statement: Statement, regions: readonly string[]): Statement {
  const { Resource = [], Condition } = statement;
  const arns = [Resource].flat();
  const anywhere = inAnyRegion(arns, regions);
  if (anywhere.length === arns.length) return statement;
  const here = { ...Condition?.['StringEquals'], 'aws:RequestedRegion': regions };
  return { ...statement, Resource: anywhere, Condition: { ...Condition, StringEquals: here } };
}

/** AppConfig looks at alarms as one of them, and a canary runs as another. */
function servicesWithRoles({ canaryBuckets }: AccessScope): string[] {
  const ofCanary = canaryBuckets.length > 0 ? ['lambda', 'synthetics'] : [];
  return ['appconfig', ...ofCanary].map((service) => `${service}.amazonaws.com`);
}

/**
 * Alarms are named `<component>-<environment>-<region>…`, and `<environment>-<region>-…` where they are of all components.
 * One pattern means both: in an account and region there is no other environment but temporary ones.
 */
function alarmsOf({ environment, account, regions }: AccessScope): string[] {
  return regions.map((region) => `arn:aws:cloudwatch:*:${account}:alarm:*${environment}-${region}*`);
}
