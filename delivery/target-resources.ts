import { alarmsOf, fillPlaceholders, type ResolvedAlarm } from '../compiler/alarms';
import { applicationName, healthName, isLocal, monitorName, stackName } from '../compiler/names';
import type {
  Component,
  Environment,
  JsonObject,
  Profile,
  Project,
  Strategy,
  Target,
} from '../compiler/project';
import { type Workload, workloadsOf } from '../compiler/workloads';
import { canaryAlarm, canaryResources, type CanaryResources, canaryRunsAlarm } from './canary-resources';
import { type ForwardingResources, forwardingResources } from './event-resources';
import { readerResources, type ReaderResources } from './reader-resources';
import { boundaryArn } from './role-names';

/** What the stacks of one target hold, as plain data: everything named, nothing rendered. */
export interface TargetResources {
  readonly target: Target;
  readonly foundation: string;
  /** In the order in which they are applied; one where tools.yaml does not split the components. */
  readonly releases: readonly ReleaseResources[];
  /** AppConfig resources only: no role, no alarm, no composite alarm. */
  readonly isLocal: boolean;
  /** On every resource of the target. */
  readonly tags: Readonly<Record<string, string>>;
  readonly strategies: Readonly<Record<Profile, Strategy>>;
  /** Each CloudWatch alarm once, however many applications it watches over. Empty when local. */
  readonly alarms: readonly ResolvedAlarm[];
  /** The composite alarm over all monitors. Absent where nothing is watched. */
  readonly healthAlarmName?: string;
  /** The policy that limits roles made here; it is in the access stack, and that is there with a pipeline only. */
  readonly permissionsBoundary?: string;
  /** Absent where the environment asks for none. */
  readonly canary?: CanaryResources;
  /** Absent where nobody is told of rollouts. */
  readonly forwarding?: ForwardingResources;
  readonly applications: readonly ApplicationResources[];
}

/** The stacks that release the components of one workload. */
export interface ReleaseResources {
  readonly components: readonly string[];
  readonly stacks: Readonly<Record<Profile, string>>;
}

/** One AppConfig application and its environment in one target. */
export interface ApplicationResources {
  readonly component: string;
  readonly name: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly profiles: readonly ProfileResources[];
  readonly monitor: MonitorResources;
  /** Absent where the environment names no readers. */
  readonly reader?: ReaderResources;
}

export interface ProfileResources {
  readonly profile: Profile;
  /** Only of an operations profile. */
  readonly schema?: JsonObject;
}

/** What AppConfig watches while a deployment runs. */
export type MonitorResources =
  | { readonly type: 'none' }
  /** Alarms that nobody creates here: the local AppConfig is told their state by hand. */
  | { readonly type: 'named'; readonly alarmArns: readonly string[]; readonly roleArn: string }
  /** One composite alarm over these CloudWatch alarms. */
  | { readonly type: 'composite'; readonly alarmName: string; readonly children: readonly string[] };

/** AppConfig allows five monitors per environment (CreateEnvironment, `Monitors`). */
const MONITORS_PER_ENVIRONMENT = 5;
/** Longest value of an AWS tag. */
const TAG_VALUE_LENGTH = 256;

/** Names everything that a target's stacks create. */
export function targetResources(project: Project, target: Target): TargetResources {
  const { environment } = target;
  const alarms = isLocal(environment)
    ? []
    : project.components.flatMap((component) => monitoredAlarms(component, target));
  const canary = canaryResources(project.components, target);
  const forwarding = forwardingResources(environment, project.tools);
  return {
    target,
    foundation: stackName(target, 'foundation'),
    releases: workloadsOf(project).map((workload) => releaseResources(workload, target)),
    isLocal: isLocal(environment),
    tags: environmentTags(environment, target.region),
    strategies: environment.strategies,
    alarms: [...new Map(alarms.map((alarm) => [alarm.cloudWatchName, alarm])).values()],
    ...(alarms.length > 0 && { healthAlarmName: healthName(target) }),
    ...(canary && { canary }),
    ...(forwarding && { forwarding }),
    ...(project.tools && !isLocal(environment) && { permissionsBoundary: boundaryArn(environment) }),
    applications: project.components.map((component) => applicationResources(component, target)),
  };
}

function releaseResources({ name, components }: Workload, target: Target): ReleaseResources {
  return {
    components: components.map((component) => component.name),
    stacks: {
      flags: stackName(target, 'flags', name),
      operations: stackName(target, 'operations', name),
    },
  };
}

function applicationResources(component: Component, target: Target): ApplicationResources {
  const { operations } = component;
  const name = applicationName(component, target.environment);
  const profiles = profilesOf(component);
  const reader = readerResources(
    target,
    name,
    profiles.map(({ profile }) => profile),
  );
  return {
    component: component.name,
    name,
    description: operations?.description ?? `Configuration of ${name}`,
    tags: componentTags(component, target),
    profiles,
    monitor: monitorResources(component, target),
    ...(reader && { reader }),
  };
}

function profilesOf({ flags, operations }: Component): ProfileResources[] {
  return [
    ...(flags.length > 0 ? [{ profile: 'flags' as const }] : []),
    ...(operations
      ? [{ profile: 'operations' as const, ...(operations.schema && { schema: operations.schema }) }]
      : []),
  ];
}

function monitorResources(component: Component, target: Target): MonitorResources {
  const alarms = monitoredAlarms(component, target);
  if (alarms.length === 0) return { type: 'none' };
  const children = alarms.map((alarm) => alarm.cloudWatchName);
  const { account } = target.environment;
  if (!isLocal(target.environment)) {
    return { type: 'composite', alarmName: monitorName(component.name, target), children };
  }
  return {
    type: 'named',
    alarmArns: localMonitors(component, target, children).map(
      (alarm) => `arn:aws:cloudwatch:${target.region}:${account}:alarm:${alarm}`,
    ),
    roleArn: `arn:aws:iam::${account}:role/dynconf-local-alarms`,
  };
}

/** What the files ask for, and what the canary finds. */
function monitoredAlarms(component: Component, target: Target): ResolvedAlarm[] {
  return [...alarmsOf(component, target), ...canaryAlarm(component, target), ...canaryRunsAlarm(target)];
}

/** Each alarm by itself while AppConfig takes that many, then one per watched component, then one for all. */
function localMonitors(component: Component, target: Target, alarms: readonly string[]): readonly string[] {
  if (alarms.length <= MONITORS_PER_ENVIRONMENT) return alarms;
  const perComponent = component.watchedComponents.map((watched) => monitorName(watched, target));
  return perComponent.length <= MONITORS_PER_ENVIRONMENT
    ? perComponent
    : [monitorName(component.name, target)];
}

/**
 * An environment's tags, for everything in one region of it, or for what has no region.
 *
 * A tag with `${component}` in it is a tag of each application instead, one with `${region}` needs a region.
 */
export function environmentTags(environment: Environment, region?: string): Record<string, string> {
  const { name, account, temporary, tags } = environment;
  const common = Object.entries(tags).filter(
    ([, text]) => !text.includes('${component}') && (region !== undefined || !text.includes('${region}')),
  );
  const values = { environment: name, region: region ?? '', account };
  return {
    ...Object.fromEntries(common.map(([key, text]) => [key, fillPlaceholders(text, values)])),
    ...(temporary && { owner: temporary.owner, expires: temporary.expires }),
  };
}

function componentTags(component: Component, { environment, region }: Target): Record<string, string> {
  const { name, account, temporary, tags } = environment;
  const values = { component: component.name, environment: name, region, account };
  const own = Object.entries(tags).filter(([, text]) => text.includes('${component}'));
  const owner = ownerOf(component);
  return {
    ...Object.fromEntries(own.map(([key, text]) => [key, fillPlaceholders(text, values)])),
    // A temporary environment belongs to the person who asked for it, whatever is in it.
    ...(temporary || owner === '' ? {} : { owner }),
  };
}

/** The teams that own the component's definitions, as many as a tag holds. */
function ownerOf({ flags, operations }: Component): string {
  const owners = new Set([...(operations ? [operations.owner] : []), ...flags.map((flag) => flag.owner)]);
  let tag = '';
  for (const owner of [...owners].sort()) {
    const longer = tag === '' ? owner : `${tag} ${owner}`;
    if (longer.length <= TAG_VALUE_LENGTH) tag = longer;
  }
  return tag;
}
