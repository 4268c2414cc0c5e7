import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { Construct } from 'constructs';
import type { Statement } from './policy';
import { TrustedRole } from './trusted-role';

/** The image that every build of ours runs in. */
export const CODEBUILD_IMAGE = 'aws/codebuild/standard:7.0';
const LOG_DAYS = 90;

/** A CodeBuild project as its role and its logs name it. */
export interface CodebuildName {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

export function codebuildArn({ name, account, region }: CodebuildName): string {
  return `arn:aws:codebuild:${region}:${account}:project/${name}`;
}

/** The role of one project: it may write that project's log, and what the statements say. */
export function addCodebuildRole(
  scope: Construct,
  project: CodebuildName,
  statements: readonly Statement[],
): TrustedRole {
  const { name, account, region } = project;
  return new TrustedRole(scope, 'Role', {
    name,
    description: `CodeBuild project ${name}`,
    trust: {
      Principal: { Service: 'codebuild.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceArn': codebuildArn(project) } },
    },
    statements: [
      {
        Sid: 'Logs',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:aws:logs:${region}:${account}:log-group:${logGroupName(name)}:log-stream:*`,
      },
      ...statements,
    ],
  });
}

export function addCodebuildLogs(scope: Construct, name: string): CloudwatchLogGroup {
  return new CloudwatchLogGroup(scope, 'Logs', { name: logGroupName(name), retentionInDays: LOG_DAYS });
}

function logGroupName(name: string): string {
  return `/aws/codebuild/${name}`;
}
