import {
  type AppConfigClient,
  GetDeploymentCommand,
  type GetDeploymentCommandOutput,
} from '@aws-sdk/client-appconfig';
import type { DeploymentReference } from '../release-event';

/** One look at one deployment. */
export function getDeployment(
  client: AppConfigClient,
  { applicationId, environmentId, deploymentNumber }: DeploymentReference,
): Promise<GetDeploymentCommandOutput> {
  return client.send(
    new GetDeploymentCommand({
      ApplicationId: applicationId,
      EnvironmentId: environmentId,
      DeploymentNumber: deploymentNumber,
    }),
  );
}
