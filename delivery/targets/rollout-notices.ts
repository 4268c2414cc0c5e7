import { accountOf } from '../../compiler/arn';
import { isLocal } from '../../compiler/names';
import type { Component, Target, Tools } from '../../compiler/project';
import { isTold, rollbackRuleName } from '../events/event-names';
import { topicsIn } from '../pipeline/topics-in';

/** Who hears of the rollouts of one application in one target, besides those who wait for them. */
export interface RolloutNotices {
  /** Whether AWS's extension for EventBridge sends the events. */
  readonly isExtended: boolean;
  /** Absent where no topic can be told of a rollback. */
  readonly rollbacks?: RollbackNotices;
}

export interface RollbackNotices {
  readonly ruleName: string;
  /** SNS topics of the target's region. */
  readonly topics: readonly string[];
}

/**
 * Names what tells of an application's rollouts.
 *
 * On-call is told of rollbacks with and without tools.yaml, as alarms tell it. Nothing is sent for nobody: without
 * tools and without on-call no extension is associated.
 */
export function rolloutNotices(
  component: Component,
  target: Target,
  tools: Tools | undefined,
): RolloutNotices {
  const { environment } = target;
  if (isLocal(environment) || !isTold(environment)) return { isExtended: false };
  const topics = onCallTopics(component, target, tools);
  const isHeard = tools !== undefined || topics.length > 0;
  return {
    isExtended: isHeard && tools?.rolloutEvents !== 'appconfig',
    ...(topics.length > 0 && {
      rollbacks: { ruleName: rollbackRuleName(environment.name, component.name), topics },
    }),
  };
}

/** A topic of another account is published to as a role (EventBridge user guide), and that comes with tools.yaml. */
function onCallTopics(
  { watchedComponents }: Component,
  { environment, region }: Target,
  tools: Tools | undefined,
): string[] {
  const topics = new Set(watchedComponents.flatMap((watched) => environment.onCall[watched] ?? []));
  return topicsIn(region, [...topics]).filter(
    (topic) => tools !== undefined || accountOf(topic) === environment.account,
  );
}
