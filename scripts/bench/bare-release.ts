import { AppconfigDeployment } from '@cdktf/provider-aws/lib/appconfig-deployment';
import { AppconfigHostedConfigurationVersion } from '@cdktf/provider-aws/lib/appconfig-hosted-configuration-version';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, TerraformAsset, TerraformOutput, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { Profile } from '../../compiler/project';
import type { BareFoundation } from './bare-foundation';
import type { ReadyDocument, ReadyTarget } from './ready-values';

export interface BareReleaseProps {
  readonly ready: ReadyTarget;
  readonly foundation: BareFoundation;
  readonly profile: Profile;
}

/** The release stack of a target of the fleet, by hand. */
export class BareRelease extends TerraformStack {
  constructor(app: Construct, id: string, { ready, foundation, profile }: BareReleaseProps) {
    super(app, id);
    const { target, tags } = ready.resources;
    new LocalBackend(this, { path: `../../../.dynconf/state/${id}.tfstate` });
    new AwsProvider(this, 'Provider', {
      region: target.region,
      allowedAccountIds: [target.environment.account],
      defaultTags: [{ tags }],
    });
    this.addDependency(foundation);
    const deployments = ready.documents
      .filter((document) => document.profile === profile)
      .map((document) => addDeployment(this, document, { ready, foundation, profile }));
    new TerraformOutput(this, 'deployments', {
      value: deployments,
      description: 'What was started; AppConfig rolls it out after the apply',
    });
    new TerraformOutput(this, 'await', {
      value: `npx dynconf await ${id}`,
      description: 'Apply starts the rollouts and does not wait: this command does',
    });
  }
}

function addDeployment(
  stack: TerraformStack,
  { component, fingerprint, file }: ReadyDocument,
  { ready, foundation, profile }: BareReleaseProps,
) {
  const { target, applications } = ready.resources;
  const bare = foundation.applications[component];
  const configurationProfileId = bare?.profiles[profile]?.configurationProfileId;
  if (!bare || configurationProfileId === undefined) throw new Error(`no ${profile} of ${component}`);
  const scope = new Construct(stack, component);
  const asset = new TerraformAsset(scope, 'Document', { path: file, assetHash: fingerprint.slice(7, 39) });
  const version = new AppconfigHostedConfigurationVersion(scope, 'Version', {
    applicationId: bare.application.id,
    configurationProfileId,
    contentType: 'application/json',
    description: fingerprint,
    content: `\${file("\${path.module}/${asset.path}")}`,
    lifecycle: { createBeforeDestroy: true, ignoreChanges: ['content'] },
  });
  const where = `${component} ${profile} in ${target.environment.name}/${target.region}`;
  const deployment = new AppconfigDeployment(scope, 'Deployment', {
    applicationId: bare.application.id,
    environmentId: bare.environment.environmentId,
    configurationProfileId,
    configurationVersion: Token.asString(version.versionNumber),
    deploymentStrategyId: foundation.strategy.id,
    tags: { ...applications.find((application) => application.component === component)?.tags },
    lifecycle: {
      createBeforeDestroy: true,
      ignoreChanges: ['deployment_strategy_id'],
      postcondition: [{ condition: IS_GOOD, errorMessage: rolledBack(where, stack.node.id) }],
    },
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

const IS_GOOD = '${contains(["VALIDATING","DEPLOYING","BAKING","COMPLETE"], self.state)}';

function rolledBack(where: string, stack: string): string {
  return (
    `${where}: deployment \${self.deployment_number} of version \${self.configuration_version} is \${self.state}. ` +
    'The document that the trunk holds is not the one that is served: revert or change it and release again, ' +
    `or, if it is good after all, npx dynconf redeploy ${stack} --reason "…".`
  );
}
