import {
  type AppConfigClient,
  type DeploymentSummary,
  ListDeploymentsCommand,
} from '@aws-sdk/client-appconfig';
import { isRunning } from '../../delivery/deployment-states';
import type { DeploymentReference } from '../release-event';
import { utcMinute } from '../utc-minute';

/** One environment of one application: where AppConfig allows one deployment at a time. */
export type DeploymentPlace = Pick<DeploymentReference, 'applicationId' | 'environmentId'>;

/** Newest first, page by page, as AppConfig lists them. */
export async function* listDeployments(
  client: AppConfigClient,
  place: DeploymentPlace,
): AsyncGenerator<DeploymentSummary> {
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListDeploymentsCommand({
        ApplicationId: place.applicationId,
        EnvironmentId: place.environmentId,
        NextToken: token,
      }),
    );
    yield* page.Items ?? [];
    token = page.NextToken;
  } while (token !== undefined);
}

/** The deployment that is in progress in an environment; only the newest can be. */
export async function findRunning(
  client: AppConfigClient,
  place: DeploymentPlace,
): Promise<DeploymentSummary | undefined> {
  for await (const newest of listDeployments(client, place))
    return isRunning(newest.State) ? newest : undefined;
  return undefined;
}

/** `deployment 4 of operations version 2, DEPLOYING at 40 %, started 2026-11-21 12:03 UTC`. */
export function describeRunning(running: DeploymentSummary): string {
  const { DeploymentNumber: number, ConfigurationName: profile, ConfigurationVersion: version } = running;
  const { State: state, PercentageComplete: percentage = 0, StartedAt: startedAt } = running;
  const started = startedAt === undefined ? '' : `, started ${utcMinute(startedAt)}`;
  return `deployment ${number} of ${profile ?? 'an unnamed profile'} version ${version}, ${state} at ${percentage} %${started}`;
}
