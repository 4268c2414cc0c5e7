import type { AppConfigClient } from '@aws-sdk/client-appconfig';
import { type AwaitOptions, awaitDeployments } from './await-deployments';
import { type DeploymentReference, documentName } from './release-event';
import { ReleaseError } from './release-error';
import { describeRunning, findRunning } from './running-deployments';
import { DEPLOYMENT, type StackFolder } from './stack-folder';
import type { Plan } from './terraform';

interface Intent {
  readonly stack: StackFolder;
  readonly plan: Plan;
  /** What earlier releases of this stack started. */
  readonly known: readonly DeploymentReference[];
}

/**
 * Makes room for the deployments that a plan starts: AppConfig allows one per environment at a time, and Terraform's
 * provider would wait for another one in silence.
 *
 * One that this stack started itself (a release that was killed, or overtaken by a newer commit) is followed to its
 * end. Anybody else's is named and not waited for.
 */
export async function settleRunning(
  client: AppConfigClient,
  { stack, plan, known }: Intent,
  options: AwaitOptions,
): Promise<void> {
  const starting = stack.documents.filter(({ deploymentAddress }) =>
    plan.changes.some(
      ({ type, address, action }) =>
        type === DEPLOYMENT && address === deploymentAddress && action !== 'delete',
    ),
  );
  const own: DeploymentReference[] = [];
  for (const { component, profile } of starting) {
    const last = known.find(
      (deployment) => deployment.component === component && deployment.profile === profile,
    );
    const running = last && (await findRunning(client, last));
    if (last === undefined || running === undefined) continue;
    if (running.DeploymentNumber !== last.deploymentNumber) {
      throw new ReleaseError(
        'refused',
        `${stack.name}: ${component} is being deployed by somebody else, ${describeRunning(running)}\nRelease again when it is done, or stop it.`,
      );
    }
    own.push(last);
  }
  if (own.length > 0) await finish(client, own, options);
}

/** How an overtaken release ends does not matter to the one that replaces it, only that it has ended. */
async function finish(
  client: AppConfigClient,
  own: readonly DeploymentReference[],
  options: AwaitOptions,
): Promise<void> {
  options.onEvent({
    type: 'step',
    step: 'await',
    detail: `an earlier release of ${own.map(documentName).join(', ')} is still rolling out`,
  });
  try {
    await awaitDeployments(client, own, options);
  } catch (error) {
    if (!(error instanceof ReleaseError) || error.kind !== 'rolled-back') throw error;
    options.onEvent({ type: 'warning', text: error.message });
  }
}
