import { CodebuildProject } from '@cdktf/provider-aws/lib/codebuild-project';
import { Construct } from 'constructs';
import type { ArtifactStore } from './artifact-store';
import { addCodebuildLogs, addCodebuildRole, CODEBUILD_IMAGE, codebuildArn } from './codebuild';
import { literal } from './literal';
import type { Statement } from './policy';

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

/** CodeBuild's longest build; its shortest is 5. */
const LONGEST_TIMEOUT_MINUTES = 2160;

/** A CodeBuild project inside a pipeline, with a role of its own. */
export class BuildProject extends Construct {
  readonly projectName: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: BuildProjectProps) {
    super(scope, id);
    const { name, description, buildspec, timeoutMinutes, artifacts, statements = [] } = props;
    this.projectName = name;
    this.arn = codebuildArn(props);
    const logs = addCodebuildLogs(this, name);
    const role = addCodebuildRole(this, props, [...artifacts.accessStatements(), ...statements]);
    new CodebuildProject(this, 'Project', {
      name,
      description,
      serviceRole: role.arn,
      buildTimeout: Math.min(timeoutMinutes, LONGEST_TIMEOUT_MINUTES),
      encryptionKey: artifacts.keyArn,
      artifacts: { type: 'CODEPIPELINE' },
      environment: {
        type: 'LINUX_CONTAINER',
        image: CODEBUILD_IMAGE,
        computeType: 'BUILD_GENERAL1_MEDIUM',
      },
      logsConfig: { cloudwatchLogs: { groupName: logs.name } },
      source: { type: 'CODEPIPELINE', buildspec: literal(JSON.stringify(buildspec, null, 2)) },
      dependsOn: [role.policy],
    });
  }
}
