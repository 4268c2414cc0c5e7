import { CodestarnotificationsNotificationRule } from '@cdktf/provider-aws/lib/codestarnotifications-notification-rule';
import type { Construct } from 'constructs';

/** AWS CodeStar Notifications API reference, CreateNotificationRule: targets of one rule. */
const TARGETS_PER_RULE = 10;

export interface Notifications {
  /** Of the first rule; the second is called `…_2`: nobody's name has a `_`. */
  readonly name: string;
  /** ARN of what is told of. */
  readonly resource: string;
  readonly events: readonly string[];
  /** SNS topics. */
  readonly topics: readonly string[];
}

/** Tells topics what happens in a pipeline or a project, by as many rules as they need. */
export function addNotificationRules(
  scope: Construct,
  { name, resource, events, topics }: Notifications,
): void {
  for (let first = 0; first < topics.length; first += TARGETS_PER_RULE) {
    const number = first / TARGETS_PER_RULE + 1;
    new CodestarnotificationsNotificationRule(scope, `Notifications${number === 1 ? '' : number}`, {
      name: number === 1 ? name : `${name}_${number}`,
      resource,
      detailType: 'FULL',
      eventTypeIds: [...events],
      target: topics.slice(first, first + TARGETS_PER_RULE).map((address) => ({ address, type: 'SNS' })),
    });
  }
}
