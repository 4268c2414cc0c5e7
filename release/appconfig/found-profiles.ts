import {
  type AppConfigClient,
  ListApplicationsCommand,
  ListConfigurationProfilesCommand,
  ListEnvironmentsCommand,
} from '@aws-sdk/client-appconfig';
import type { Profile } from '../../compiler/project';

/** A profile of an application and one of its environments, by names. */
export interface SoughtProfile {
  readonly application: string;
  readonly environment: string;
  readonly profile: Profile;
}

export interface FoundEnvironment {
  readonly applicationId: string;
  readonly environmentId: string;
}

export interface FoundProfile extends FoundEnvironment {
  readonly profileId: string;
  readonly profile: Profile;
}

/** Finds ids by names in one account and region; what it has asked AppConfig once it does not ask again. */
export class FoundProfiles {
  #applications: Promise<ReadonlyMap<string, string>> | undefined;
  readonly #inside = new Map<string, Promise<ReadonlyMap<string, string>>>();

  constructor(private readonly client: AppConfigClient) {}

  /** Name → id. */
  applications(): Promise<ReadonlyMap<string, string>> {
    this.#applications ??= namesOf((NextToken) =>
      this.client.send(new ListApplicationsCommand({ NextToken })),
    );
    return this.#applications;
  }

  /** Absent: AppConfig has no such application, environment or profile. */
  async find({ profile, ...sought }: SoughtProfile): Promise<FoundProfile | undefined> {
    const place = await this.findEnvironment(sought);
    if (place === undefined) return undefined;
    const profileId = (await this.#profiles(place.applicationId)).get(profile);
    return profileId === undefined ? undefined : { ...place, profileId, profile };
  }

  /** Absent: AppConfig has no such application or environment. */
  async findEnvironment({
    application,
    environment,
  }: Omit<SoughtProfile, 'profile'>): Promise<FoundEnvironment | undefined> {
    const applicationId = (await this.applications()).get(application);
    const environmentId = applicationId && (await this.#environments(applicationId)).get(environment);
    return applicationId && environmentId ? { applicationId, environmentId } : undefined;
  }

  #environments(applicationId: string): Promise<ReadonlyMap<string, string>> {
    return this.#once(`${applicationId} environments`, (NextToken) =>
      this.client.send(new ListEnvironmentsCommand({ ApplicationId: applicationId, NextToken })),
    );
  }

  #profiles(applicationId: string): Promise<ReadonlyMap<string, string>> {
    return this.#once(`${applicationId} profiles`, (NextToken) =>
      this.client.send(new ListConfigurationProfilesCommand({ ApplicationId: applicationId, NextToken })),
    );
  }

  #once(key: string, read: ReadPage): Promise<ReadonlyMap<string, string>> {
    const known = this.#inside.get(key) ?? namesOf(read);
    this.#inside.set(key, known);
    return known;
  }
}

interface Named {
  readonly Name?: string | undefined;
  readonly Id?: string | undefined;
}
interface Page {
  readonly Items?: Named[] | undefined;
  readonly NextToken?: string | undefined;
}
type ReadPage = (token?: string) => Promise<Page>;

async function namesOf(read: ReadPage): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  let token: string | undefined;
  do {
    const page = await read(token);
    for (const { Name: name = '', Id: id = '' } of page.Items ?? []) ids.set(name, id);
    token = page.NextToken;
  } while (token !== undefined);
  return ids;
}
