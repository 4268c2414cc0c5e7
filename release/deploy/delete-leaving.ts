import { type AppConfigClient, DeleteHostedConfigurationVersionCommand } from '@aws-sdk/client-appconfig';
import { storedVersions } from '../appconfig/prune-versions';
import type { OnReleaseEvent } from '../release-event';
import { HOSTED_VERSION, type StackFolder } from '../terraform/stack-folder';
import type { Plan } from '../terraform/terraform';
import type { StateResource } from '../terraform/terraform-state';

interface Leaving {
  readonly stack: Pick<StackFolder, 'documents'>;
  readonly plan: Plan;
  /** What the state knows; asked only when something leaves. */
  readonly resources: () => Promise<readonly StateResource[]>;
}

/**
 * Deletes the stored versions of documents that leave the stack, because their component was removed.
 *
 * AppConfig deletes no profile that still has versions, and Terraform knows only the newest: that one is left to it,
 * as the last, so that a release that is killed here finds the same to do again. What is served goes on being
 * served, from AppConfig's own copy, until the environment is deleted.
 */
export async function deleteLeaving(
  client: AppConfigClient,
  { stack, plan, resources }: Leaving,
  onEvent: OnReleaseEvent,
): Promise<void> {
  const leaving = plan.changes.filter(
    ({ type, address, action }) =>
      type === HOSTED_VERSION &&
      action === 'delete' &&
      !stack.documents.some(({ versionAddress }) => versionAddress === address),
  );
  if (leaving.length === 0) return;
  const known = (await resources()).filter(({ address }) =>
    leaving.some((change) => change.address === address),
  );
  for (const { address, attributes } of known) {
    const profile = {
      applicationId: String(attributes['application_id']),
      profileId: String(attributes['configuration_profile_id']),
    };
    const old = (await storedVersions(client, profile)).filter(
      (version) => version !== attributes['version_number'],
    );
    if (old.length > 0)
      onEvent({
        type: 'step',
        step: 'prune',
        detail: `${address} leaves: deleting stored version ${old.join(', ')}`,
      });
    await deleteVersions(client, profile, old);
  }
}

/** Deletes stored versions of one profile, one by one: killed in between, fewer are left. */
export async function deleteVersions(
  client: AppConfigClient,
  { applicationId, profileId }: { readonly applicationId: string; readonly profileId: string },
  versions: readonly number[],
): Promise<void> {
  for (const version of versions) {
    await client.send(
      new DeleteHostedConfigurationVersionCommand({
        ApplicationId: applicationId,
        ConfigurationProfileId: profileId,
        VersionNumber: version,
      }),
    );
  }
}
