import { isLocal, PROFILES, STACK_KINDS, stackName, TOOLS } from '../compiler/names';
import type { Backend, Environment, Project, Target, Tools } from '../compiler/project';
import { targetsOf, targetsOfEnvironment } from '../compiler/targets';
import { releaseStackNames, workloadsOf } from '../compiler/workloads';
import { accessResources } from './access-resources';
import { HCP_TERRAFORM } from './pipeline/cloud-tokens';
import { EVENTS_STACK } from './events/event-names';
import { PULL_REQUESTS_STACK, pullRequestResources } from './review/pull-request-resources';
import { STATE_STACK, stateResources } from './state-resources';
import { TEMPORARY_STACK } from './temporary-resources';

/** One stack, where its state lies, and what has to be applied before it. */
export interface OrderedStack {
  readonly stack: string;
  readonly kind: OrderedStackKind;
  /** Of the environment, or `tools`. */
  readonly environment: string;
  readonly account: string;
  /** The first of its regions, where a stack has several. */
  readonly region: string;
  readonly backend: Backend;
  /** Stacks of this list; a release stack among them has to have rolled out, too. */
  readonly after: readonly string[];
  /** What waits for the rollouts that an apply starts; only of release stacks. */
  readonly await?: string;
  /** Only with the backend `cloud`. */
  readonly workspace?: CloudWorkspace;
}

/** Every kind that a project may have. */
export const ORDERED_STACK_KINDS = [
  'state',
  'release-events',
  'access',
  ...STACK_KINDS,
  'access-tools',
  'delivery-pipeline',
  'platform-pipeline',
  'temporary-environments',
  'pull-requests',
] as const;
export type OrderedStackKind = (typeof ORDERED_STACK_KINDS)[number];

/** A workspace of HCP Terraform or Terraform Enterprise; Terraform makes it at the first init, tags are set by whoever manages it. */
export interface CloudWorkspace {
  readonly hostname: string;
  readonly organization: string;
  readonly project?: string;
  readonly name: string;
  /** `key:value`. */
  readonly tags: readonly string[];
}

export const PIPELINE_STACK = 'delivery-pipeline';
export const PLATFORM_STACK = 'platform-pipeline';
/** With the boundary of the tools account's roles. */
export const TOOLS_ACCESS_STACK = 'access-tools';

type Unplaced = Omit<OrderedStack, 'workspace'>;

/** Every stack of a project, each after those that it needs: the order of first applies, and of runs in HCP Terraform. */
export function stackOrder(project: Project): OrderedStack[] {
  const { tools } = project;
  const state = tools && stateResources(project) ? [stateStack(tools)] : [];
  const boundary = tools ? [onceOnlyStack(tools, { kind: TOOLS_ACCESS_STACK, before: state })] : [];
  const before = [...state, ...boundary];
  const trusted = tools ? trustedStacks(tools, before) : [];
  const access = tools
    ? project.environments.filter((each) => !isLocal(each)).map(accessStack(tools, { state, trusted }))
    : [];
  const targets = project.environments.flatMap((environment) =>
    environmentStacks(environment, { project, access }),
  );
  // No role of it is trusted anywhere.
  const pullRequests =
    tools && pullRequestResources(tools) ? [onceOnlyStack(tools, { kind: PULL_REQUESTS_STACK, before })] : [];
  return [...before, ...trusted, ...pullRequests, ...access, ...targets].map(placed);
}

/** With roles that access stacks trust. What is built and signed for all pipelines is in the stack of those that release. */
function trustedStacks(tools: Tools, before: readonly Unplaced[]): Unplaced[] {
  const others = ([EVENTS_STACK, PIPELINE_STACK, TEMPORARY_STACK] as const).map((kind) =>
    onceOnlyStack(tools, { kind, before }),
  );
  const shared = others.filter(({ kind }) => kind === PIPELINE_STACK);
  return [...others, onceOnlyStack(tools, { kind: PLATFORM_STACK, before: [...before, ...shared] })];
}

function stateStack({ account, region, backend }: Tools): Unplaced {
  return { stack: STATE_STACK, kind: 'state', environment: TOOLS, account, region, backend, after: [] };
}

/** A role can trust only what exists (IAM user guide, "AWS JSON policy elements: Principal"): the roles of the tools first. */
function accessStack(
  tools: Tools,
  { state, trusted }: { state: readonly Unplaced[]; trusted: readonly Unplaced[] },
) {
  return (environment: Environment): Unplaced => {
    const { stack, regions } = accessResources(environment, tools);
    const { name, account, backend } = environment;
    const after = namesOf([...(backend.type === 's3' ? state : []), ...trusted]);
    return { stack, kind: 'access', environment: name, account, region: regions[0] ?? '', backend, after };
  };
}

/** Wave after wave, and an environment after the one that its `after` names: what rolls out there has rolled out. */
function environmentStacks(
  environment: Environment,
  { project, access }: { project: Project; access: readonly Unplaced[] },
): Unplaced[] {
  const own = namesOf(access.filter((each) => each.environment === environment.name));
  const targets = targetsOf(project, [environment.name]);
  const before = project.environments.find(({ name }) => name === environment.after);
  return environment.waves.flatMap((wave, index) => {
    const previous = environment.waves[index - 1] ?? before?.waves.at(-1);
    const from = index === 0 ? before : environment;
    const rolledOut = from && previous ? lastStacks(project, from, previous.regions) : [];
    return targets
      .filter((target) => target.wave.name === wave.name)
      .flatMap((target) => targetStacks(target, { project, before: [...own, ...rolledOut] }));
  });
}

function targetStacks(
  target: Target,
  { project, before }: { project: Project; before: readonly string[] },
): Unplaced[] {
  const { environment, region } = target;
  const { name, account, backend } = environment;
  const common = { environment: name, account, region, backend };
  const foundation = stackName(target, 'foundation');
  const releases = workloadsOf(project).flatMap((workload) =>
    PROFILES.map((kind, index): Unplaced => {
      const stack = stackName(target, kind, workload.name);
      const previous = PROFILES[index - 1];
      const after = previous === undefined ? foundation : stackName(target, previous, workload.name);
      return { ...common, stack, kind, after: [after], await: `npx dynconf await ${stack}` };
    }),
  );
  return [{ ...common, stack: foundation, kind: 'foundation', after: before }, ...releases];
}

function lastStacks(project: Project, environment: Environment, regions: readonly string[]): string[] {
  return targetsOfEnvironment(environment)
    .filter(({ region }) => regions.includes(region))
    .flatMap((target) => releaseStackNames(project, target, ['operations']));
}

function onceOnlyStack(
  { account, region, backend }: Tools,
  { kind, before }: { kind: OrderedStackKind; before: readonly Unplaced[] },
): Unplaced {
  return { stack: kind, kind, environment: TOOLS, account, region, backend, after: namesOf(before) };
}

function placed(stack: Unplaced): OrderedStack {
  const { backend, environment, kind, region } = stack;
  if (backend.type !== 'cloud') return stack;
  const { organization, hostname = HCP_TERRAFORM, project } = backend;
  return {
    ...stack,
    workspace: {
      hostname,
      organization,
      ...(project !== undefined && { project }),
      name: stack.stack,
      tags: ['dynconf', `environment:${environment}`, `kind:${kind}`, `region:${region}`],
    },
  };
}

function namesOf(stacks: readonly Unplaced[]): string[] {
  return stacks.map(({ stack }) => stack);
}
