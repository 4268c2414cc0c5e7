import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AccountProvider } from '../constructs/account-provider';
import type { ArtifactStore } from '../constructs/pipeline/artifact-store';
import { codebuildArn } from '../constructs/pipeline/codebuild';
import { DeliveryPipeline } from '../constructs/pipeline/delivery-pipeline';
import { PipelineProjects } from '../constructs/pipeline/pipeline-projects';
import type { SigningKey } from '../constructs/pipeline/signing-key';
import { addStateBackend } from '../constructs/state-backend';
import { toolsInspectStatements, toolsPlatformStatements } from '../constructs/policies/tools-statements';
import type { PlatformResources } from '../delivery/pipeline/platform-resources';
import type { PipelineScripts } from './pipeline-scripts';

export interface PlatformPipelineStackProps {
  readonly resources: PlatformResources;
  readonly scripts: PipelineScripts;
  /** Of the delivery pipelines: what is built and signed is the same. */
  readonly shared: { readonly artifacts: ArtifactStore; readonly signingKey: SigningKey };
}

/** The pipeline that changes pipelines and roles, with an approval of its own, in the tools account. */
export class PlatformPipelineStack extends TerraformStack {
  constructor(scope: Construct, id: string, { resources, scripts, shared }: PlatformPipelineStackProps) {
    super(scope, id);
    const { tools, plan, roleName, projects, projectNames, inspectRole, platformRole } = resources;
    const { account, region, backend } = tools;
    const { artifacts } = shared;
    addStateBackend(this, { backend, owner: 'tools' });
    new AccountProvider(this, 'Provider', { account, region, tags: {} });
    new PipelineProjects(this, 'Projects', {
      ...shared,
      account,
      region,
      projects,
      scripts,
      statements: {
        [inspectRole]: toolsInspectStatements(resources),
        [platformRole]: toolsPlatformStatements(resources),
      },
    });
    const projectArns = projectNames.map((name) => codebuildArn({ name, account, region }));
    new DeliveryPipeline(this, 'Platform', { plan, tools, roleName, artifacts, projectArns });
  }
}
