import type { Project, Tools } from '../compiler/project';
import { type Action, type DeliveryPlan, planDelivery } from './plan';
import { externalId, TOOLS_ROLES } from './role-names';

/** What the `delivery-pipeline` stack holds. */
export interface PipelineResources {
  readonly tools: Tools;
  readonly plan: DeliveryPlan;
  readonly roles: typeof TOOLS_ROLES;
  readonly buildCommands: readonly string[];
  readonly buildTimeoutMinutes: number;
  readonly deployTimeoutMinutes: number;
  /** Every role that an action takes on, and what is said when it does. */
  readonly externalIds: Readonly<Record<string, string>>;
}

/** Npm and Terraform are installed before an action's own command runs. */
const INSTALL_MINUTES = 10;

/** Names everything that the delivery pipeline's stack creates. */
export function pipelineResources(project: Project, tools: Tools): PipelineResources {
  const plan = planDelivery(project);
  const actions = plan.stages.flatMap((stage) => stage.actions);
  const builds = actions.filter(({ kind }) => kind === 'build');
  const withRole = actions.filter((action): action is Action & { role: string } => action.role !== undefined);
  return {
    tools,
    plan,
    roles: TOOLS_ROLES,
    buildCommands: builds.flatMap(({ commands }) => commands),
    buildTimeoutMinutes: longest(builds),
    deployTimeoutMinutes: longest(withRole) + INSTALL_MINUTES,
    externalIds: Object.fromEntries(withRole.map(({ role }) => [role, externalId(nameOf(role))])),
  };
}

function longest(actions: readonly Action[]): number {
  return Math.max(5, ...actions.map(({ timeoutMinutes }) => timeoutMinutes));
}

function nameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}
