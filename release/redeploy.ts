import { connectAppConfig } from './appconfig-clients';
import { getDeployment } from './await-deployments';
import { type Deployed, type DeployOptions, deployStack } from './deploy';
import { documentName } from './release-event';
import { ReleaseError } from './release-error';
import { releasedDeployments } from './released-deployments';
import type { StackFolder } from './stack-folder';

export interface RedeployOptions extends DeployOptions {
  /** Why the document is good after all; the person who decides says it. */
  readonly reason: string;
}

const BAD_STATES = ['ROLLED_BACK', 'REVERTED', 'ROLLING_BACK'];

/**
 * Deploys again what was rolled back, unchanged: the alarm was wrong, and a person says so.
 *
 * Only the deployment is replaced. Replacing the version as well would delete the one that is to be deployed.
 */
export async function redeployStack(stack: StackFolder, options: RedeployOptions): Promise<Deployed> {
  const addresses = await rolledBack(stack, options);
  options.onEvent({ type: 'warning', text: `deploying again what was rolled back: ${options.reason}` });
  return deployStack(stack, { ...options, replace: addresses });
}

async function rolledBack(stack: StackFolder, options: RedeployOptions): Promise<string[]> {
  const deployments = await releasedDeployments(stack, options);
  const clients = connectAppConfig(stack.access);
  try {
    const addresses: string[] = [];
    for (const deployment of deployments) {
      const { State: state = '' } = await getDeployment(clients.control, deployment);
      const document = stack.documents.find(
        (candidate) => documentName(candidate) === documentName(deployment),
      );
      if (document !== undefined && BAD_STATES.includes(state)) addresses.push(document.deploymentAddress);
    }
    if (addresses.length > 0) return addresses;
  } finally {
    clients.destroy();
  }
  throw new ReleaseError(
    'usage',
    `nothing of ${stack.name} was rolled back: \`npx dynconf deploy ${stack.name}\` releases it`,
  );
}
