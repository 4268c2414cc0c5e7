import type { Component, Environment, Profile, Target } from './project';

/** The application that holds flags listed in `components`. */
export const SHARED_COMPONENT = 'shared';
/** The machine you sit at: AppConfig resources only, no access stack. */
export const LOCAL_ENVIRONMENT = 'local';
/** Where `dynconf serve` answers unless it is told another port. */
export const LOCAL_ENDPOINT = 'http://127.0.0.1:2770';

/** What its own API, beside AWS's, asks for; a web page cannot send it. */
export const LOCAL_HEADER = 'x-dynconf-local';

/** AppConfig on this machine: `local`, and temporary environments that extend it. */
export function isLocal({ name, temporary }: Pick<Environment, 'name' | 'temporary'>): boolean {
  return name === LOCAL_ENVIRONMENT || temporary?.from === LOCAL_ENVIRONMENT;
}

/** The name that stands for the once-only stacks, and for their account among environments. */
export const TOOLS = 'tools';

/** What people write lies in these. */
export const DEFINITION_FOLDERS = ['flags', 'opconfig', 'environments'];

export const PROFILES: readonly Profile[] = ['flags', 'operations'];

/** The AppConfig application of a component; temporary environments have their own. */
export function applicationName(component: Pick<Component, 'name'>, environment: Environment): string {
  return environment.temporary ? `${component.name}-${environment.name}` : component.name;
}

export type StackKind = 'foundation' | Profile;
/** In the order they are applied: they change at different speeds and need different permissions. */
export const STACK_KINDS: readonly StackKind[] = ['foundation', 'flags', 'operations'];

/**
 * `<environment>-<region>-<kind>`, and of a workload `<environment>-<region>-<workload>-<kind>`.
 *
 * The foundation is one for all workloads of its target.
 */
export function stackName(
  target: Pick<Target, 'region'> & { readonly environment: Pick<Environment, 'name'> },
  kind: StackKind,
  workload?: string,
): string {
  const place = `${target.environment.name}-${target.region}`;
  return workload === undefined || kind === 'foundation'
    ? `${place}-${kind}`
    : `${place}-${workload}-${kind}`;
}

/** What the names of regions end with: a workload's name has none of it, so that a stack's name is read in one way. */
const END_OF_REGION = '(?:central|(?:north|south)(?:east|west)?|east|west)-\\d{1,2}';

/** Whether a part of a name could be taken for the end of a region. */
export function looksLikeRegion(name: string): boolean {
  return new RegExp(`(?:^|-)${END_OF_REGION}(?:-|$)`).test(name);
}

/** The stack that creates what a release stack releases into. */
export function foundationOf(releaseStack: string): string {
  const [, place] =
    new RegExp(`^(.*-${END_OF_REGION})(?:-.+)?-(?:flags|operations)$`).exec(releaseStack) ?? [];
  return `${place ?? releaseStack.replace(/-(flags|operations)$/, '')}-foundation`;
}

/** What tests an environment, in the order in which it happens. */
export const TEST_KINDS = ['integration', 'acceptance', 'performance', 'resilience', 'dast'] as const;
export type TestKind = (typeof TEST_KINDS)[number];

/** What tests find the address of another team's service in: `ledger` is `DYNCONF_DEPENDENCY_LEDGER`. */
export function dependencyVariable(service: string): string {
  return `DYNCONF_DEPENDENCY_${service.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

/** The composite alarm that alone is the AppConfig monitor of one component in one target. */
export function monitorName(component: string, target: Target): string {
  return `${component}-${target.environment.name}-${target.region}`;
}

/** The composite alarm over all monitors of a target: what gates look at. */
export function healthName({
  environment,
  region,
}: Pick<Target, 'region'> & { readonly environment: Pick<Environment, 'name'> }): string {
  return `${environment.name}-${region}-health`;
}

/** What the names of alarms that nobody wrote begin with; nobody may write one. */
export const OWN_ALARM_PREFIX = 'dynconf-';

/** The alarm that says whether another one's metric has ever had data. */
export function armingName(alarm: string): string {
  return `${OWN_ALARM_PREFIX}armed-${alarm}`;
}

/** One alarm of one component in one target. */
export function alarmName(component: string, target: Target, alarm: string): string {
  return `${monitorName(component, target)}-${alarm}`;
}
