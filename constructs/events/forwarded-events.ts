import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Construct } from 'constructs';

export interface ForwardedEventsProps {
  /** Of the rule, which is on the account's default bus: AWS's services put their events there. */
  readonly name: string;
  readonly description: string;
  readonly pattern: object;
  /** A bus of any account and region. */
  readonly busArn: string;
  /** What puts the events there. EventBridge wants one for a bus in another region (EventBridge user guide, "Permissions for event buses"). */
  readonly roleArn: string;
}

/** A rule that passes events of one account and region on to a bus elsewhere. */
export class ForwardedEvents extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, description, pattern, busArn, roleArn }: ForwardedEventsProps,
  ) {
    super(scope, id);
    const rule = new CloudwatchEventRule(this, 'Rule', {
      name,
      description,
      eventPattern: JSON.stringify(pattern),
    });
    new CloudwatchEventTarget(this, 'Target', {
      rule: rule.name,
      arn: busArn,
      roleArn,
    });
  }
}
