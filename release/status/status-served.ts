import { type AppConfigClient, type DeploymentSummary } from '@aws-sdk/client-appconfig';
import type { Json, JsonObject, Profile } from '../../compiler/project';
import { isTakenBack } from '../../delivery/deployment-states';
import type { AppConfigClients } from '../appconfig/appconfig-clients';
import { describeRollback } from '../appconfig/describe-rollback';
import { FoundProfiles, type FoundProfile } from '../appconfig/found-profiles';
import { getDeployment } from '../appconfig/get-deployment';
import type { DeploymentReference } from '../release-event';
import { listDeployments } from '../appconfig/running-deployments';
import { storedVersion } from '../appconfig/stored-version';
import { readServed } from '../appconfig/verify-served';

/** A document as AppConfig has it, found by names: no state of anybody's is believed. */
export interface SeenDocument {
  /** The newest deployment of the profile: what was wanted last. */
  readonly newest: SeenDeployment;
  /** What AppConfig's own log says of a deployment that was rolled back. */
  readonly rollback?: string;
  /** What is served again after a rollback: the newest deployment that ended well. */
  readonly before?: SeenDeployment;
  /** What a consumer reads now; absent while a rollout changes it, or where reading would count as using. */
  readonly content?: Json;
}

export interface SeenDeployment {
  readonly number: number;
  readonly version: string;
  readonly state: string;
  readonly percentage: number;
  /** The description of the hosted version; absent when the version is deleted or has none. */
  readonly fingerprint?: string;
  /** The stored document as it was uploaded; absent when the version is deleted. */
  readonly stored?: JsonObject;
}

export interface Sought {
  readonly component: string;
  readonly application: string;
  readonly environment: string;
  readonly profile: Profile;
}

/** Looks at the documents of one account and region; asks for the names of its applications once. */
export class ServedLook {
  readonly #profiles: FoundProfiles;

  constructor(
    private readonly clients: AppConfigClients,
    /** False: AWS takes a read for a use, and would not let a temporary environment go for an hour. */
    private readonly readsAsConsumer: boolean,
  ) {
    this.#profiles = new FoundProfiles(clients.control);
  }

  /** Absent: AppConfig has no such application, environment or profile, or nothing was ever deployed to it. */
  async look(sought: Sought): Promise<SeenDocument | undefined> {
    const { control } = this.clients;
    const place = await this.#profiles.find(sought);
    if (place === undefined) return undefined;
    const summary = await newestOf(control, place, () => true);
    if (summary === undefined) return undefined;
    const newest = await this.#seen(place, summary);
    const rollback = isTakenBack(newest.state)
      ? await rollbackOf(control, { ...sought, ...place, newest })
      : undefined;
    const before = isTakenBack(newest.state) ? await this.#before(place) : undefined;
    const content =
      newest.state === 'COMPLETE' && this.readsAsConsumer
        ? await readServed(this.clients.data, {
            application: place.applicationId,
            environment: place.environmentId,
            profile: place.profileId,
          })
        : undefined;
    return {
      newest,
      ...(rollback !== undefined && { rollback }),
      ...(before && { before }),
      ...(content !== undefined && { content }),
    };
  }

  async #before(place: FoundProfile): Promise<SeenDeployment | undefined> {
    const summary = await newestOf(this.clients.control, place, ({ State: state }) => state === 'COMPLETE');
    return summary && this.#seen(place, summary);
  }

  async #seen(place: FoundProfile, summary: DeploymentSummary): Promise<SeenDeployment> {
    const { DeploymentNumber: number = 0, ConfigurationVersion: version = '', State: state = '' } = summary;
    const stored = await storedVersion(this.clients.control, place, version);
    return { number, version, state, percentage: summary.PercentageComplete ?? 0, ...stored };
  }
}

async function newestOf(
  client: AppConfigClient,
  place: FoundProfile,
  isIt: (deployment: DeploymentSummary) => boolean,
): Promise<DeploymentSummary | undefined> {
  for await (const deployment of listDeployments(client, place)) {
    if (deployment.ConfigurationName === place.profile && isIt(deployment)) return deployment;
  }
  return undefined;
}

async function rollbackOf(
  client: AppConfigClient,
  {
    component,
    profile,
    applicationId,
    environmentId,
    newest,
  }: Sought & FoundProfile & { newest: SeenDeployment },
): Promise<string> {
  const reference: DeploymentReference = {
    component,
    profile,
    applicationId,
    environmentId,
    deploymentNumber: newest.number,
    configurationVersion: newest.version,
  };
  const [first = ''] = describeRollback(reference, await getDeployment(client, reference)).split('\n');
  return first.replace(`${component} ${profile}: `, '');
}
