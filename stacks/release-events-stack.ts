import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AccountProvider } from '../constructs/account-provider';
import { EventBus } from '../constructs/event-bus';
import { EventRole } from '../constructs/event-role';
import { HealthNotices } from '../constructs/health-notices';
import { PipelineEvents } from '../constructs/pipeline-events';
import { addStateBackend } from '../constructs/state-backend';
import { TopicNotices } from '../constructs/topic-notices';
import type { EventResources } from '../delivery/event-resources';

export interface ReleaseEventsStackProps {
  readonly resources: EventResources;
}

/** Where the events of every environment come together in the tools account, and who is told of what AWS announces. */
export class ReleaseEventsStack extends TerraformStack {
  constructor(scope: Construct, id: string, { resources }: ReleaseEventsStackProps) {
    super(scope, id);
    const { account, region, backend, busArn, topics } = resources;
    addStateBackend(this, { backend, owner: 'tools' });
    new AccountProvider(this, 'Provider', { account, region, tags: {} });
    const bus = new EventBus(this, 'Events', { ...resources, name: resources.busName, arn: busArn });
    this.addOwnEvents(resources);
    if (topics.length === 0) return;
    new TopicNotices(this, 'Notices', {
      name: NOTICES_RULE,
      description: 'What AWS announces in any account, told to those whom tools.yaml names',
      busName: bus.name,
      pattern: { source: ['aws.health'] },
      topics,
      deadLetterQueue: resources.deadLetterQueue,
      account,
      region,
    });
  }

  /** The tools account has builds and pipelines of its own. */
  private addOwnEvents(resources: EventResources): void {
    const { account, region, busArn, roleName, healthRuleName, pipelineRuleName } = resources;
    const role = new EventRole(this, 'Role', {
      name: roleName,
      busArn,
      ruleArns: [healthRuleName, pipelineRuleName].map(
        (rule) => `arn:aws:events:${region}:${account}:rule/${rule}`,
      ),
    });
    new HealthNotices(this, 'Health', { name: healthRuleName, busArn, roleArn: role.arn });
    new PipelineEvents(this, 'Pipelines', { name: pipelineRuleName, busArn, roleArn: role.arn });
  }
}

const NOTICES_RULE = 'dynconf-notices';
