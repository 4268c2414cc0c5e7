import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AccountProvider } from '../constructs/account-provider';
import { ArtifactStore } from '../constructs/artifact-store';
import { BuildProject } from '../constructs/build-project';
import { buildBuildspec, deployBuildspec } from '../constructs/buildspecs';
import { DeliveryPipeline } from '../constructs/delivery-pipeline';
import type { Statement } from '../constructs/policy';
import { addStateBackend } from '../constructs/state-backend';
import type { PipelineResources } from '../delivery/pipeline-resources';

export interface DeliveryPipelineStackProps {
  readonly resources: PipelineResources;
}

const ARTIFACT_DAYS = 90;

/** The pipeline that releases configuration, in the tools account. */
export class DeliveryPipelineStack extends TerraformStack {
  constructor(scope: Construct, id: string, { resources }: DeliveryPipelineStackProps) {
    super(scope, id);
    const { tools, plans, roles, externalIds } = resources;
    const { account, region, backend } = tools;
    addStateBackend(this, { backend, owner: 'tools' });
    new AccountProvider(this, 'Provider', { account, region, tags: {} });
    const artifacts = new ArtifactStore(this, 'Artifacts', {
      bucketName: `dynconf-artifacts-${account}-${region}`,
      keepDays: ARTIFACT_DAYS,
    });
    const common = { account, region, artifacts };
    const build = new BuildProject(this, 'Build', {
      ...common,
      name: roles.build,
      description: 'Checks, tests and synthesizes a commit',
      buildspec: buildBuildspec(resources.buildCommands),
      timeoutMinutes: resources.buildTimeoutMinutes,
    });
    const deploy = new BuildProject(this, 'Deploy', {
      ...common,
      name: roles.deploy,
      description: 'Releases one stack, as the deploy role of its kind and environment',
      buildspec: deployBuildspec(),
      timeoutMinutes: resources.deployTimeoutMinutes,
      statements: takeOnRoles(Object.keys(externalIds)),
    });
    for (const plan of plans) {
      const suffix = plan.workload === undefined ? '' : `-${plan.workload}`;
      const roleName = `${roles.pipeline}${suffix}`;
      new DeliveryPipeline(this, `Delivery${suffix}`, { plan, tools, roleName, artifacts, build, deploy });
    }
  }
}

function takeOnRoles(roleArns: readonly string[]): Statement[] {
  if (roleArns.length === 0) return [];
  return [
    { Sid: 'TakeOnRoles', Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: roleArns },
  ];
}
