import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface TopicNoticesProps {
  /** Of the rule, at most 61 characters: where topics need a second one, it is called `…_2`: nobody's name has a `_`. */
  readonly name: string;
  readonly description: string;
  /** @default - the account's default bus, where AWS's services put their events */
  readonly busName?: string;
  readonly pattern: object;
  /** SNS topics of the bus's region, whose own policies let EventBridge publish. */
  readonly topics: readonly string[];
  /** What they are told. @default - the event as it is */
  readonly sentence?: Sentence;
  /** Of the rule. */
  readonly account: string;
  /**
   * What EventBridge publishes with to topics of other accounts (EventBridge user guide, "Sending events to an AWS
   * service in another account").
   *
   * @default - there are no such topics
   */
  readonly roleArn?: string | undefined;
  /** ARN of the queue of what could not be told. @default - that is lost */
  readonly untoldArn?: string;
  /** What the rules are there for. @default - nothing in particular */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** A sentence with `<names>` of places in the event. */
export interface Sentence {
  readonly text: string;
  /** Name → JSON path. */
  readonly places: Readonly<Record<string, string>>;
}

/** EventBridge user guide, "EventBridge quotas": targets of one rule. */
const TARGETS_PER_RULE = 5;

/** Tells SNS topics of events on a bus. */
export class TopicNotices extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: TopicNoticesProps,
  ) {
    super(scope, id);
    const { topics } = props;
    for (let first = 0; first < topics.length; first += TARGETS_PER_RULE) this.addRule(first);
  }

  private addRule(first: number): void {
    const { name, description, busName, pattern, topics, dependsOn = [] } = this.props;
    const number = first / TARGETS_PER_RULE + 1;
    const rule = new CloudwatchEventRule(this, number === 1 ? 'Rule' : `Rule${number}`, {
      name: number === 1 ? name : `${name}_${number}`,
      description,
      ...(busName !== undefined && { eventBusName: busName }),
      eventPattern: JSON.stringify(pattern),
      ...(dependsOn.length > 0 && { dependsOn: [...dependsOn] }),
    });
    for (const [index, topic] of topics.slice(first, first + TARGETS_PER_RULE).entries())
      this.addTarget(`Topic${first + index + 1}`, rule, topic);
  }

  private addTarget(id: string, rule: CloudwatchEventRule, topic: string): void {
    const { busName, sentence, account, roleArn, untoldArn } = this.props;
    new CloudwatchEventTarget(this, id, {
      rule: rule.name,
      arn: topic,
      ...(busName !== undefined && { eventBusName: busName }),
      ...(roleArn !== undefined && topic.split(':')[4] !== account && { roleArn }),
      ...(sentence && {
        inputTransformer: {
          inputPaths: { ...sentence.places },
          inputTemplate: JSON.stringify(sentence.text),
        },
      }),
      ...(untoldArn !== undefined && { deadLetterConfig: { arn: untoldArn } }),
    });
  }
}
