import { type AppConfigClient, DeleteHostedConfigurationVersionCommand } from '@aws-sdk/client-appconfig';
import type { StateResource } from '../terraform/terraform-state';
import type { FoundProfile } from './found-profiles';
import { unlessGone } from './unless-gone';

export type ProfileIds = Pick<FoundProfile, 'applicationId' | 'profileId'>;

/** Of a profile, or of a version in it, as a state has them. */
export function profileIdsOf({ attributes }: Pick<StateResource, 'attributes'>): ProfileIds {
  return {
    applicationId: String(attributes['application_id']),
    profileId: String(attributes['configuration_profile_id']),
  };
}

/**
 * Deletes stored versions of one profile, one by one: killed in between, fewer are left.
 *
 * One that somebody else has deleted meanwhile is as it should be.
 */
export async function deleteVersions(
  client: AppConfigClient,
  { applicationId, profileId }: ProfileIds,
  versions: readonly number[],
): Promise<void> {
  for (const version of versions) {
    const command = new DeleteHostedConfigurationVersionCommand({
      ApplicationId: applicationId,
      ConfigurationProfileId: profileId,
      VersionNumber: version,
    });
    await unlessGone(client.send(command));
  }
}
