import type { Construct } from 'constructs';
import { ANNOUNCEMENTS } from './event-patterns';
import { ForwardedEvents, type ForwardedEventsProps } from './forwarded-events';

export type HealthNoticesProps = Omit<ForwardedEventsProps, 'description' | 'pattern'>;

/**
 * Passes on what AWS announces about one account and region: runtimes that end, changes that are planned.
 *
 * One per region: AWS Health delivers an event where it is about (AWS Health user guide, "Creating EventBridge rules
 * for AWS Region coverage").
 */
export class HealthNotices extends ForwardedEvents {
  constructor(scope: Construct, id: string, props: HealthNoticesProps) {
    super(scope, id, {
      ...props,
      description: 'Planned changes and ends of life that AWS Health announces',
      pattern: ANNOUNCEMENTS,
    });
  }
}
