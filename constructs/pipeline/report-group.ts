import { CodebuildReportGroup } from '@cdktf/provider-aws/lib/codebuild-report-group';
import type { Construct } from 'constructs';
import type { Report } from '../../delivery/pipeline/delivery-plan';
import { type ArtifactStore, REPORTS_PREFIX } from './artifact-store';
import type { CodebuildName } from './codebuild';
import type { Statement } from '../policies/policy';

export interface ReportGroupProps {
  readonly project: CodebuildName;
  readonly report: Report;
  readonly artifacts: ArtifactStore;
}

/** Reports of one kind, encrypted and kept as long as artifacts are: CodeBuild itself forgets them after 30 days. */
export class ReportGroup extends CodebuildReportGroup {
  constructor(scope: Construct, id: string, { project, report, artifacts }: ReportGroupProps) {
    super(scope, id, {
      name: groupName(project, report),
      type: report.type,
      deleteReports: true,
      exportConfig: {
        type: 'S3',
        s3Destination: {
          bucket: artifacts.bucketName,
          encryptionKey: artifacts.keyArn,
          encryptionDisabled: false,
          packaging: 'ZIP',
          path: REPORTS_PREFIX,
        },
      },
    });
  }
}

export function reportGroupArn(project: CodebuildName, report: Report): string {
  return `arn:aws:codebuild:${project.region}:${project.account}:report-group/${groupName(project, report)}`;
}

/** What a build needs to publish its reports. */
export function publishStatements(groupArns: readonly string[], artifacts: ArtifactStore): Statement[] {
  if (groupArns.length === 0) return [];
  return [
    { Sid: 'PublishReports', Effect: 'Allow', Action: PUBLISH, Resource: groupArns },
    ...artifacts.reportStatements(),
  ];
}

function groupName({ name }: CodebuildName, { group }: Report): string {
  return `${name}-${group}`;
}

const PUBLISH = ['CreateReport', 'UpdateReport', 'BatchPutTestCases', 'BatchPutCodeCoverages'].map(
  (action) => `codebuild:${action}`,
);
