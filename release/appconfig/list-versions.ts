import {
  type AppConfigClient,
  type HostedConfigurationVersionSummary,
  ListHostedConfigurationVersionsCommand,
} from '@aws-sdk/client-appconfig';
import type { FoundProfile } from './found-profiles';

/** Every hosted version of a profile. */
export async function listVersions(
  client: AppConfigClient,
  { applicationId, profileId }: Pick<FoundProfile, 'applicationId' | 'profileId'>,
): Promise<readonly HostedConfigurationVersionSummary[]> {
  const versions: HostedConfigurationVersionSummary[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListHostedConfigurationVersionsCommand({
        ApplicationId: applicationId,
        ConfigurationProfileId: profileId,
        NextToken: token,
      }),
    );
    versions.push(...(page.Items ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return versions;
}
