import type { Construct } from 'constructs';
import { ForwardedEvents, type ForwardedEventsProps } from './forwarded-events';

export type RolloutEventsProps = Omit<ForwardedEventsProps, 'description' | 'pattern'>;

/**
 * Passes on how AppConfig's deployments go.
 *
 * A prefix, because a rollback has two spellings: `On Deployment Rollback` comes from AppConfig itself (EventBridge
 * reference, "AWS AppConfig events"), `On Deployment Rolled Back` from its extension for EventBridge.
 */
export class RolloutEvents extends ForwardedEvents {
  constructor(scope: Construct, id: string, props: RolloutEventsProps) {
    super(scope, id, {
      ...props,
      description: 'Deployments that start, grow, bake, complete or are rolled back',
      pattern: { source: ['aws.appconfig'], 'detail-type': [{ prefix: 'On Deployment ' }] },
    });
  }
}
