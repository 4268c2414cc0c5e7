import type { Project, Tools } from '../compiler/project';
import type { Action, CodeBuildProject, DeliveryPlan } from './delivery-plan';
import { planDeliveries } from './plan';
import { externalId, TOOLS_ROLES } from './role-names';

/** What the `delivery-pipeline` stack holds. */
export interface PipelineResources {
  readonly tools: Tools;
  /** One pipeline each. */
  readonly plans: readonly DeliveryPlan[];
  readonly roles: typeof TOOLS_ROLES;
  /** Of all pipelines together, each once, as long as the longest of them needs. */
  readonly projects: readonly CodeBuildProject[];
  readonly buildCommands: readonly string[];
  readonly buildTimeoutMinutes: number;
  readonly deployTimeoutMinutes: number;
  /** Every role that an action takes on, and what is said when it does. */
  readonly externalIds: Readonly<Record<string, string>>;
}

/** Npm and Terraform are installed before an action's own command runs. */
const INSTALL_MINUTES = 10;

/** Names everything that the delivery pipelines' stack creates. */
export function pipelineResources(project: Project, tools: Tools): PipelineResources {
  const plans = planDeliveries(project);
  const actions = plans.flatMap(({ stages }) => stages.flatMap((stage) => stage.actions));
  const [build] = actions.filter(({ kind }) => kind === 'build');
  const withRole = actions.filter((action): action is Action & { role: string } => action.role !== undefined);
  return {
    tools,
    plans,
    roles: TOOLS_ROLES,
    projects: projectsOf(plans),
    buildCommands: build?.commands ?? [],
    buildTimeoutMinutes: build?.timeoutMinutes ?? 0,
    deployTimeoutMinutes: longest(withRole) + INSTALL_MINUTES,
    externalIds: Object.fromEntries(withRole.map(({ role }) => [role, externalId(nameOf(role))])),
  };
}

function projectsOf(plans: readonly DeliveryPlan[]): CodeBuildProject[] {
  const projects = new Map<string, CodeBuildProject>();
  for (const project of plans.flatMap((plan) => plan.projects)) {
    const same = projects.get(project.name);
    const timeoutMinutes = Math.max(project.timeoutMinutes, same?.timeoutMinutes ?? 0);
    projects.set(project.name, { ...project, timeoutMinutes });
  }
  return [...projects.values()];
}

function longest(actions: readonly Action[]): number {
  return Math.max(5, ...actions.map(({ timeoutMinutes }) => timeoutMinutes));
}

function nameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}
