import type { AppConfigClient, DeploymentSummary } from '@aws-sdk/client-appconfig';
import { applicationName, PROFILES } from '../../compiler/names';
import type { Component, Environment, Profile, Wave } from '../../compiler/project';
import { isRunning, isTakenBack } from '../../delivery/deployment-states';
import { askRegion } from '../appconfig/ask-region';
import { describeRollback } from '../appconfig/describe-rollback';
import { FoundProfiles } from '../appconfig/found-profiles';
import { getDeployment } from '../appconfig/get-deployment';
import type { ReadPlace } from '../read-access';
import type { DeploymentReference } from '../release-event';
import { type DeploymentPlace, describeRunning, listDeployments } from '../appconfig/running-deployments';
import type { AppConfigAccess } from '../terraform/stack-folder';

/** Which deployments are meant: of these components, in the regions of one wave. */
export interface WavePlaces {
  readonly environment: Environment;
  readonly wave: Wave;
  readonly components: readonly Component[];
}

/** What the newest deployments of a wave are, found by names: no state of anybody's is believed. */
export interface WaveLook {
  /** When the last rollout that succeeded was complete; absent when there was none. */
  readonly completedAt?: Date;
  /** A sentence for every document whose newest deployment AppConfig took back, and for every one in progress. */
  readonly rolledBack: readonly string[];
  readonly rollingOut: readonly string[];
}

/** Looks at all components in all regions of a wave. */
export async function lookAtWave(
  places: WavePlaces,
  accessTo: (place: ReadPlace) => AppConfigAccess,
): Promise<WaveLook> {
  const looks = await Promise.all(
    places.wave.regions.map((region) => {
      const place = { account: places.environment.account, region };
      return askRegion(place, accessTo(place), (client) => lookAtComponents(client, places, region));
    }),
  );
  return together(looks.flat());
}

/** One after the other: AppConfig's control plane throttles early. */
async function lookAtComponents(
  client: AppConfigClient,
  { environment, components }: WavePlaces,
  region: string,
): Promise<WaveLook[]> {
  const found = new FoundProfiles(client);
  const looks: WaveLook[] = [];
  for (const component of components) {
    const application = applicationName(component, environment);
    const place = await found.findEnvironment({ application, environment: environment.name });
    if (place) looks.push(await lookAtComponent(client, component, { ...place, region }));
  }
  return looks;
}

type RegionPlace = DeploymentPlace & { readonly region: string };

/** Down the list, newest first, until each profile has been met and a rollout that was complete. */
async function lookAtComponent(
  client: AppConfigClient,
  component: Component,
  place: RegionPlace,
): Promise<WaveLook> {
  const unmet = new Set<string>(PROFILES.filter((profile) => hasProfile(component, profile)));
  const looks: WaveLook[] = [];
  let completedAt: Date | undefined;
  for await (const deployment of listDeployments(client, place)) {
    const { ConfigurationName: profile = '', State: state, CompletedAt: at } = deployment;
    if (state === 'COMPLETE') completedAt ??= at;
    if (unmet.delete(profile)) looks.push(await fateOf(client, { component, place, deployment }));
    if (unmet.size === 0 && completedAt !== undefined) break;
  }
  return together([...looks, { ...(completedAt && { completedAt }), rolledBack: [], rollingOut: [] }]);
}

interface Newest {
  readonly component: Component;
  readonly place: RegionPlace;
  readonly deployment: DeploymentSummary;
}

async function fateOf(client: AppConfigClient, { component, place, deployment }: Newest): Promise<WaveLook> {
  const where = `${component.name} in ${place.region}`;
  if (isTakenBack(deployment.State)) {
    const reference: DeploymentReference = {
      component: component.name,
      profile: deployment.ConfigurationName as Profile,
      applicationId: place.applicationId,
      environmentId: place.environmentId,
      deploymentNumber: deployment.DeploymentNumber ?? 0,
      configurationVersion: deployment.ConfigurationVersion ?? '',
    };
    const [first = ''] = describeRollback(reference, await getDeployment(client, reference)).split('\n');
    return { rolledBack: [`${place.region}: ${first}`], rollingOut: [] };
  }
  const running = isRunning(deployment.State) ? [`${where}: ${describeRunning(deployment)}`] : [];
  return { rolledBack: [], rollingOut: running };
}

function hasProfile({ flags, operations }: Component, profile: Profile): boolean {
  return profile === 'flags' ? flags.length > 0 : operations !== undefined;
}

function together(looks: readonly WaveLook[]): WaveLook {
  const times = looks.flatMap(({ completedAt }) => (completedAt ? [completedAt.getTime()] : []));
  return {
    ...(times.length > 0 && { completedAt: new Date(Math.max(...times)) }),
    rolledBack: looks.flatMap(({ rolledBack }) => rolledBack),
    rollingOut: looks.flatMap(({ rollingOut }) => rollingOut),
  };
}
