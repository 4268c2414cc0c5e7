import type { Construct } from 'constructs';
import { PIPELINES } from '../events/event-patterns';
import { ForwardedEvents, type ForwardedEventsProps } from '../events/forwarded-events';

export type PipelineEventsProps = Omit<ForwardedEventsProps, 'description' | 'pattern'>;

/**
 * Passes on what happens in the pipelines of the account: runs, stages and actions that start, succeed or fail.
 *
 * Delivery is best effort (EventBridge reference): who counts reconciles with ListPipelineExecutions.
 */
export class PipelineEvents extends ForwardedEvents {
  constructor(scope: Construct, id: string, props: PipelineEventsProps) {
    super(scope, id, {
      ...props,
      description:
        'What happens in the pipelines that release configuration, and in the one that changes them',
      pattern: PIPELINES,
    });
  }
}
