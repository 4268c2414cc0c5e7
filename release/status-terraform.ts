import type { DeploymentReference } from './release-event';
import { ReleaseError } from './release-error';
import { openStack } from './stack-folder';
import { readState } from './terraform-state';

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
