import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CodebuildProject } from '@cdktf/provider-aws/lib/codebuild-project';
import { Construct } from 'constructs';
import type { ArtifactStore } from './artifact-store';
import { literal } from './literal';
import type { Statement } from './policy';
import { TrustedRole } from './trusted-role';

export interface BuildProjectProps {
  /** Also the name of its role, which other accounts trust by name. */
  readonly name: string;
  readonly description: string;
  readonly account: string;
  readonly region: string;
  /** As CodeBuild reads it: JSON is YAML. */
  readonly buildspec: object;
  /** 5 to 2160. */
  readonly timeoutMinutes: number;
  readonly artifacts: ArtifactStore;
  /** What it may do besides logging and reading and writing artifacts. @default - nothing */
  readonly statements?: readonly Statement[];
}

const LOG_DAYS = 90;
/** CodeBuild's longest build; its shortest is 5. */
const LONGEST_TIMEOUT_MINUTES = 2160;

/** A CodeBuild project inside a pipeline, with a role of its own. */
export class BuildProject extends Construct {
  readonly projectName: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: BuildProjectProps) {
    super(scope, id);
    const { name, description, account, region, buildspec, timeoutMinutes, artifacts } = props;
    this.projectName = name;
    this.arn = `arn:aws:codebuild:${region}:${account}:project/${name}`;
    const logs = new CloudwatchLogGroup(this, 'Logs', {
      name: `/aws/codebuild/${name}`,
      retentionInDays: LOG_DAYS,
    });
    const role = this.addRole(props);
    new CodebuildProject(this, 'Project', {
      name,
      description,
      serviceRole: role.arn,
      buildTimeout: Math.min(timeoutMinutes, LONGEST_TIMEOUT_MINUTES),
      encryptionKey: artifacts.keyArn,
      artifacts: { type: 'CODEPIPELINE' },
      environment: {
        type: 'LINUX_CONTAINER',
        image: 'aws/codebuild/standard:7.0',
        computeType: 'BUILD_GENERAL1_MEDIUM',
      },
      logsConfig: { cloudwatchLogs: { groupName: logs.name } },
      source: { type: 'CODEPIPELINE', buildspec: literal(JSON.stringify(buildspec, null, 2)) },
      dependsOn: [role.policy],
    });
  }

  private addRole({ name, account, region, artifacts, statements = [] }: BuildProjectProps): TrustedRole {
    const logGroup = `arn:aws:logs:${region}:${account}:log-group:/aws/codebuild/${name}`;
    return new TrustedRole(this, 'Role', {
      name,
      description: `CodeBuild project ${name}`,
      trust: {
        Principal: { Service: 'codebuild.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceArn': this.arn } },
      },
      statements: [
        {
          Sid: 'Logs',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `${logGroup}:log-stream:*`,
        },
        ...artifacts.accessStatements(),
        ...statements,
      ],
    });
  }
}
