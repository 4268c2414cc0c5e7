import { AppconfigDeployment } from '@cdktf/provider-aws/lib/appconfig-deployment';
import { AppconfigHostedConfigurationVersion } from '@cdktf/provider-aws/lib/appconfig-hosted-configuration-version';
import { TerraformAsset, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { Document } from '../compiler/project';

export interface ReleasedDocumentProps {
  /** The stack that releases the document. */
  readonly stack: string;
  readonly document: Pick<
    Document,
    'component' | 'profile' | 'environment' | 'region' | 'contentType' | 'fingerprint'
  >;
  /** The file that holds the content: it never passes through a string of the construct tree. */
  readonly file: string;
  readonly applicationId: string;
  readonly environmentId: string;
  readonly profileId: string;
  readonly strategyId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** States in which a deployment is on its way or there; ROLLING_BACK, ROLLED_BACK and REVERTED are not. */
const GOOD_STATES = ['VALIDATING', 'DEPLOYING', 'BAKING', 'COMPLETE'];

/**
 * One document as a hosted version and its deployment.
 *
 * AppConfig rewrites the content of flags, so the provider would replace the version on every apply: `content` is
 * ignored and the fingerprint in the version's description decides. It is written together with the content, which
 * keeps a refused upload red. Both are created before their predecessor goes, so that a failure in between leaves
 * the served version and the record of its deployment.
 */
export class ReleasedDocument extends Construct {
  readonly deployment: AppconfigDeployment;

  constructor(scope: Construct, id: string, props: ReleasedDocumentProps) {
    super(scope, id);
    const version = this.addVersion(props);
    this.deployment = new AppconfigDeployment(this, 'Deployment', {
      applicationId: props.applicationId,
      environmentId: props.environmentId,
      configurationProfileId: props.profileId,
      configurationVersion: Token.asString(version.versionNumber),
      deploymentStrategyId: props.strategyId,
      tags: { ...props.tags },
      lifecycle: {
        createBeforeDestroy: true,
        // A new pace is for the next document: by itself it would deploy the served one once more.
        ignoreChanges: ['deployment_strategy_id'],
        postcondition: [
          {
            condition: `\${contains(${JSON.stringify(GOOD_STATES)}, self.state)}`,
            errorMessage: rollbackMessage(props),
          },
        ],
      },
    });
  }

  private addVersion({ document, file, applicationId, profileId }: ReleasedDocumentProps) {
    const asset = new TerraformAsset(this, 'Document', {
      path: file,
      // Known already, so that the file need not be read for it.
      assetHash: document.fingerprint.replace('sha256:', '').slice(0, 32),
    });
    return new AppconfigHostedConfigurationVersion(this, 'Version', {
      applicationId,
      configurationProfileId: profileId,
      contentType: document.contentType,
      description: document.fingerprint,
      // A plain string, not a token: read beside the stack's own file, from wherever Terraform was started.
      content: `\${file("\${path.module}/${asset.path}")}`,
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ['content'] },
    });
  }
}

/** What the next plan says after a rollback: Terraform by itself would say "No changes". */
function rollbackMessage({ stack, document }: ReleasedDocumentProps): string {
  const { component, profile, environment, region } = document;
  const deployment =
    'deployment ${self.deployment_number} of version ${self.configuration_version} is ${self.state}';
  return (
    `${component} ${profile} in ${environment}/${region}: ${deployment}. ` +
    'The document that the trunk holds is not the one that is served: revert or change it and release again, ' +
    `or, if it is good after all, npx dynconf redeploy ${stack} --reason "…".`
  );
}
