import type { AppConfigClient } from '@aws-sdk/client-appconfig';
import { deleteVersions, profileIdsOf } from '../appconfig/delete-versions';
import { storedVersions } from '../appconfig/prune-versions';
import type { OnReleaseEvent } from '../release-event';
import { HOSTED_VERSION, PROFILE } from '../terraform/resource-types';
import type { StackFolder } from '../terraform/stack-folder';
import type { Plan } from '../terraform/terraform';
import type { StateResource } from '../terraform/terraform-state';

interface Leaving {
  readonly stack: Pick<StackFolder, 'documents'>;
  /** Without what holdBack() keeps. */
  readonly plan: Plan;
  /** What the state knows; asked only when something leaves. */
  readonly resources: () => Promise<readonly StateResource[]>;
}

/**
 * Deletes the stored versions of what leaves the stack, because its component was removed: AppConfig deletes no
 * profile that still has versions.
 *
 * Of a document, Terraform knows only the newest version: that one is left to it, as the last, so that a release that
 * is killed here finds the same to do again. What is served goes on being served, from AppConfig's own copy, until the
 * environment is deleted. The versions of a profile are in no stack any more: they were kept for a rollback that
 * nobody will ask for.
 */
export async function deleteLeaving(
  client: AppConfigClient,
  { stack, plan, resources }: Leaving,
  onEvent: OnReleaseEvent,
): Promise<void> {
  const leaving = plan.changes.filter((change) => change.action === 'delete' && isLeaving(change, stack));
  if (leaving.length === 0) return;
  const known = (await resources()).filter(({ address }) => leaving.some((one) => one.address === address));
  for (const resource of known) {
    const profile = profileIdsOf(resource);
    const stored = await storedVersions(client, profile);
    const old = stored.filter((version) => version !== resource.attributes['version_number']);
    if (old.length === 0) continue;
    const detail = `${resource.address} leaves: deleting stored version ${old.join(', ')}`;
    onEvent({ type: 'step', step: 'prune', detail });
    await deleteVersions(client, profile, old);
  }
}

function isLeaving(
  { type, address }: Plan['changes'][number],
  { documents }: Pick<StackFolder, 'documents'>,
): boolean {
  if (type === PROFILE) return true;
  return type === HOSTED_VERSION && !documents.some(({ versionAddress }) => versionAddress === address);
}
