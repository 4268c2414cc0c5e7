import { STACK_KINDS, type StackKind, TOOLS } from '../../compiler/names';
import type { Project, Tools } from '../../compiler/project';
import { cloudTokens } from './cloud-tokens';
import type { Action, CodeBuildProject, DeliveryPlan, Stage } from './delivery-plan';
import { PIPELINE_LIMITS } from './pipeline-limits';
import { deliveredOf } from './plan';
import { approveAction, COMMIT, onFailure, variablesOf } from './plan-action';
import { buildProjects, buildStage, signStage } from './plan-build';
import { COMMON_PATHS, pushFilters, sourceStage } from './plan-source';
import { inspectRoleName, platformRoleName, roleArn, TOOLS_ROLES } from '../role-names';
import { commitUrl } from './source-host';
import { type OrderedStack, PIPELINE_STACK, PLATFORM_STACK, stackOrder } from '../stack-order';
import { topicsIn } from './topics-in';

export const PLATFORM_PIPELINE = 'dynconf-platform';
/** Its own stack: applied last, for an update ends the run of the pipeline that it changes. */
const OWN_STACK = PLATFORM_STACK;
const TIMEOUT_MINUTES = 60;
/** The artifact is verified and Terraform installed first. */
const INSTALL_MINUTES = 10;

/**
 * The pipeline that changes pipelines and roles: what is planned is looked at by a person, and that is applied.
 *
 * It is another one than those that release, so that neither waits for the other. No flag and no document starts it,
 * for a person would be asked about nothing. Temporary environments are made by whoever needs them.
 */
export function planPlatform(project: Project, tools: Tools): DeliveryPlan {
  const failure = onFailure(tools.notify);
  const stacks = platformStacks(project);
  const stages: Stage[] = [
    sourceStage(project, failure),
    buildStage(failure, tools),
    signStage(failure),
    ...stagesOf('Plan', 'plan', { failure, actions: stacks.map(planAction) }),
    ...stagesOf('Approval', 'approval', { failure, actions: [approvePlan(tools)] }),
    ...stagesOf('Apply', 'apply', { failure, actions: stacks.map((stack) => applyAction(stack, stacks)) }),
  ];
  return {
    name: PLATFORM_PIPELINE,
    kind: 'platform',
    components: [],
    trigger: { branch: tools.source.trunk, pushFilters: pushFilters(COMMON_PATHS) },
    stages,
    projects: [...buildProjects(tools), inspectProject(stacks), platformProject(stacks)],
  };
}

/** `Plan`, `Plan-2` …: as many as their actions need, which stay in their order. */
function stagesOf(
  name: string,
  kind: Stage['kind'],
  { actions, failure }: Pick<Stage, 'actions' | 'failure'>,
): Stage[] {
  const { actionsPerStage } = PIPELINE_LIMITS;
  return Array.from({ length: Math.ceil(actions.length / actionsPerStage) }, (_, index) => ({
    name: index === 0 ? name : `${name}-${index + 1}`,
    kind,
    regions: [],
    estimatedMinutes: 0,
    failure,
    actions: actions.slice(index * actionsPerStage, (index + 1) * actionsPerStage),
  }));
}

/**
 * The once-only stacks, and the roles of environments that are released to; boundaries are an administrator's.
 *
 * Each comes after those that it needs, but for its own.
 */
function platformStacks(project: Project): OrderedStack[] {
  const owners = [TOOLS, ...deliveredOf(project).map(({ name }) => name)];
  const stacks = stackOrder(project).filter(
    ({ kind, environment }) =>
      !STACK_KINDS.includes(kind as StackKind) && kind !== 'access-tools' && owners.includes(environment),
  );
  return [
    ...stacks.filter(({ stack }) => stack !== OWN_STACK),
    ...stacks.filter(({ stack }) => stack === OWN_STACK),
  ];
}

/** What a plan is known by: what is approved in one action is what the other applies. */
const PLAN = 'PLAN';
const SCRIPT = 'node scripts/terraform-as-approved.js';

/** Side by side, for a plan changes nothing. */
function planAction(stack: OrderedStack): Action {
  return stackAction(stack, {
    kind: 'plan',
    // Nobody has said yes yet: what plans can change nothing.
    project: TOOLS_ROLES.inspect,
    roleName: inspectRoleName,
    name: planName(stack),
    command: `${SCRIPT} plan ${folderOf(stack)}`,
    runOrder: 1,
    exports: { namespace: planName(stack), variables: [PLAN] },
  });
}

function applyAction(stack: OrderedStack, all: readonly OrderedStack[]): Action {
  const approved = `#{${planName(stack)}.${PLAN}}`;
  return stackAction(stack, {
    kind: 'apply',
    project: PLATFORM_PIPELINE,
    roleName: platformRoleName,
    name: stack.stack,
    command: `${SCRIPT} apply ${folderOf(stack)} '${approved}'`,
    runOrder: depthOf(stack, all),
    variables: { APPROVED: approved },
  });
}

function planName({ stack }: OrderedStack): string {
  return `plan-${stack}`;
}

function folderOf({ stack }: OrderedStack): string {
  return `cdktf.out/stacks/${stack}`;
}

/** The longest way to a stack through those that come before it. */
function depthOf({ stack, after }: OrderedStack, all: readonly OrderedStack[]): number {
  const before = stack === OWN_STACK ? all.filter((other) => other.stack !== OWN_STACK) : [];
  const others = all.filter((other) => other.stack !== OWN_STACK && after.includes(other.stack));
  const needed = [...before, ...others];
  return 1 + Math.max(0, ...needed.map((other) => depthOf(other, all)));
}

interface StackAction extends Pick<Action, 'kind' | 'name' | 'runOrder' | 'exports'> {
  readonly project: string;
  readonly command: string;
  /** In the account of an environment. */
  readonly roleName: (environment: string) => string;
  /** On top of those that every action has. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
}

function stackAction(
  { stack, environment, account, region }: OrderedStack,
  { command, roleName, variables, ...given }: StackAction,
): Action {
  // In the account of the tools the project is what it is.
  const role = environment === TOOLS ? undefined : roleArn(account, roleName(environment));
  const session = { role, environment, stack, timeoutMinutes: TIMEOUT_MINUTES };
  return {
    ...given,
    environment,
    regions: [region],
    stack,
    commands: [command],
    estimatedMinutes: 0,
    timeoutMinutes: TIMEOUT_MINUTES,
    ...(role !== undefined && { role }),
    variables: { ...variablesOf(session), STACK: stack, ...variables },
    verifiesArtifact: true,
    input: 'Signed',
  };
}

function approvePlan({ notify, region, source }: Tools): Action {
  return approveAction({
    notify: topicsIn(region, notify),
    question:
      `Change the pipelines and roles as ${COMMIT} plans it? ` +
      `Where ${PIPELINE_STACK} changes, that ends what is being released just now: release it again afterwards.`,
    link: commitUrl(source, COMMIT),
  });
}

function inspectProject(stacks: readonly OrderedStack[]): CodeBuildProject {
  return {
    ...platformProject(stacks),
    name: TOOLS_ROLES.inspect,
    description: 'Plans pipelines and roles, and changes nothing',
    kind: 'plan',
    roleName: TOOLS_ROLES.inspect,
    takesOn: rolesOf(stacks, inspectRoleName),
  };
}

function platformProject(stacks: readonly OrderedStack[]): CodeBuildProject {
  return {
    name: PLATFORM_PIPELINE,
    description: 'Applies pipelines and roles',
    kind: 'apply',
    roleName: TOOLS_ROLES.platform,
    // No other roles are called alike in these accounts, and IAM has no room for the names of many environments.
    takesOn: [...new Set(rolesOf(stacks, () => platformRoleName('*')))],
    installs: true,
    variables: {},
    ...cloudTokens(stacks.map(({ backend }) => backend)),
    reports: [],
    timeoutMinutes: TIMEOUT_MINUTES + INSTALL_MINUTES,
  };
}

function rolesOf(stacks: readonly OrderedStack[], nameOf: (environment: string) => string): string[] {
  const access = stacks.filter(({ environment }) => environment !== TOOLS);
  return access.map(({ account, environment }) => roleArn(account, nameOf(environment)));
}
