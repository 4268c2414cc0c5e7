import type { DeploymentReference } from '../../release/release-event';

/** A rollout of checkout's flags; a test says what matters to it. */
export function aDeployment(partial: Partial<DeploymentReference> = {}): DeploymentReference {
  return {
    component: 'checkout',
    profile: 'flags',
    applicationId: 'app0001',
    environmentId: 'env0001',
    deploymentNumber: 3,
    configurationVersion: '2',
    ...partial,
  };
}
