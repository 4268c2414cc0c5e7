import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { AppConfigClient } from '@aws-sdk/client-appconfig';
import { foundationOf } from '../compiler/names';
import { deleteVersions } from './delete-leaving';
import { storedVersions } from './prune-versions';
import type { OnReleaseEvent } from './release-event';
import { ReleaseError } from './release-error';
import { HOSTED_VERSION, openStack, type StackFolder } from './stack-folder';
import type { Plan, TerraformOptions } from './terraform';
import { readState, type StateResource } from './terraform-state';

const PROFILE = 'aws_appconfig_configuration_profile';

interface Removal {
  readonly stack: StackFolder;
  readonly plan: Plan;
  readonly resources: () => Promise<readonly StateResource[]>;
}

interface Options extends TerraformOptions {
  readonly onEvent: OnReleaseEvent;
}

/** A profile that the foundation would delete, although it still has stored versions. */
interface Held {
  readonly address: string;
  readonly applicationId: string;
  readonly profileId: string;
  readonly versions: readonly number[];
}

/**
 * Makes way for a foundation that deletes profiles: AppConfig deletes none that still has versions.
 *
 * While a release stack holds them, that stack has to be released first, or its next plan would fail over what is
 * gone. Versions that no stack holds any more, kept for a rollback that nobody will ask for, are deleted here.
 */
export async function deleteWithFoundation(
  client: AppConfigClient,
  { stack, plan, resources }: Removal,
  options: Options,
): Promise<void> {
  const leaving = plan.changes.filter(({ type, action }) => type === PROFILE && action === 'delete');
  if (leaving.length === 0) return;
  const known = (await resources()).filter(({ address }) => leaving.some((one) => one.address === address));
  const held: Held[] = [];
  for (const { address, attributes } of known) {
    const applicationId = String(attributes['application_id']);
    const profileId = String(attributes['configuration_profile_id']);
    const versions = await storedVersions(client, { applicationId, profileId });
    if (versions.length > 0) held.push({ address, applicationId, profileId, versions });
  }
  if (held.length === 0) return;
  await requireReleased(stack, held, options);
  for (const { address, versions, ...profile } of held) {
    const detail = `${address} leaves: deleting stored version ${versions.join(', ')}`;
    options.onEvent({ type: 'step', step: 'prune', detail });
    await deleteVersions(client, profile, versions);
  }
}

async function requireReleased(stack: StackFolder, held: readonly Held[], options: Options): Promise<void> {
  const problems: string[] = [];
  for (const name of releaseStacksOf(stack)) {
    const { resources } = await readState(openStack(dirname(dirname(stack.folder)), name), options);
    const profiles = new Set(
      resources
        .filter(({ type }) => type === HOSTED_VERSION)
        .map(({ attributes }) => String(attributes['configuration_profile_id'])),
    );
    const own = held.filter(({ profileId }) => profiles.has(profileId));
    if (own.length > 0)
      problems.push(`${name} still holds versions of ${own.map(({ address }) => address).join(', ')}`);
  }
  if (problems.length === 0) return;
  throw new ReleaseError(
    'prerequisite',
    `${stack.name} would delete profiles that are still released:\n${problems.map((line) => `  ${line}`).join('\n')}\nRelease these stacks first (\`npx dynconf deploy <stack>\`), then ${stack.name}.`,
  );
}

/** Synthesized beside it. */
function releaseStacksOf({ name, folder }: StackFolder): string[] {
  const stacks = dirname(folder);
  if (basename(stacks) !== 'stacks' || !existsSync(stacks)) return [];
  return readdirSync(stacks).filter((one) => /-(flags|operations)$/.test(one) && foundationOf(one) === name);
}
