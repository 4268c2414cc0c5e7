import { fillPlaceholders, type ResolvedAlarm } from '../../compiler/alarms';
import { applicationName, healthName, isLocal, stackName } from '../../compiler/names';
import type {
  Component,
  Environment,
  JsonObject,
  Profile,
  Project,
  Strategy,
  Target,
  Tools,
} from '../../compiler/project';
import { type Workload, workloadsOf } from '../../compiler/workloads';
import { canaryResources, type CanaryResources } from './canary-resources';
import type { CompositeAlarm } from './composite-alarms';
import { type ForwardingResources, forwardingResources } from '../events/event-forwarding';
import { healthAlarms, type MonitorResources, monitorResources, targetAlarms } from './monitor-resources';
import { readerResources, type ReaderResources } from './reader-resources';
import { type RolloutNotices, rolloutNotices } from './rollout-notices';
import { boundaryArn } from '../role-names';

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
  /** That alarm, after those that it is made of. Empty where nothing is watched. */
  readonly healthAlarms: readonly CompositeAlarm[];
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
  readonly notices: RolloutNotices;
  /** Absent where the environment names no readers. */
  readonly reader?: ReaderResources;
}

export interface ProfileResources {
  readonly profile: Profile;
  /** Only of an operations profile. */
  readonly schema?: JsonObject;
}

/** Longest value of an AWS tag. */
const TAG_VALUE_LENGTH = 256;

/** Names everything that a target's stacks create. */
export function targetResources(project: Project, target: Target): TargetResources {
  const { environment } = target;
  const applications = project.components.map((component) =>
    applicationResources(component, target, project.tools),
  );
  const monitors = applications.map(({ monitor }) => monitor);
  const health = healthAlarms(monitors, target);
  const canary = canaryResources(project.components, target);
  const forwarding = forwardingResources(environment, project.tools);
  return {
    target,
    foundation: stackName(target, 'foundation'),
    releases: workloadsOf(project).map((workload) => releaseResources(workload, target)),
    isLocal: isLocal(environment),
    tags: environmentTags(environment, target.region),
    strategies: environment.strategies,
    alarms: targetAlarms(project.components, target),
    ...(health.length > 0 && { healthAlarmName: healthName(target) }),
    healthAlarms: health,
    ...(canary && { canary }),
    ...(forwarding && { forwarding }),
    ...(project.tools && !isLocal(environment) && { permissionsBoundary: boundaryArn(environment) }),
    applications,
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

function applicationResources(
  component: Component,
  target: Target,
  tools: Tools | undefined,
): ApplicationResources {
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
    notices: rolloutNotices(component, target, tools),
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
