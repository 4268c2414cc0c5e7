import {
  Codepipeline,
  type CodepipelineStage,
  type CodepipelineStageAction,
  type CodepipelineTrigger,
} from '@cdktf/provider-aws/lib/codepipeline';
import { Construct } from 'constructs';
import type { Tools } from '../../compiler/project';
import type { Action, DeliveryPlan, Stage } from '../../delivery/pipeline/delivery-plan';
import type { ArtifactStore } from './artifact-store';
import { literal } from '../literal';
import { addNotificationRules } from './notification-rules';
import { addPipelineRole } from './pipeline-role';
import { stageCondition } from './stage-condition';

export interface DeliveryPipelineProps {
  readonly plan: DeliveryPlan;
  readonly tools: Tools;
  readonly roleName: string;
  readonly artifacts: ArtifactStore;
  /** ARNs of the CodeBuild projects that its actions run in, or patterns of them. */
  readonly projectArns: readonly string[];
  /** ARN of the policy that says what its role may do at most. @default - no limit */
  readonly permissionsBoundary?: string | undefined;
}

const EVENTS = [
  'codepipeline-pipeline-pipeline-execution-failed',
  'codepipeline-pipeline-pipeline-execution-succeeded',
  'codepipeline-pipeline-manual-approval-needed',
];

type ActionBody = Omit<CodepipelineStageAction, 'name' | 'owner' | 'version'>;

/** CodePipeline V2 from the trunk to the last stage of a plan: a newer commit overtakes one that waits. */
export class DeliveryPipeline extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeliveryPipelineProps,
  ) {
    super(scope, id);
    const { plan, tools, artifacts } = props;
    const role = addPipelineRole(this, props);
    const pipeline = new Codepipeline(this, 'Pipeline', {
      name: plan.name,
      roleArn: role.arn,
      pipelineType: 'V2',
      executionMode: 'SUPERSEDED',
      artifactStore: [
        { type: 'S3', location: artifacts.bucketName, encryptionKey: { type: 'KMS', id: artifacts.keyArn } },
      ],
      trigger: [triggerOf(plan)],
      stage: plan.stages.map((stage) => this.renderStage(stage)),
      dependsOn: [role.policy],
    });
    addNotificationRules(this, {
      name: plan.name,
      resource: pipeline.arn,
      events: EVENTS,
      // Those of other regions hear of nothing (NOTIFY_OTHER_REGION).
      topics: tools.notify.filter((topic) => topic.split(':')[3] === tools.region),
    });
  }

  /** No stage has a failure condition: AppConfig has rolled back by itself, and whatever is red stays red. */
  private renderStage({ name, actions, entry, success }: Stage): CodepipelineStage {
    return {
      name,
      ...(entry && { beforeEntry: stageCondition(entry) }),
      action: actions.map((action) => this.renderAction(action)),
      ...(success && { onSuccess: stageCondition(success) }),
    };
  }

  private renderAction(action: Action): CodepipelineStageAction {
    const { name, kind, runOrder } = action;
    const common = { name, runOrder, owner: 'AWS', version: '1' };
    if (kind === 'source') return { ...common, ...this.source() };
    if (kind === 'approve') return { ...common, ...approvalOf(action) };
    return { ...common, ...runOf(action) };
  }

  private source(): ActionBody {
    const { connection, repository, trunk } = this.props.tools.source;
    return {
      category: 'Source',
      provider: 'CodeStarSourceConnection',
      namespace: 'Source',
      outputArtifacts: ['Source'],
      configuration: {
        ConnectionArn: connection,
        FullRepositoryId: literal(repository),
        BranchName: literal(trunk),
        // The trigger decides, for it knows paths.
        DetectChanges: 'false',
      },
    };
  }
}

function approvalOf({ timeoutMinutes, approval }: Action): ActionBody {
  const topic = approval?.notify[0];
  return {
    category: 'Approval',
    provider: 'Manual',
    // CodePipeline has a timeout per action for approvals only.
    timeoutInMinutes: timeoutMinutes,
    configuration: {
      CustomData: literal(approval?.question ?? ''),
      ExternalEntityLink: literal(approval?.link ?? ''),
      ...(topic !== undefined && { NotificationArn: topic }),
    },
  };
}

function runOf({ project, input, output, variables, exports }: Action): ActionBody {
  const set = Object.entries(variables).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' }));
  return {
    category: 'Build',
    provider: 'CodeBuild',
    ...(exports && { namespace: exports.namespace }),
    ...(input !== undefined && { inputArtifacts: [input] }),
    ...(output !== undefined && { outputArtifacts: [output] }),
    configuration: {
      ProjectName: project ?? '',
      ...(set.length > 0 && { EnvironmentVariables: literal(JSON.stringify(set)) }),
    },
  };
}

function triggerOf({ trigger }: DeliveryPlan): CodepipelineTrigger {
  return {
    providerType: 'CodeStarSourceConnection',
    gitConfiguration: {
      sourceActionName: 'source',
      push: trigger.pushFilters.map(({ includes }) => ({
        branches: { includes: [literal(trigger.branch)] },
        filePaths: { includes: [...includes] },
      })),
    },
  };
}
