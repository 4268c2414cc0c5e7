import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { Construct } from 'constructs';
import type { Statement } from '../policies/policy';
import { TrustedRole } from '../trusted-role';

/** The image that every build of ours runs in. */
export const CODEBUILD_IMAGE = 'aws/codebuild/standard:7.0';
/** Node of that image (CodeBuild user guide, "Available runtimes"); the workflows of pull requests run the same. */
export const CODEBUILD_NODE = { nodejs: 22 };
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

export interface CodebuildRole {
  readonly statements: readonly Statement[];
  /** Projects that share it. @default - the one of its own name */
  readonly projects?: readonly string[];
  /** ARN of the policy that says what it may do at most. @default - no limit */
  readonly boundary?: string | undefined;
}

/** The role of a project: it may write that project's log, and what the statements say. */
export function addCodebuildRole(
  scope: Construct,
  { name, account, region }: CodebuildName,
  { statements, boundary, projects = [name] }: CodebuildRole,
): TrustedRole {
  const sources = projects.map((project) => codebuildArn({ name: project, account, region }));
  const logs = projects.map(
    (project) => `arn:aws:logs:${region}:${account}:log-group:${logGroupName(project)}:log-stream:*`,
  );
  return new TrustedRole(scope, 'Role', {
    name,
    description: `CodeBuild project ${name}`,
    trust: {
      Principal: { Service: 'codebuild.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceArn': oneOrAll(sources) } },
    },
    statements: [
      {
        Sid: 'Logs',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: oneOrAll(logs),
      },
      ...statements,
    ],
    permissionsBoundary: boundary,
  });
}

function oneOrAll(texts: readonly string[]): string | readonly string[] {
  return texts.length === 1 ? (texts[0] ?? '') : texts;
}

export function addCodebuildLogs(scope: Construct, name: string): CloudwatchLogGroup {
  return new CloudwatchLogGroup(scope, 'Logs', { name: logGroupName(name), retentionInDays: LOG_DAYS });
}

function logGroupName(name: string): string {
  return `/aws/codebuild/${name}`;
}
