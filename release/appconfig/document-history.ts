import type { AppConfigClient, DeploymentSummary } from '@aws-sdk/client-appconfig';
import type { ProfileIds } from './delete-versions';
import { FoundProfiles, type FoundProfile, type SoughtProfile } from './found-profiles';
import { listVersions } from './list-versions';
import { listDeployments } from './running-deployments';

/** A deployment of one profile, newest first in a history. */
export interface PastDeployment {
  readonly number: number;
  readonly version: string;
  readonly state: string;
  /** What the hosted version says of itself; absent when it is deleted or says nothing. */
  readonly fingerprint?: string;
}

/** What happened to one document, as AppConfig tells it: no state of anybody's is believed. */
export interface DocumentHistory extends FoundProfile {
  /** What was wanted last. Absent: the profile was never deployed in this environment. */
  readonly newest?: PastDeployment;
  /** The newest deployment of a version that carries the fingerprint asked for. */
  readonly ofWanted?: PastDeployment;
  /** The newest that ended well: what is served, unless one is in progress. */
  readonly served?: PastDeployment;
  readonly storedVersions: number;
}

/** The histories of one account and region; each list is asked for once, so it is of the moment that it was made. */
export class DocumentHistories {
  readonly profiles: FoundProfiles;
  readonly #deployments = new Map<string, PagedList<DeploymentSummary>>();
  readonly #fingerprints = new Map<string, Promise<ReadonlyMap<string, string>>>();

  constructor(private readonly client: AppConfigClient) {
    this.profiles = new FoundProfiles(client);
  }

  /** Absent: AppConfig has no such application, environment or profile. */
  async look(sought: SoughtProfile, wanted: string): Promise<DocumentHistory | undefined> {
    const place = await this.profiles.find(sought);
    if (place === undefined) return undefined;
    const fingerprints = await this.fingerprints(place);
    const wantedVersions = [...fingerprints].filter(([, one]) => one === wanted).map(([version]) => version);
    const find = (isIt: (deployment: DeploymentSummary) => boolean): Promise<PastDeployment | undefined> =>
      this.#find(place, isIt);
    const newest = await find(() => true);
    const ofWanted =
      wantedVersions.length > 0
        ? await find(({ ConfigurationVersion: version }) => wantedVersions.includes(version ?? ''))
        : undefined;
    const served = newest && (await find(({ State: state }) => state === 'COMPLETE'));
    return {
      ...place,
      storedVersions: fingerprints.size,
      ...(newest && { newest }),
      ...(ofWanted && { ofWanted }),
      ...(served && { served }),
    };
  }

  /** What was served before a deployment: the newest before it that ended well. */
  async before(sought: SoughtProfile, number: number): Promise<PastDeployment | undefined> {
    const place = await this.profiles.find(sought);
    return (
      place &&
      this.#find(
        place,
        ({ State: state, DeploymentNumber: other = 0 }) => state === 'COMPLETE' && other < number,
      )
    );
  }

  /** Version number → description, of every stored version of a profile. */
  fingerprints(place: ProfileIds): Promise<ReadonlyMap<string, string>> {
    const known = this.#fingerprints.get(place.profileId) ?? fingerprintsOf(this.client, place);
    this.#fingerprints.set(place.profileId, known);
    return known;
  }

  async #find(
    place: FoundProfile,
    isIt: (deployment: DeploymentSummary) => boolean,
  ): Promise<PastDeployment | undefined> {
    const found = await this.#list(place).find(
      (deployment) => deployment.ConfigurationName === place.profile && isIt(deployment),
    );
    if (found === undefined) return undefined;
    const { DeploymentNumber: number = 0, ConfigurationVersion: version = '', State: state = '' } = found;
    const fingerprint = (await this.fingerprints(place)).get(version);
    return {
      number,
      version,
      state,
      ...(fingerprint !== undefined && fingerprint !== '' && { fingerprint }),
    };
  }

  #list(place: FoundProfile): PagedList<DeploymentSummary> {
    const known = this.#deployments.get(place.environmentId);
    const list = known ?? new PagedList(listDeployments(this.client, place));
    this.#deployments.set(place.environmentId, list);
    return list;
  }
}

/** Reads on only as far as somebody looks. */
class PagedList<Item> {
  readonly #read: Item[] = [];
  #isDone = false;

  constructor(private readonly source: AsyncGenerator<Item>) {}

  async find(isIt: (item: Item) => boolean): Promise<Item | undefined> {
    const known = this.#read.find(isIt);
    while (known === undefined && !this.#isDone) {
      const { value, done } = await this.source.next();
      this.#isDone = done === true;
      if (done === true) break;
      this.#read.push(value);
      if (isIt(value)) return value;
    }
    return known;
  }
}

async function fingerprintsOf(
  client: AppConfigClient,
  place: ProfileIds,
): Promise<ReadonlyMap<string, string>> {
  const versions = await listVersions(client, place);
  return new Map(
    versions.map(({ VersionNumber: number, Description: description = '' }) => [String(number), description]),
  );
}
