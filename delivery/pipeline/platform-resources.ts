import { TOOLS } from '../../compiler/names';
import type { Project, Tools } from '../../compiler/project';
import type { DeliveryPlan } from './delivery-plan';
import { eventBusArn } from '../events/event-names';
import { deliveredOf } from './plan';
import { planPlatform } from './plan-platform';
import { planProjects, type ProjectResources } from './pipeline-resources';
import { policyArn, roleArn, rolesBoundaryName, TOOLS_ROLES } from '../role-names';
import { stateResources } from '../state-resources';

/** What the `platform-pipeline` stack holds. */
export interface PlatformResources {
  readonly tools: Tools;
  readonly plan: DeliveryPlan;
  /** Of the pipeline itself. */
  readonly roleName: string;
  /** Those that the delivery pipelines do not have. */
  readonly projects: readonly ProjectResources[];
  /** All projects that it starts. */
  readonly projectNames: readonly string[];
  readonly inspectRole: string;
  readonly platformRole: string;
  /** The one role that signs. */
  readonly signerArn: string;
  readonly boundary: ToolsBoundary;
  /** The once-only stacks that it applies: those of which it writes the states. */
  readonly ownStacks: readonly string[];
  /** Of artifacts and of states. */
  readonly buckets: readonly string[];
}

/** What the roles of the tools account may do at most; it is made by an administrator. */
export interface ToolsBoundary {
  readonly tools: Tools;
  readonly name: string;
  readonly arn: string;
  /** Roles that it is not for: they change the others, and cannot change it. */
  readonly except: readonly string[];
  /** Of environments, and of those that expire, sorted. */
  readonly accounts: readonly string[];
  /** SNS topics that are told. */
  readonly topics: readonly string[];
  readonly busArn: string;
}

/** Names everything that the platform pipeline's stack creates. */
export function platformResources(project: Project, tools: Tools): PlatformResources {
  const plan = planPlatform(project, tools);
  const { platform, inspect } = TOOLS_ROLES;
  const { account, region } = tools;
  const states = stateResources(project)?.buckets ?? [];
  return {
    tools,
    plan,
    roleName: `${platform}-pipeline`,
    projects: planProjects([plan], project).filter(({ roleName }) =>
      [platform, inspect].includes(roleName as never),
    ),
    projectNames: plan.projects.map(({ name }) => name),
    inspectRole: inspect,
    platformRole: platform,
    signerArn: roleArn(account, TOOLS_ROLES.sign),
    boundary: toolsBoundary(project, tools),
    ownStacks: appliedStacks(plan, TOOLS),
    buckets: [`dynconf-artifacts-${account}-${region}`, ...states.map(({ bucket }) => bucket)],
  };
}

function appliedStacks({ stages }: DeliveryPlan, owner: string): string[] {
  const applied = stages.flatMap(({ actions }) => actions.filter(({ kind }) => kind === 'apply'));
  return applied.flatMap(({ environment, stack }) => (environment === owner && stack ? [stack] : []));
}

function toolsBoundary(project: Project, tools: Tools): ToolsBoundary {
  const { account, notify } = tools;
  const name = rolesBoundaryName(TOOLS);
  const approvals = deliveredOf(project).flatMap(({ approval, onCall }) => [
    ...approval.notify,
    ...Object.values(onCall).flat(),
  ]);
  return {
    tools,
    name,
    arn: policyArn(account, name),
    except: [TOOLS_ROLES.platform, TOOLS_ROLES.inspect],
    accounts: [...new Set(project.environments.map((environment) => environment.account))].sort(),
    topics: [...new Set([...notify, ...approvals])],
    busArn: eventBusArn(tools),
  };
}
