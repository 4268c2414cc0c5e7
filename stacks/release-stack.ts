import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Document, Profile } from '../compiler/project';
import { AccountProvider } from '../constructs/account-provider';
import { literals } from '../constructs/literal';
import { ReleasedDocument } from '../constructs/released-document';
import { addStateBackend } from '../constructs/state-backend';
import type { FoundationStack, TargetStackProps } from './foundation-stack';

/** A document and the file that its content is staged in. */
export interface StagedDocument {
  readonly document: Document;
  readonly file: string;
}

export interface ReleaseStackProps extends TargetStackProps {
  readonly profile: Profile;
  readonly foundation: FoundationStack;
  /** Those of this target and profile; none is fine: the stack is then there, and empty. */
  readonly documents: readonly StagedDocument[];
}

/** The hosted versions and deployments of one profile in one target: nothing else, so that releasing needs AppConfig only. */
export class ReleaseStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: ReleaseStackProps) {
    super(scope, id);
    const { resources, foundation, endpoint } = props;
    const { target, tags } = resources;
    const { environment, region } = target;
    addStateBackend(this, { backend: environment.backend, owner: environment.name });
    new AccountProvider(this, 'Provider', { account: environment.account, region, tags, endpoint });
    this.addDependency(foundation);
    const released = props.documents.map((staged) => this.addDocument(staged, props));
    this.addOutputs(released);
  }

  private addDocument(
    { document, file }: StagedDocument,
    { resources, foundation, profile }: ReleaseStackProps,
  ) {
    const { component } = document;
    const ids = foundation.findIds(component, profile);
    const application = resources.applications.find((candidate) => candidate.component === component);
    const { deployment } = new ReleasedDocument(this, component, {
      ...ids,
      stack: this.node.id,
      document,
      file,
      strategyId: foundation.strategyIds[profile],
      tags: literals(application?.tags ?? {}),
    });
    return {
      component,
      profile,
      applicationId: deployment.applicationId,
      environmentId: deployment.environmentId,
      deploymentNumber: deployment.deploymentNumber,
      configurationVersion: deployment.configurationVersion,
    };
  }

  /** An output's id is what people read and scripts ask for: `deployments` is part of the contract. */
  private addOutputs(deployments: readonly object[]): void {
    new TerraformOutput(this, 'deployments', {
      value: deployments,
      description: 'What was started; AppConfig rolls it out after the apply',
    });
    new TerraformOutput(this, 'await', {
      value: `npx dynconf await ${this.node.id}`,
      description: 'Apply starts the rollouts and does not wait: this command does',
    });
  }
}
