import { notFound } from '../http/errors';
import { findByIdOrName, type Place } from '../place';
import type { Application, ConfigurationProfile, Environment } from '../state';

/** What a client polls. */
export interface Polled {
  readonly application: Application;
  readonly environment: Environment;
  readonly profile: ConfigurationProfile;
}

/** By id or name, in this order: application, environment, profile. */
export function findPolled(place: Place, names: Readonly<Record<string, string>>): Polled {
  const {
    ApplicationIdentifier = '',
    EnvironmentIdentifier = '',
    ConfigurationProfileIdentifier = '',
  } = names;
  const missing = (ResourceType: string, ReferencedBy: Readonly<Record<string, string>>) =>
    notFound(`${ResourceType} not found`, { ResourceType, ReferencedBy });
  const application = findByIdOrName(place.region.applications, ApplicationIdentifier);
  if (!application) throw missing('Application', { ApplicationIdentifier });
  const environment = findByIdOrName(application.environments, EnvironmentIdentifier);
  if (!environment) throw missing('Environment', { ApplicationIdentifier, EnvironmentIdentifier });
  const profile = findByIdOrName(application.profiles, ConfigurationProfileIdentifier);
  if (!profile)
    throw missing('ConfigurationProfile', { ApplicationIdentifier, ConfigurationProfileIdentifier });
  return { application, environment, profile };
}

export function nothingDeployed(ReferencedBy: Readonly<Record<string, string>>): Error {
  return notFound('Deployment not found', { ResourceType: 'Deployment', ReferencedBy });
}

/** Deletion protection asks who was polled when. */
export function notePoll(place: Place, { environment, profile }: Polled): void {
  environment.lastPolledAt = place.now;
  profile.lastPolledAt = place.now;
}
