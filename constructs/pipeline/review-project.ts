import { CodebuildProject } from '@cdktf/provider-aws/lib/codebuild-project';
import { CodebuildReportGroup } from '@cdktf/provider-aws/lib/codebuild-report-group';
import { CodebuildWebhook } from '@cdktf/provider-aws/lib/codebuild-webhook';
import { Construct } from 'constructs';
import type { PullRequestResources } from '../../delivery/review/pull-request-resources';
import { addCodebuildLogs, addCodebuildRole, CODEBUILD_IMAGE, CODEBUILD_NODE } from './codebuild';
import { literal } from '../literal';
import type { Statement } from '../policies/policy';

const EVENTS = ['PULL_REQUEST_CREATED', 'PULL_REQUEST_UPDATED', 'PULL_REQUEST_REOPENED'];

/**
 * A CodeBuild project that checks pull requests, with a role that can do nothing but tell.
 *
 * Whatever a pull request says is run here. So the source comes with the credential that CodeBuild keeps for the
 * account, and not by a connection: its token could be asked for by whoever has the project's role.
 */
export class ReviewProject extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly resources: PullRequestResources,
  ) {
    super(scope, id);
    const { name, timeoutMinutes, tools, code } = resources;
    const { account, region, source } = tools;
    const role = addCodebuildRole(this, { name, account, region }, { statements: [this.reportStatement()] });
    const logs = addCodebuildLogs(this, name);
    const group = this.addReportGroup();
    const project = new CodebuildProject(this, 'Project', {
      name,
      description: 'Checks pull requests and shows what they change',
      serviceRole: role.arn,
      buildTimeout: timeoutMinutes,
      artifacts: { type: 'NO_ARTIFACTS' },
      environment: {
        type: 'LINUX_CONTAINER',
        image: CODEBUILD_IMAGE,
        computeType: 'BUILD_GENERAL1_MEDIUM',
        environmentVariable: [{ name: 'TRUNK', value: literal(source.trunk) }],
      },
      logsConfig: { cloudwatchLogs: { groupName: logs.name } },
      source: {
        type: code.type,
        location: literal(code.location),
        // All of it: the review looks for what the branch has in common with the trunk.
        gitCloneDepth: 0,
        // A status would need a token that writes.
        reportBuildStatus: false,
        buildspec: literal(JSON.stringify(this.buildspec(), null, 2)),
      },
      dependsOn: [role.policy, group],
    });
    this.addWebhook(project);
  }

  /** Made in GitHub by a person, with the URL and secret that CodeBuild answers with: the account's credential only reads. */
  private addWebhook(project: CodebuildProject): void {
    const { trunk } = this.resources.tools.source;
    const branch = trunk.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    new CodebuildWebhook(this, 'Webhook', {
      projectName: project.name,
      manualCreation: true,
      buildType: 'BUILD',
      filterGroup: [
        {
          filter: [
            { type: 'EVENT', pattern: EVENTS.join(', ') },
            { type: 'BASE_REF', pattern: literal(`^refs/heads/${branch}$`) },
          ],
        },
      ],
    });
  }

  private buildspec(): object {
    const { commands, reports } = this.resources;
    return {
      version: 0.2,
      phases: {
        install: {
          'runtime-versions': CODEBUILD_NODE,
          commands: [
            'npm ci',
            'TERRAFORM_FOLDER=/usr/local/bin sh scripts/pull-request/install-terraform.sh',
          ],
        },
        // A failure is told last: what comes after it is shown all the same.
        build: {
          commands: [...commands.map((command) => `${command} || FAILED=yes`), 'test -z "$FAILED"'],
        },
      },
      reports: { [this.reportGroupArn()]: { files: reports, 'file-format': 'JUNITXML' } },
    };
  }

  /** Made here, so that what runs a pull request need not be able to make one. */
  private addReportGroup(): CodebuildReportGroup {
    return new CodebuildReportGroup(this, 'Checks', {
      name: this.reportGroupName(),
      type: 'TEST',
      deleteReports: true,
      exportConfig: { type: 'NO_EXPORT' },
    });
  }

  private reportStatement(): Statement {
    return {
      Sid: 'Report',
      Effect: 'Allow',
      Action: ['CreateReport', 'UpdateReport', 'BatchPutTestCases'].map((action) => `codebuild:${action}`),
      Resource: this.reportGroupArn(),
    };
  }

  private reportGroupArn(): string {
    const { account, region } = this.resources.tools;
    return `arn:aws:codebuild:${region}:${account}:report-group/${this.reportGroupName()}`;
  }

  private reportGroupName(): string {
    return `${this.resources.name}-checks`;
  }
}
