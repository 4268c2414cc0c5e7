import type { Environment, Tools } from '../../compiler/project';
import { fitName } from '../fit-name';

/** The stack of the bus. */
export const EVENTS_STACK = 'release-events';
/** The bus in the tools account that hears of releases, and of what AWS announces. */
export const EVENT_BUS = 'dynconf-release-events';

export function eventBusArn({ account, region }: Pick<Tools, 'account' | 'region'>): string {
  return `arn:aws:events:${region}:${account}:event-bus/${EVENT_BUS}`;
}

/** What puts an environment's events on the bus: the rules of all of its regions take it on. */
export function eventRoleName(environment: string): string {
  return `dynconf-events-${environment}`;
}

/** At most 64 characters: environment names have 32 at most. */
export function healthRuleName(owner: string): string {
  return `dynconf-${owner}-health`;
}

/** On the default bus of the tools account, where CodePipeline puts its events. */
export const PIPELINE_RULE = 'dynconf-tools-pipelines';

export function rolloutRuleName(environment: string): string {
  return `dynconf-${environment}-rollouts`;
}

/** EventBridge takes 64 (API reference, PutRule); where topics need a second rule, it is called `…_2`. */
const RULE_NAME_CHARACTERS = 61;

/** What rolls back a component tells its on-call by a rule of this name. */
export function rollbackRuleName(environment: string, component: string): string {
  return fitName(`${rollbackRulePrefix(environment)}${component}`, RULE_NAME_CHARACTERS);
}

function rollbackRulePrefix(environment: string): string {
  return `dynconf-${environment}-rollback-`;
}

/** On the bus of the tools account. */
export function pipelineNoticeRuleName(notice: {
  readonly event: string;
  readonly environment: string;
  readonly workload?: string | undefined;
}): string {
  const { event, environment, workload } = notice;
  // A dot, for both names may have hyphens.
  const owner = workload === undefined ? environment : `${environment}.${workload}`;
  return fitName(`dynconf-${event}-${owner}`, RULE_NAME_CHARACTERS);
}

/**
 * The rules of one environment in its regions: the bus takes events from these only.
 *
 * One pattern a region stands for both rules: the policy of a bus has 10 KB (EventBridge API reference, PutPermission).
 */
export function forwardingRuleArns(
  { name, account }: Pick<Environment, 'name' | 'account'>,
  regions: readonly string[],
): string[] {
  return regions.map((region) => `arn:aws:events:${region}:${account}:rule/dynconf-${name}-*`);
}

/**
 * Whether an environment's events are told: those of a temporary one are not.
 *
 * It may share account and region with a lasting one, whose rules tell of everything there already.
 */
export function isTold({ temporary }: Pick<Environment, 'temporary'>): boolean {
  return temporary === undefined;
}
