import {
  Codepipeline,
  type CodepipelineStage,
  type CodepipelineStageAction,
  type CodepipelineTrigger,
} from '@cdktf/provider-aws/lib/codepipeline';
import { CodestarnotificationsNotificationRule } from '@cdktf/provider-aws/lib/codestarnotifications-notification-rule';
import { Construct } from 'constructs';
import type { Tools } from '../compiler/project';
import type { Action, DeliveryPlan, Stage } from '../delivery/delivery-plan';
import type { ArtifactStore } from './artifact-store';
import type { BuildProject } from './build-project';
import { literal } from './literal';
import { TrustedRole } from './trusted-role';

export interface DeliveryPipelineProps {
  readonly plan: DeliveryPlan;
  readonly tools: Tools;
  readonly roleName: string;
  readonly artifacts: ArtifactStore;
  readonly build: BuildProject;
  readonly deploy: BuildProject;
}

/** CodePipeline V2 from the trunk to the last wave: a newer commit overtakes one that waits. */
export class DeliveryPipeline extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeliveryPipelineProps,
  ) {
    super(scope, id);
    const { plan, tools, artifacts } = props;
    const role = this.addRole();
    const pipeline = new Codepipeline(this, 'Pipeline', {
      name: plan.name,
      roleArn: role.arn,
      pipelineType: 'V2',
      executionMode: 'SUPERSEDED',
      artifactStore: [
        { type: 'S3', location: artifacts.bucketName, encryptionKey: { type: 'KMS', id: artifacts.keyArn } },
      ],
      trigger: [triggerOf(plan)],
      stage: plan.stages.filter(({ kind }) => kind !== 'sign').map((stage) => this.renderStage(stage)),
      dependsOn: [role.policy],
    });
    if (tools.notify.length > 0) this.addNotifications(pipeline);
  }

  private renderStage({ name, actions }: Stage): CodepipelineStage {
    return { name, action: actions.map((action) => this.renderAction(action)) };
  }

  private renderAction(action: Action): CodepipelineStageAction {
    const { name, kind, runOrder } = action;
    const common = { name, runOrder, owner: 'AWS', version: '1' };
    if (kind === 'source') return { ...common, ...this.source() };
    if (kind === 'approve') return { ...common, ...this.approval(action) };
    const isBuild = kind === 'build';
    return {
      ...common,
      category: 'Build',
      provider: 'CodeBuild',
      inputArtifacts: [isBuild ? 'Source' : 'Build'],
      ...(isBuild && { outputArtifacts: ['Build'] }),
      configuration: isBuild
        ? { ProjectName: this.props.build.projectName }
        : this.deployConfiguration(action),
    };
  }

  private source(): Omit<CodepipelineStageAction, 'name' | 'owner' | 'version'> {
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

  private approval({
    timeoutMinutes,
    approval,
  }: Action): Omit<CodepipelineStageAction, 'name' | 'owner' | 'version'> {
    const topic = approval?.notify[0];
    return {
      category: 'Approval',
      provider: 'Manual',
      // CodePipeline has a timeout per action for approvals only.
      timeoutInMinutes: timeoutMinutes,
      configuration: {
        CustomData: approval?.question ?? '',
        ExternalEntityLink: approval?.link ?? '',
        ...(topic !== undefined && { NotificationArn: topic }),
      },
    };
  }

  private deployConfiguration({ variables }: Action): Record<string, string> {
    return {
      ProjectName: this.props.deploy.projectName,
      EnvironmentVariables: JSON.stringify(
        Object.entries(variables).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' })),
      ),
    };
  }

  private addRole(): TrustedRole {
    const { roleName, tools, artifacts, build, deploy, plan } = this.props;
    const { account, region, source } = tools;
    const approvals = plan.stages
      .flatMap(({ actions }) => actions)
      .flatMap(({ approval }) => approval?.notify.slice(0, 1) ?? []);
    const topics = [...new Set([...tools.notify.slice(0, 1), ...approvals])];
    return new TrustedRole(this, 'Role', {
      name: roleName,
      description: `CodePipeline ${plan.name}`,
      trust: {
        Principal: { Service: 'codepipeline.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceArn': `arn:aws:codepipeline:${region}:${account}:${plan.name}` },
        },
      },
      statements: [
        {
          Sid: 'Source',
          Effect: 'Allow',
          Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
          Resource: source.connection,
        },
        {
          Sid: 'Build',
          Effect: 'Allow',
          Action: ['codebuild:StartBuild', 'codebuild:BatchGetBuilds'],
          Resource: [build.arn, deploy.arn],
        },
        ...artifacts.accessStatements(),
        ...(topics.length > 0
          ? [{ Sid: 'AskForApproval', Effect: 'Allow' as const, Action: 'sns:Publish', Resource: topics }]
          : []),
      ],
    });
  }

  private addNotifications(pipeline: Codepipeline): void {
    new CodestarnotificationsNotificationRule(this, 'Notifications', {
      name: this.props.plan.name,
      resource: pipeline.arn,
      detailType: 'FULL',
      eventTypeIds: [
        'codepipeline-pipeline-pipeline-execution-failed',
        'codepipeline-pipeline-manual-approval-needed',
      ],
      target: this.props.tools.notify.map((address) => ({ address, type: 'SNS' })),
    });
  }
}

function triggerOf({ trigger }: DeliveryPlan): CodepipelineTrigger {
  return {
    providerType: 'CodeStarSourceConnection',
    gitConfiguration: {
      sourceActionName: 'source',
      push: trigger.pushFilters.map(({ includes, excludes }) => ({
        branches: { includes: [literal(trigger.branch)] },
        filePaths: { includes: [...includes], excludes: [...excludes] },
      })),
    },
  };
}
