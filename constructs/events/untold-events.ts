import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import { policyDocument } from '../policies/policy';

export interface UntoldEventsProps {
  /** Of the queue. */
  readonly name: string;
  /** Whose rules leave here what they could not tell. */
  readonly busName: string;
  readonly account: string;
  readonly region: string;
}

/** SQS's longest. */
const KEPT_SECONDS = 14 * 86_400;

/** Where events lie that no topic took, for two weeks. */
export class UntoldEvents extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, busName, account, region }: UntoldEventsProps) {
    super(scope, id);
    const queue = new SqsQueue(this, 'Queue', {
      name,
      messageRetentionSeconds: KEPT_SECONDS,
      sqsManagedSseEnabled: true,
    });
    this.arn = queue.arn;
    new SqsQueuePolicy(this, 'Policy', {
      queueUrl: queue.url,
      policy: policyDocument([
        {
          Sid: 'OnlyRulesOfTheBus',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: `arn:aws:sqs:${region}:${account}:${name}`,
          Condition: {
            ArnLike: { 'aws:SourceArn': `arn:aws:events:${region}:${account}:rule/${busName}/*` },
          },
        },
      ]),
    });
  }
}
