import type { Backend, Profile } from '../../compiler/project';
import {
  deployStatements,
  lookStatement,
  serveStatement,
  shapeStatements,
  withdrawStatements,
} from './appconfig-statements';
import { inAnyRegion } from './any-region';
import { deployCanaryStatements } from './canary-statements';
import { deployEventStatements } from './event-statements';
import { allow, inRegions, type Statement, takingOnly } from './policy';
import { manageRolesStatements } from './role-statements';
import { TAG_VERBS } from './verbs';
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

/** Everything that a foundation stack of the environment consists of, and its state. */
export function foundationStatements(scope: AccessScope): Statement[] {
  const { environment } = scope;
  return [...foundationResources(scope), ...stateStatements(scope, stateReachOf(environment, 'foundation'))];
}

/** Applications, environments with their monitors, strategies, alarms, and the role that AppConfig reads alarms with. */
export function foundationResources(scope: AccessScope): Statement[] {
  const { environment, account, regions } = scope;
  const roles = `arn:aws:iam::${account}:role/dynconf/${environment}/*`;
  const policies = `arn:aws:iam::${account}:policy/dynconf/${environment}/*`;
  return [
    ...shapeStatements(scope),
    { ...allow('ManageAlarms', MANAGE_ALARMS, alarmsOf(scope)), Condition: inRegions(regions) },
    lookAtAlarms(regions),
    ...manageRolesStatements({ roles, boundaryArn: scope.boundaryArn, attaches: true }),
    allow('ManagePolicies', MANAGE_POLICIES, policies),
    {
      ...allow('PassRoles', ['iam:PassRole'], roles),
      Condition: { StringEquals: { 'iam:PassedToService': servicesWithRoles(scope) } },
    },
    ...[...deployCanaryStatements(scope), ...deployEventStatements(scope)].map((each) =>
      oncePerRegion(each, regions),
    ),
  ];
}

/** Hosted versions and deployments: AppConfig only, and a look at the alarms that a release has to mind. */
export function releaseStatements(scope: AccessScope, profile: Profile): Statement[] {
  const { regions } = scope;
  return [
    { ...allow('List', ['appconfig:ListApplications'], '*'), Condition: inRegions(regions) },
    ...deployStatements(scope, profile),
    lookAtAlarms(regions),
    serveStatement(scope),
    ...stateStatements(scope, stateReachOf(scope.environment, profile)),
  ];
}

/** Takes a temporary environment away: of what foundation may do, only what looks and deletes. */
export function removeStatements(scope: AccessScope): Statement[] {
  return [
    {
      ...allow('KnowProtection', ['appconfig:GetAccountSettings'], '*'),
      Condition: inRegions(scope.regions),
    },
    ...withdrawStatements(scope),
    ...takingOnly(foundationResources(scope)),
    ...stateStatements(scope, { reads: [], writes: targetStatesOf(scope.environment) }),
  ];
}

/** Awaiting, gates, verification: nothing is changed. */
export function readStatements(scope: AccessScope): Statement[] {
  return [
    ...lookAtReleases(scope),
    serveStatement(scope),
    ...watchStatements(scope),
    rememberAlarms(scope),
    ...stateStatements(scope, { reads: targetStatesOf(scope.environment) }),
  ];
}

/** What is released, and how alarms are and were. */
export function releaseLooks(scope: AccessScope): Statement[] {
  return [...lookAtReleases(scope), ...watchStatements(scope), rememberAlarms(scope)];
}

/** The state of alarms, and nothing else. */
export function watchStatements({ alarmRegions }: AccessScope): Statement[] {
  return [lookAtAlarms(alarmRegions)];
}

function lookAtReleases(scope: AccessScope): Statement[] {
  const list = ['appconfig:ListApplications', 'appconfig:ListDeploymentStrategies'];
  return [{ ...allow('List', list, '*'), Condition: inRegions(scope.regions) }, lookStatement(scope)];
}

function lookAtAlarms(regions: readonly string[]): Statement {
  return { ...allow('DescribeAlarms', ['cloudwatch:DescribeAlarms'], '*'), Condition: inRegions(regions) };
}

/** What a bake remembers by. */
function rememberAlarms({ regions }: AccessScope): Statement {
  const Action = ['cloudwatch:DescribeAlarmHistory'];
  return { ...allow('RememberAlarms', Action, '*'), Condition: inRegions(regions) };
}

const MANAGE_ALARMS = ['PutMetricAlarm', 'PutCompositeAlarm', 'DeleteAlarms', ...TAG_VERBS].map(
  (action) => `cloudwatch:${action}`,
);
const MANAGE_POLICIES = [
  ...['CreatePolicy', 'GetPolicy', 'DeletePolicy', 'TagPolicy', 'UntagPolicy', 'ListPolicyVersions'],
  ...['GetPolicyVersion', 'CreatePolicyVersion', 'DeletePolicyVersion'],
].map((action) => `iam:${action}`);

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
