import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DeploymentReference } from './release-event';
import { ReleaseError } from './release-error';
import { deploymentsOf } from './released-deployments';
import { type StackFolder, openStack } from './stack-folder';
import { Terraform } from './terraform';
import { requireTerraform } from './terraform-environment';

/** What the state of a release stack says was deployed, or why nobody can say. */
export type KnownToTerraform =
  { readonly deployments: readonly DeploymentReference[] } | { readonly unavailable: string };

interface SynthesizedBackend {
  readonly terraform?: { readonly backend?: { readonly local?: { readonly path?: string } } };
}

/**
 * Reads the deployments that the state of a stack knows.
 *
 * A state in a local file is read as it is: no Terraform, no provider, no lock. For any other, Terraform is asked.
 */
export async function readKnown(
  cdktfOut: string,
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<KnownToTerraform> {
  try {
    const stack = openStack(cdktfOut, name);
    const file = localStateFile(stack);
    if (file !== undefined) return { deployments: existsSync(file) ? deploymentsInFile(file) : [] };
    requireTerraform(env);
    const terraform = new Terraform(stack, { env });
    await terraform.init();
    return { deployments: await deploymentsOf(terraform) };
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    return { unavailable: error.message.split('\n')[0] ?? error.message };
  }
}

/** Where a stack with a local backend keeps its state; absent for other backends. */
export function localStateFile({ folder }: Pick<StackFolder, 'folder'>): string | undefined {
  const { terraform } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as SynthesizedBackend;
  const path = terraform?.backend?.local?.path;
  return path === undefined ? undefined : resolve(folder, path);
}

function deploymentsInFile(file: string): readonly DeploymentReference[] {
  const state = readState(file);
  return state.outputs?.deployments?.value ?? [];
}

interface State {
  readonly outputs?: { readonly deployments?: { readonly value: readonly DeploymentReference[] } };
}

function readState(file: string): State {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as State;
  } catch {
    throw new ReleaseError('failed', `${file} is not a Terraform state`);
  }
}
