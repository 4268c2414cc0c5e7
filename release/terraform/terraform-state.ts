import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { STACK_FILE } from '../../delivery/stack-files';
import type { DeploymentReference } from '../release-event';
import { ReleaseError } from '../release-error';
import type { StackFolder } from './stack-folder';
import { Terraform, type TerraformOptions } from './terraform';
import { requireTerraform } from './terraform-environment';

/** What the state of one stack knows. */
export interface TerraformState {
  /** Without data sources. */
  readonly resources: readonly StateResource[];
  /** The output of a release stack. */
  readonly deployments: readonly DeploymentReference[];
}

export interface StateResource {
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Addresses of all that it needed when it was applied, directly or not; Terraform deletes in the opposite order. @default none */
  readonly dependencies?: readonly string[];
}

/** Version 4 of Terraform's state, as far as it is read. */
interface StateFile {
  readonly outputs?: { readonly deployments?: { readonly value: readonly DeploymentReference[] } };
  readonly resources?: readonly {
    readonly mode: 'managed' | 'data';
    readonly type: string;
    readonly name: string;
    readonly instances: readonly Pick<StateResource, 'attributes' | 'dependencies'>[];
  }[];
}

interface SynthesizedBackend {
  readonly terraform?: { readonly backend?: { readonly local?: { readonly path?: string } } };
}

/**
 * Reads the state of a stack; empty before the first apply and after a destroy.
 *
 * A state in a local file is read as it is, in no time and without a lock. For any other, Terraform is asked.
 */
export async function readState(stack: StackFolder, options: TerraformOptions): Promise<TerraformState> {
  const file = localStateFile(stack);
  if (file !== undefined) return parseState(existsSync(file) ? readFileSync(file, 'utf8') : '', file);
  requireTerraform(options.env);
  const terraform = new Terraform(stack, options);
  await terraform.init();
  return parseState(await terraform.pullState(), `the state of ${stack.name}`);
}

/** Where a stack with a local backend keeps its state; absent for other backends. */
export function localStateFile({ folder }: Pick<StackFolder, 'folder'>): string | undefined {
  const { terraform } = JSON.parse(readFileSync(join(folder, STACK_FILE), 'utf8')) as SynthesizedBackend;
  const path = terraform?.backend?.local?.path;
  return path === undefined ? undefined : resolve(folder, path);
}

function parseState(text: string, where: string): TerraformState {
  if (text.trim() === '') return { resources: [], deployments: [] };
  const { outputs, resources = [] } = parseJson(text, where);
  return {
    resources: resources
      .filter(({ mode }) => mode === 'managed')
      .flatMap(({ type, name, instances }) =>
        instances.map(({ attributes, dependencies = [] }) => ({
          address: `${type}.${name}`,
          type,
          attributes,
          dependencies,
        })),
      ),
    deployments: outputs?.deployments?.value ?? [],
  };
}

function parseJson(text: string, where: string): StateFile {
  try {
    return JSON.parse(text) as StateFile;
  } catch {
    throw new ReleaseError('failed', `${where} is not a Terraform state`);
  }
}
