import type { Component, Environment, Profile, Target } from './project';

/** The application that holds flags listed in `components`. */
export const SHARED_COMPONENT = 'shared';
/** The machine you sit at: AppConfig resources only, no access stack. */
export const LOCAL_ENVIRONMENT = 'local';
/** Where `dynconf serve` answers unless it is told another port. */
export const LOCAL_ENDPOINT = 'http://127.0.0.1:2770';

/** AppConfig on this machine: `local`, and temporary environments that extend it. */
export function isLocal({ name, temporary }: Pick<Environment, 'name' | 'temporary'>): boolean {
  return name === LOCAL_ENVIRONMENT || temporary?.from === LOCAL_ENVIRONMENT;
}

export const PROFILES: readonly Profile[] = ['flags', 'operations'];

/** The AppConfig application of a component; temporary environments have their own. */
export function applicationName(component: Pick<Component, 'name'>, environment: Environment): string {
  return environment.temporary ? `${component.name}-${environment.name}` : component.name;
}

export type StackKind = 'foundation' | Profile;
/** In the order they are applied: they change at different speeds and need different permissions. */
export const STACK_KINDS: readonly StackKind[] = ['foundation', 'flags', 'operations'];

/** `<environment>-<region>-<kind>`. */
export function stackName(target: Target, kind: StackKind): string {
  return `${target.environment.name}-${target.region}-${kind}`;
}

/** The composite alarm that alone is the AppConfig monitor of one component in one target. */
export function monitorName(component: string, target: Target): string {
  return `${component}-${target.environment.name}-${target.region}`;
}

/** The composite alarm over all monitors of a target: what gates look at. */
export function healthName({ environment, region }: Target): string {
  return `${environment.name}-${region}-health`;
}

/** One alarm of one component in one target. */
export function alarmName(component: string, target: Target, alarm: string): string {
  return `${monitorName(component, target)}-${alarm}`;
}
