import type { ResolvedAlarm } from '../../compiler/alarms';
import { CANARY_ALARM_PERIODS, canaryVariables } from '../../compiler/canary-variables';
import { alarmName, armingName, isLocal } from '../../compiler/names';
import type { Component, Environment, Target } from '../../compiler/project';
import { CANARY_RUNTIME } from '../../compiler/runtimes';
import { fitName } from '../fit-name';

/** The CloudWatch Synthetics canary of one target, and what is named after it. */
export interface CanaryResources {
  readonly name: string;
  readonly bucketName: string;
  readonly roleName: string;
  readonly runtime: string;
  readonly everyMinutes: number;
  readonly variables: Readonly<Record<string, string>>;
}

/** IAM: role names have 64 characters at most. */
const ROLE_NAME_CHARACTERS = 64;
/** S3: bucket names have 63 characters at most, of which a region takes up to 14. */
const ENVIRONMENT_IN_BUCKET_CHARACTERS = 63 - 'dynconf-canary-000000000000-ap-southeast-1-'.length;
/** Not a name that somebody gives an alarm of a file by chance. */
const ALARM = 'dynconf-canary';
/** A run that was late by a little is not missed yet. */
const MISSED_RUNS = 2;
const ALL_SUCCEEDED_PERCENT = 100;

/** Names the canary of a target; none on this machine. */
export function canaryResources(
  components: readonly Component[],
  target: Target,
): CanaryResources | undefined {
  const { environment, region } = target;
  if (!environment.canary || isLocal(environment)) return undefined;
  const name = canaryName(environment, region);
  return {
    name,
    bucketName: canaryBucketName(environment, region),
    roleName: fitName(`${name}-canary`, ROLE_NAME_CHARACTERS),
    runtime: CANARY_RUNTIME.name,
    everyMinutes: environment.canary.everyMinutes,
    variables: canaryVariables(components, target),
  };
}

/** Its Lambda function and log group are named after it: what is named so belongs to the environment. */
function canaryName({ name }: Pick<Environment, 'name'>, region: string): string {
  return `dynconf-${name}-${region}`;
}

/** Globally unique, for it has the account in it; the same in every region but for the region's name, so that one pattern means all of them. */
export function canaryBucketName({ name, account }: Environment, region: string): string {
  return `dynconf-canary-${account}-${region}-${fitName(name, ENVIRONMENT_IN_BUCKET_CHARACTERS)}`;
}

/** What the canary found wrong with one component. */
export function canaryAlarm(component: Component, target: Target): ResolvedAlarm[] {
  const canary = canaryOf(target);
  if (!canary) return [];
  return [
    {
      name: ALARM,
      metric: {
        namespace: 'Dynconf',
        name: 'Failed',
        statistic: 'Maximum',
        periodSeconds: canary.everyMinutes * 60,
        dimensions: { Environment: target.environment.name, Component: component.name },
      },
      compare: 'above',
      threshold: 0,
      periods: CANARY_ALARM_PERIODS,
      // A canary that is silent is the other alarm's to find.
      missingData: 'notBreaching',
      severity: 'high',
      watched: component.name,
      // Nobody may be on call for `shared`, but somebody is for those who read it.
      tells: [...new Set([component.name, ...component.watchedComponents])],
      cloudWatchName: alarmName(component.name, target, ALARM),
    },
  ];
}

/** That the canary runs at all, and succeeds: also what it could not say of a component is seen here. */
export function canaryRunsAlarm(target: Target): ResolvedAlarm[] {
  const canary = canaryOf(target);
  if (!canary) return [];
  const { environment, region } = target;
  return [
    {
      name: 'runs',
      metric: {
        namespace: 'CloudWatchSynthetics',
        name: 'SuccessPercent',
        statistic: 'Average',
        periodSeconds: canary.everyMinutes * 60,
        dimensions: { CanaryName: canaryName(environment, region) },
      },
      compare: 'below',
      threshold: ALL_SUCCEEDED_PERCENT,
      periods: MISSED_RUNS,
      missingData: 'breaching',
      severity: 'low',
      // No component is called so: it is the canary of all of them.
      watched: 'Canary',
      cloudWatchName: `${environment.name}-${region}-canary`,
    },
  ];
}

/** What arms it: the canary has run twice. */
export function canaryArmingName({ environment, region }: Target): string {
  return `${environment.name}-${region}-${armingName('canary')}`;
}

function canaryOf({ environment }: Target): Environment['canary'] {
  return isLocal(environment) ? undefined : environment.canary;
}
