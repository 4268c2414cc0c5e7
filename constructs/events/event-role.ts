import type { Construct } from 'constructs';
import { TrustedRole } from '../trusted-role';

export interface EventRoleProps {
  readonly name: string;
  readonly busArn: string;
  /** The rules that take it on. */
  readonly ruleArns: readonly string[];
  /** SNS topics of other accounts that they tell. @default - none */
  readonly foreignTopics?: readonly string[];
}

/** What EventBridge puts events on the tools account's bus with, and tells topics of other accounts. */
export class EventRole extends TrustedRole {
  constructor(scope: Construct, id: string, { name, busArn, ruleArns, foreignTopics = [] }: EventRoleProps) {
    super(scope, id, {
      name,
      description: 'EventBridge passes events on to the bus of the tools account',
      trust: {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnLike: { 'aws:SourceArn': ruleArns } },
      },
      statements: [
        { Effect: 'Allow', Action: 'events:PutEvents', Resource: busArn },
        ...(foreignTopics.length > 0
          ? [{ Effect: 'Allow' as const, Action: 'sns:Publish', Resource: foreignTopics }]
          : []),
      ],
    });
  }
}
