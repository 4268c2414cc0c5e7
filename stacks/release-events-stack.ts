import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { AccountProvider } from '../constructs/account-provider';
import { EventBus } from '../constructs/events/event-bus';
import { ANNOUNCED } from '../constructs/events/event-patterns';
import { EventRole } from '../constructs/events/event-role';
import { HealthNotices } from '../constructs/events/health-notices';
import { PipelineEvents } from '../constructs/pipeline/pipeline-events';
import { PipelineNotices } from '../constructs/pipeline/pipeline-notices';
import { addStateBackend } from '../constructs/state-backend';
import { TopicNotices } from '../constructs/events/topic-notices';
import { UntoldEvents } from '../constructs/events/untold-events';
import type { EventResources } from '../delivery/events/event-resources';

export interface ReleaseEventsStackProps {
  readonly resources: EventResources;
}

/** Where the events of every environment come together in the tools account, and who is told of them. */
export class ReleaseEventsStack extends TerraformStack {
  constructor(scope: Construct, id: string, { resources }: ReleaseEventsStackProps) {
    super(scope, id);
    const { account, region, backend, busArn } = resources;
    addStateBackend(this, { backend, owner: 'tools' });
    new AccountProvider(this, 'Provider', { account, region, tags: {} });
    const bus = new EventBus(this, 'Events', { ...resources, name: resources.busName, arn: busArn });
    const role = this.addOwnEvents(resources);
    this.addNotices(resources, { busName: bus.name, roleArn: role.arn });
  }

  /** The tools account has builds and pipelines of its own. */
  private addOwnEvents(resources: EventResources): EventRole {
    const { account, region, busName, busArn, roleName, foreignTopics } = resources;
    const { healthRuleName, pipelineRuleName } = resources;
    const rules = [
      healthRuleName,
      pipelineRuleName,
      ...(foreignTopics.length > 0 ? [`${busName}/dynconf-*`] : []),
    ];
    const role = new EventRole(this, 'Role', {
      name: roleName,
      busArn,
      ruleArns: rules.map((rule) => `arn:aws:events:${region}:${account}:rule/${rule}`),
      foreignTopics,
    });
    new HealthNotices(this, 'Health', { name: healthRuleName, busArn, roleArn: role.arn });
    new PipelineEvents(this, 'Pipelines', { name: pipelineRuleName, busArn, roleArn: role.arn });
    return role;
  }

  private addNotices(
    resources: EventResources,
    { busName, roleArn }: { busName: string; roleArn: string },
  ): void {
    const { account, region, topics, pipelineNotices } = resources;
    if (topics.length === 0 && pipelineNotices.length === 0) return;
    const untold = new UntoldEvents(this, 'NotTold', {
      name: resources.deadLetterQueue,
      busName: resources.busName,
      account,
      region,
    });
    const common = { busName, account, roleArn, untoldArn: untold.arn };
    new TopicNotices(this, 'Notices', {
      ...common,
      name: NOTICES_RULE,
      description: 'What AWS announces in any account, told to those whom tools.yaml names',
      pattern: ANNOUNCED,
      topics,
    });
    const ofPipelines = new Construct(this, 'PipelineNotices');
    for (const notice of pipelineNotices)
      new PipelineNotices(ofPipelines, notice.ruleName, { ...common, notice });
  }
}

const NOTICES_RULE = 'dynconf-notices';
