import type { Construct } from 'constructs';
import { ROLLOUTS } from './event-patterns';
import { ForwardedEvents, type ForwardedEventsProps } from './forwarded-events';

export type RolloutEventsProps = Omit<ForwardedEventsProps, 'description' | 'pattern'>;

/** Passes on how AppConfig's deployments go. */
export class RolloutEvents extends ForwardedEvents {
  constructor(scope: Construct, id: string, props: RolloutEventsProps) {
    super(scope, id, {
      ...props,
      description: 'Deployments that start, grow, bake, complete or are rolled back',
      pattern: ROLLOUTS,
    });
  }
}
