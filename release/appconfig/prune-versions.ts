import { type AppConfigClient, ListEnvironmentsCommand } from '@aws-sdk/client-appconfig';
import { isRunning } from '../../delivery/deployment-states';
import type { DeploymentReference } from '../release-event';
import { deleteVersions, type ProfileIds } from './delete-versions';
import { getDeployment } from './get-deployment';
import { listVersions } from './list-versions';
import { listDeployments } from './running-deployments';

/** So many stored versions of a profile stay; AppConfig's hosted store is limited by bytes, not by versions. */
export const KEPT_VERSIONS = 5;

interface Profile extends ProfileIds {
  readonly name: string;
}

/**
 * Deletes old hosted versions of a released document's profile and says which.
 *
 * Never one that is served or being deployed in any environment, nor the one served before it: that one is what a
 * rollback goes back to.
 */
export async function pruneVersions(
  client: AppConfigClient,
  released: DeploymentReference,
  keep = KEPT_VERSIONS,
): Promise<number[]> {
  const { ConfigurationProfileId: profileId = '' } = await getDeployment(client, released);
  const profile = { applicationId: released.applicationId, profileId, name: released.profile };
  const stored = await storedVersions(client, profile);
  const surplus = stored.sort((left, right) => right - left).slice(keep);
  if (surplus.length === 0) return [];
  const needed = await neededVersions(client, profile);
  const old = surplus.filter((version) => !needed.has(String(version)));
  await deleteVersions(client, profile, old);
  return old;
}

/** The numbers of all stored versions of a profile. */
export async function storedVersions(client: AppConfigClient, profile: ProfileIds): Promise<number[]> {
  const versions = await listVersions(client, profile);
  return versions.flatMap(({ VersionNumber: number }) => (number === undefined ? [] : [number]));
}

async function neededVersions(client: AppConfigClient, profile: Profile): Promise<Set<string>> {
  const needed = new Set<string>();
  for (const environmentId of await environmentsOf(client, profile.applicationId)) {
    for (const version of await neededIn(client, profile, environmentId)) needed.add(version);
  }
  return needed;
}

/** What is on its way, what is served, and what was served before. */
async function neededIn(client: AppConfigClient, profile: Profile, environmentId: string): Promise<string[]> {
  const needed: string[] = [];
  let completed = 0;
  for await (const deployment of listDeployments(client, {
    applicationId: profile.applicationId,
    environmentId,
  })) {
    const isComplete = deployment.State === 'COMPLETE';
    if (deployment.ConfigurationName !== profile.name || !(isComplete || isRunning(deployment.State)))
      continue;
    needed.push(deployment.ConfigurationVersion ?? '');
    if (isComplete) completed += 1;
    if (completed === 2) break;
  }
  return needed;
}

async function environmentsOf(client: AppConfigClient, applicationId: string): Promise<string[]> {
  const ids: string[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListEnvironmentsCommand({ ApplicationId: applicationId, NextToken: token }),
    );
    ids.push(...(page.Items ?? []).flatMap(({ Id: id }) => (id === undefined ? [] : [id])));
    token = page.NextToken;
  } while (token !== undefined);
  return ids;
}
