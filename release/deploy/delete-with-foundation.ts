import type { AppConfigClient } from '@aws-sdk/client-appconfig';
import { deleteVersions } from './delete-leaving';
import { placeOf, PROFILE } from './hold-back';
import { storedVersions } from '../appconfig/prune-versions';
import type { OnReleaseEvent } from '../release-event';
import type { Plan } from '../terraform/terraform';
import type { StateResource } from '../terraform/terraform-state';

interface Removal {
  /** Without what holdBack() keeps. */
  readonly plan: Plan;
  readonly resources: () => Promise<readonly StateResource[]>;
}

/**
 * Makes way for a foundation that deletes profiles: AppConfig deletes none that still has versions.
 *
 * No stack holds these any more: they were kept for a rollback that nobody will ask for.
 */
export async function deleteWithFoundation(
  client: AppConfigClient,
  { plan, resources }: Removal,
  onEvent: OnReleaseEvent,
): Promise<void> {
  const leaving = plan.changes.filter(({ type, action }) => type === PROFILE && action === 'delete');
  if (leaving.length === 0) return;
  const known = (await resources()).filter(({ address }) => leaving.some((one) => one.address === address));
  for (const resource of known) {
    const profile = placeOf(resource);
    const versions = await storedVersions(client, profile);
    if (versions.length === 0) continue;
    const detail = `${resource.address} leaves: deleting stored version ${versions.join(', ')}`;
    onEvent({ type: 'step', step: 'prune', detail });
    await deleteVersions(client, profile, versions);
  }
}
