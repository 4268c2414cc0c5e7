import { CodebuildProject } from '@cdktf/provider-aws/lib/codebuild-project';
import { Construct } from 'constructs';
import { addCodebuildLogs, addCodebuildRole, CODEBUILD_IMAGE, codebuildArn } from './codebuild';
import { literal } from '../literal';
import type { Statement } from '../policies/policy';
import type { TrustedRole } from '../trusted-role';

export interface BuildProjectProps {
  readonly name: string;
  readonly description: string;
  readonly account: string;
  readonly region: string;
  /** As CodeBuild reads it: JSON is YAML. */
  readonly buildspec: object;
  /** What Terraform knows only later. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** 5 to 2160. */
  readonly timeoutMinutes: number;
  /** ARN of what encrypts artifacts. */
  readonly keyArn: string;
  /** Of several projects that may do the same. @default - a role of its own, with the project's name */
  readonly role?: TrustedRole;
  /** What its own role may do besides logging. @default - nothing */
  readonly statements?: readonly Statement[];
  /** ARN of the policy that says what its own role may do at most. @default - no limit */
  readonly permissionsBoundary?: string | undefined;
}

/** CodeBuild's longest build; its shortest is 5. */
const LONGEST_TIMEOUT_MINUTES = 2160;

/** A CodeBuild project inside a pipeline. */
export class BuildProject extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: BuildProjectProps) {
    super(scope, id);
    const { name, description, buildspec, timeoutMinutes, keyArn, statements = [], variables = {} } = props;
    this.arn = codebuildArn(props);
    const logs = addCodebuildLogs(this, name);
    const role =
      props.role ?? addCodebuildRole(this, props, { statements, boundary: props.permissionsBoundary });
    new CodebuildProject(this, 'Project', {
      name,
      description,
      serviceRole: role.arn,
      buildTimeout: Math.min(timeoutMinutes, LONGEST_TIMEOUT_MINUTES),
      encryptionKey: keyArn,
      artifacts: { type: 'CODEPIPELINE' },
      environment: {
        type: 'LINUX_CONTAINER',
        image: CODEBUILD_IMAGE,
        computeType: 'BUILD_GENERAL1_MEDIUM',
        ...(Object.keys(variables).length > 0 && {
          environmentVariable: Object.entries(variables).map(([key, value]) => ({ name: key, value })),
        }),
      },
      logsConfig: { cloudwatchLogs: { groupName: logs.name } },
      source: { type: 'CODEPIPELINE', buildspec: literal(JSON.stringify(buildspec, null, 2)) },
      dependsOn: [role.policy],
    });
  }
}
