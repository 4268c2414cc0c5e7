import type { DeploymentReference } from '../../release/release-event';
import { DEPLOYMENT, HOSTED_VERSION } from '../../release/terraform/resource-types';
import type { StateResource } from '../../release/terraform/terraform-state';

/** One object that a resource stands for, or stood for. */
export interface Instance {
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Created, but what came after that failed: Terraform replaces it. */
  readonly isTainted: boolean;
}

export interface Resource {
  readonly current?: Instance;
  /** Replaced, not yet destroyed. */
  readonly deposed: readonly Instance[];
}

/** A Terraform state, as far as release stacks have one. */
export interface ModelState {
  readonly serial: number;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly deployments?: readonly DeploymentReference[];
}

/** Where the state of a stack lies between two processes. */
export interface StateFile {
  state: ModelState;
  /** A local backend writes after each resource; of a remote one a killed process leaves the state as it found it. */
  readonly isWrittenAlong: boolean;
}

export const EMPTY_STATE: ModelState = { serial: 0, resources: {} };

export function typeOf(address: string): string {
  return address.startsWith(HOSTED_VERSION) ? HOSTED_VERSION : DEPLOYMENT;
}

export function currentOf({ resources }: ModelState, address: string): Instance | undefined {
  return resources[address]?.current;
}

/** With another resource at an address; one that stands for nothing is not in the state. */
export function withResource(state: ModelState, address: string, resource: Resource): ModelState {
  const others = Object.fromEntries(Object.entries(state.resources).filter(([other]) => other !== address));
  const isGone = resource.current === undefined && resource.deposed.length === 0;
  return { ...state, resources: isGone ? others : { ...others, [address]: resource } };
}

export function resourceAt({ resources }: ModelState, address: string): Resource {
  return resources[address] ?? { deposed: [] };
}

/** Writing what is there already changes no serial. */
export function write(file: StateFile, state: ModelState): void {
  const { serial } = file.state;
  if (JSON.stringify({ ...state, serial }) === JSON.stringify(file.state)) return;
  file.state = { ...state, serial: serial + 1 };
}

export function stateResources({ resources }: ModelState): StateResource[] {
  return Object.entries(resources).flatMap(([address, { current, deposed }]) =>
    [...(current === undefined ? [] : [current]), ...deposed].map(({ attributes }) => ({
      address,
      type: typeOf(address),
      attributes,
    })),
  );
}
