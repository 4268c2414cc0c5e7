import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { AccountProvider } from '../constructs/account-provider';
import { ArtifactStore } from '../constructs/pipeline/artifact-store';
import { codebuildArn } from '../constructs/pipeline/codebuild';
import { DeliveryPipeline } from '../constructs/pipeline/delivery-pipeline';
import { PipelineProjects } from '../constructs/pipeline/pipeline-projects';
import { SigningKey } from '../constructs/pipeline/signing-key';
import { addStateBackend } from '../constructs/state-backend';
import type { PipelineResources } from '../delivery/pipeline/pipeline-resources';
import type { PipelineScripts } from './pipeline-scripts';

export interface DeliveryPipelineStackProps {
  readonly resources: PipelineResources;
  readonly scripts: PipelineScripts;
}

/** The pipelines that release configuration, in the tools account. */
export class DeliveryPipelineStack extends TerraformStack {
  readonly artifacts: ArtifactStore;
  readonly signingKey: SigningKey;

  constructor(scope: Construct, id: string, { resources, scripts }: DeliveryPipelineStackProps) {
    super(scope, id);
    const { tools, pipelines, projects, bucketName, artifactDays, signerArn } = resources;
    const { account, region, backend } = tools;
    addStateBackend(this, { backend, owner: 'tools' });
    new AccountProvider(this, 'Provider', { account, region, tags: {} });
    const artifacts = new ArtifactStore(this, 'Artifacts', { bucketName, keepDays: artifactDays });
    const signingKey = new SigningKey(this, 'Signing', { account, signerArn });
    const place = { account, region, artifacts, signingKey };
    new PipelineProjects(this, 'Projects', { ...place, projects, scripts });
    for (const { plan, roleName, starts } of pipelines) {
      const suffix = plan.workload === undefined ? '' : `-${plan.workload}`;
      const projectArns = starts.map((name) => codebuildArn({ name, account, region }));
      new DeliveryPipeline(this, `Delivery${suffix}`, { plan, tools, roleName, artifacts, projectArns });
    }
    this.artifacts = artifacts;
    this.signingKey = signingKey;
  }
}
