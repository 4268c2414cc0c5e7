import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CodebuildProject } from '@cdktf/provider-aws/lib/codebuild-project';
import { Construct } from 'constructs';
import type { Tools } from '../../compiler/project';
import type { CodeSource } from '../../delivery/pipeline/source-host';
import { addCodebuildLogs, addCodebuildRole, CODEBUILD_IMAGE, codebuildArn } from './codebuild';
import { literal } from '../literal';
import { addNotificationRules } from './notification-rules';
import type { Statement } from '../policies/policy';
import { TrustedRole } from '../trusted-role';
import { USE_CONNECTION } from '../policies/verbs';

export interface ScheduledBuildProps {
  /** Also the name of its role and of the schedule. */
  readonly name: string;
  readonly description: string;
  /** Where it runs, and who hears of builds that fail. */
  readonly tools: Tools;
  /** A connection does not say whose it is, and CodeBuild has to know. */
  readonly code: CodeSource;
  /** As CodeBuild reads it: JSON is YAML. */
  readonly buildspec: object;
  readonly everyHours: number;
  readonly timeoutMinutes: number;
  /** What it may do besides logging and reading the repository. */
  readonly statements: readonly Statement[];
}

/** A CodeBuild project that checks out the trunk whenever its schedule says so, one build at a time. */
export class ScheduledBuild extends Construct {
  private readonly arn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ScheduledBuildProps,
  ) {
    super(scope, id);
    const { account, region } = props.tools;
    this.arn = codebuildArn({ name: props.name, account, region });
    const project = this.addProject(this.addRole());
    this.addSchedule(project);
    // What fails in silence would be found on a bill.
    addNotificationRules(this, {
      name: props.name,
      resource: project.arn,
      events: ['codebuild-project-build-state-failed'],
      topics: props.tools.notify,
    });
  }

  private addProject(role: TrustedRole): CodebuildProject {
    const { name, description, tools, code, buildspec, timeoutMinutes } = this.props;
    const { connection, trunk } = tools.source;
    const logs = addCodebuildLogs(this, name);
    return new CodebuildProject(this, 'Project', {
      name,
      description,
      serviceRole: role.arn,
      buildTimeout: timeoutMinutes,
      // Two at once would remove the same environment.
      concurrentBuildLimit: 1,
      artifacts: { type: 'NO_ARTIFACTS' },
      environment: {
        type: 'LINUX_CONTAINER',
        image: CODEBUILD_IMAGE,
        computeType: 'BUILD_GENERAL1_SMALL',
      },
      logsConfig: { cloudwatchLogs: { groupName: logs.name } },
      sourceVersion: literal(trunk),
      source: {
        type: code.type,
        location: literal(code.location),
        gitCloneDepth: 1,
        auth: { type: 'CODECONNECTIONS', resource: connection },
        buildspec: literal(JSON.stringify(buildspec, null, 2)),
      },
      dependsOn: [role.policy],
    });
  }

  private addRole(): TrustedRole {
    const { name, tools, statements } = this.props;
    const { account, region, source } = tools;
    return addCodebuildRole(
      this,
      { name, account, region },
      {
        statements: [
          { Sid: 'Source', Effect: 'Allow', Action: USE_CONNECTION, Resource: source.connection },
          ...statements,
        ],
      },
    );
  }

  private addSchedule(project: CodebuildProject): void {
    const { name, description, tools, everyHours } = this.props;
    const rule = new CloudwatchEventRule(this, 'Schedule', {
      name,
      description,
      scheduleExpression: `rate(${everyHours} ${everyHours === 1 ? 'hour' : 'hours'})`,
    });
    const starter = new TrustedRole(this, 'Starter', {
      name: `${name}-start`,
      description: `EventBridge starts the CodeBuild project ${name}`,
      trust: {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: {
          StringEquals: {
            'aws:SourceArn': `arn:aws:events:${tools.region}:${tools.account}:rule/${name}`,
          },
        },
      },
      statements: [{ Sid: 'Start', Effect: 'Allow', Action: 'codebuild:StartBuild', Resource: this.arn }],
    });
    new CloudwatchEventTarget(this, 'Target', { rule: rule.name, arn: project.arn, roleArn: starter.arn });
  }
}
