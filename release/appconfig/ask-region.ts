import type { AppConfigClient } from '@aws-sdk/client-appconfig';
import type { ReadPlace } from '../read-access';
import { refusalOf } from '../refusal';
import { ReleaseError } from '../release-error';
import type { AppConfigAccess } from '../terraform/stack-folder';
import { connectAppConfig } from './appconfig-clients';

/** A region that cannot be asked ends the look: nobody may take it for one where nothing was deployed. */
export async function askRegion<Answer>(
  { account, region }: ReadPlace,
  access: AppConfigAccess,
  ask: (client: AppConfigClient) => Promise<Answer>,
): Promise<Answer> {
  const { control, destroy } = connectAppConfig(access);
  try {
    return await ask(control);
  } catch (error) {
    const why = refusalOf(error)?.text;
    if (why === undefined) throw error;
    throw new ReleaseError(
      'prerequisite',
      `AppConfig in ${region} of account ${account} cannot be asked: ${why}`,
    );
  } finally {
    destroy();
  }
}
