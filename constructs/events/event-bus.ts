import { CloudwatchEventArchive } from '@cdktf/provider-aws/lib/cloudwatch-event-archive';
import { CloudwatchEventBus } from '@cdktf/provider-aws/lib/cloudwatch-event-bus';
import { CloudwatchEventBusPolicy } from '@cdktf/provider-aws/lib/cloudwatch-event-bus-policy';
import { Construct } from 'constructs';
import { policyDocument } from '../policies/policy';

export interface EventBusProps {
  readonly name: string;
  readonly arn: string;
  readonly archiveDays: number;
  /** Accounts that may put events on it. */
  readonly senderAccounts: readonly string[];
  /** Their rules that do. */
  readonly senderRules: readonly string[];
}

/** A bus that rules of other accounts put their events on, and that keeps them for a while. */
export class EventBus extends Construct {
  readonly name: string;

  constructor(
    scope: Construct,
    id: string,
    { name, arn, archiveDays, senderAccounts, senderRules }: EventBusProps,
  ) {
    super(scope, id);
    const bus = new CloudwatchEventBus(this, 'Bus', { name });
    this.name = bus.name;
    new CloudwatchEventArchive(this, 'Archive', {
      name,
      description: 'What happened, to be looked at or played again',
      eventSourceArn: bus.arn,
      retentionDays: archiveDays,
    });
    if (senderAccounts.length === 0) return;
    new CloudwatchEventBusPolicy(this, 'Policy', {
      eventBusName: bus.name,
      // EventBridge user guide, "Send events from specific rules to a bus in a different Region".
      policy: policyDocument([
        {
          Sid: 'RulesOfEnvironments',
          Effect: 'Allow',
          Principal: { AWS: senderAccounts.map((account) => `arn:aws:iam::${account}:root`) },
          Action: 'events:PutEvents',
          Resource: arn,
          Condition: { ArnLike: { 'aws:SourceArn': senderRules } },
        },
      ]),
    });
  }
}
