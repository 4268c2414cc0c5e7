import type { AppConfigClient } from '@aws-sdk/client-appconfig';
import { outOfReach } from '../out-of-reach';
import type { ReadPlace } from '../read-access';
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
    const why = outOfReach(error);
    if (why === undefined) throw error;
    const hint = access.endpoint === undefined ? '' : ' (is `npx dynconf serve` running?)';
    throw new ReleaseError(
      'prerequisite',
      `AppConfig in ${region} of account ${account} cannot be asked: ${why}${hint}`,
    );
  } finally {
    destroy();
  }
}
