import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import { policyDocument } from './policy';

export interface TopicNoticesProps {
  /** Of the rule. */
  readonly name: string;
  readonly description: string;
  readonly busName: string;
  readonly pattern: object;
  /** SNS topics of the bus's region, whose own policies let EventBridge publish. */
  readonly topics: readonly string[];
  /** What could not be told, for two weeks. */
  readonly deadLetterQueue: string;
  readonly account: string;
  readonly region: string;
}

/** SQS's longest. */
const KEPT_SECONDS = 14 * 86_400;

/** Tells SNS topics of events on a bus. */
export class TopicNotices extends Construct {
  constructor(scope: Construct, id: string, props: TopicNoticesProps) {
    super(scope, id);
    const { name, description, busName, pattern, topics } = props;
    const rule = new CloudwatchEventRule(this, 'Rule', {
      name,
      description,
      eventBusName: busName,
      eventPattern: JSON.stringify(pattern),
    });
    const queueArn = this.addQueue(props, rule);
    for (const [index, arn] of topics.entries()) {
      new CloudwatchEventTarget(this, `Topic${index + 1}`, {
        rule: rule.name,
        eventBusName: busName,
        arn,
        deadLetterConfig: { arn: queueArn },
      });
    }
  }

  private addQueue(
    { deadLetterQueue, account, region }: TopicNoticesProps,
    rule: CloudwatchEventRule,
  ): string {
    const queue = new SqsQueue(this, 'NotTold', {
      name: deadLetterQueue,
      messageRetentionSeconds: KEPT_SECONDS,
      sqsManagedSseEnabled: true,
    });
    new SqsQueuePolicy(this, 'NotToldPolicy', {
      queueUrl: queue.url,
      policy: policyDocument([
        {
          Sid: 'OnlyItsRule',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: `arn:aws:sqs:${region}:${account}:${deadLetterQueue}`,
          Condition: { ArnEquals: { 'aws:SourceArn': rule.arn } },
        },
      ]),
    });
    return queue.arn;
  }
}
