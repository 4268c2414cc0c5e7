import { PROFILES } from '../../compiler/names';
import type { Profile } from '../../compiler/project';
import type { DeploymentReference } from '../release-event';
import { ReleaseError } from '../release-error';
import { APPLICATION, PROFILE } from '../terraform/resource-types';
import { openStack } from '../terraform/stack-folder';
import { readState } from '../terraform/terraform-state';

/** What the state of a release stack says was deployed, or why nobody can say. */
export type KnownToTerraform =
  { readonly deployments: readonly DeploymentReference[] } | { readonly unavailable: string };

/** Reads the deployments that the state of a stack knows; what cannot be read is no reason to stop. */
export async function readKnown(
  cdktfOut: string,
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<KnownToTerraform> {
  try {
    const { deployments } = await readState(openStack(cdktfOut, name), { env });
    return { deployments };
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    return { unavailable: error.message.split('\n')[0] ?? error.message };
  }
}

/** A profile of a foundation, by the names that AppConfig knows it by. */
export interface KnownProfile {
  readonly application: string;
  readonly profile: Profile;
}

/** The profiles that the state of a foundation has; none where it cannot be read, which the release stacks say already. */
export async function readProfiles(
  cdktfOut: string,
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<KnownProfile[]> {
  try {
    const { resources } = await readState(openStack(cdktfOut, name), { env });
    const applications = new Map(
      resources
        .filter(({ type }) => type === APPLICATION)
        .map(({ attributes }) => [String(attributes['id']), String(attributes['name'])]),
    );
    return resources
      .filter(({ type }) => type === PROFILE)
      .flatMap(({ attributes }) => {
        const application = applications.get(String(attributes['application_id']));
        const profile = PROFILES.find((one) => one === attributes['name']);
        return application === undefined || profile === undefined ? [] : [{ application, profile }];
      });
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    return [];
  }
}
