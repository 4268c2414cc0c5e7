import type { Environment, Project, Tools } from '../../compiler/project';
import type { CodeBuildProject, DeliveryPlan } from './delivery-plan';
import { deliveredOf, planDeliveries } from './plan';
import { regionsOfBlockers } from '../regions-of-blockers';
import {
  externalId,
  pipelineRoleName,
  readRoleName,
  RELEASE_PREFIX,
  roleArn,
  TEST_PREFIX,
  TOOLS_ROLES,
} from '../role-names';

/** What the `delivery-pipeline` stack holds. */
export interface PipelineResources {
  readonly tools: Tools;
  /** One pipeline each. */
  readonly pipelines: readonly PipelineOfPlan[];
  /** Of all pipelines together, each once, as long as the longest of them needs. */
  readonly projects: readonly ProjectResources[];
  /** Where artifacts lie. */
  readonly bucketName: string;
  readonly artifactDays: number;
  /** The one role that the key signs for. */
  readonly signerArn: string;
}

export interface PipelineOfPlan {
  readonly plan: DeliveryPlan;
  readonly roleName: string;
  /** Names of the projects that it starts, or patterns of them. */
  readonly starts: readonly string[];
}

export interface ProjectResources extends CodeBuildProject {
  /** What it runs, where every action that uses it runs the same. */
  readonly commands: readonly string[];
  /** Accounts that `gate`, `bake`, `await` and `verify served` look at as somebody. */
  readonly readProfiles: readonly ReadProfile[];
  /** Where the account of the tools has alarms that block releases. */
  readonly alarmRegions: readonly string[];
}

/** A profile of the AWS configuration. */
export interface ReadProfile {
  readonly name: string;
  /** Absent: as the project itself. */
  readonly role?: { readonly arn: string; readonly externalId: string };
}

/** What the names of read profiles begin with, before the account. */
const READ_PROFILE_PREFIX = 'dynconf-read-';
const ARTIFACT_DAYS = 90;
/** Pipelines of several workloads apply one foundation: one waits for the other, twice at most (plan and apply) within the time of its action. */
export const LOCK_MINUTES = 15;

/** Names everything that the delivery pipelines' stack creates. */
export function pipelineResources(project: Project, tools: Tools): PipelineResources {
  const plans = planDeliveries(project);
  const { account, region } = tools;
  return {
    tools,
    pipelines: plans.map((plan) => ({
      plan,
      roleName: pipelineRoleName(plan.workload),
      starts: startedBy(plan),
    })),
    projects: planProjects(plans, project),
    bucketName: `dynconf-artifacts-${account}-${region}`,
    artifactDays: ARTIFACT_DAYS,
    signerArn: roleArn(account, TOOLS_ROLES.sign),
  };
}

/**
 * A pipeline goes through all environments, so that it starts all projects of a kind; of their names a policy has no
 * room for many (IAM user guide, "IAM and AWS STS quotas").
 */
function startedBy({ projects }: DeliveryPlan): string[] {
  const patterns = projects.map(({ name }) => {
    const prefix = [RELEASE_PREFIX, TEST_PREFIX].find((each) => name.startsWith(each));
    return prefix === undefined ? name : `${prefix}*`;
  });
  return [...new Set(patterns)];
}

/** The CodeBuild projects of plans, each once. */
export function planProjects(plans: readonly DeliveryPlan[], project: Project): ProjectResources[] {
  return projectsOf(plans).map((each) => ({
    ...each,
    commands: commandsOf(plans, each.name),
    ...lookingOf(each, project),
  }));
}

function projectsOf(plans: readonly DeliveryPlan[]): CodeBuildProject[] {
  const projects = new Map<string, CodeBuildProject>();
  for (const project of plans.flatMap((plan) => plan.projects)) {
    const same = projects.get(project.name);
    const timeoutMinutes = Math.max(project.timeoutMinutes, same?.timeoutMinutes ?? 0);
    const takesOn = [...new Set([...(same?.takesOn ?? []), ...project.takesOn])];
    projects.set(project.name, { ...project, takesOn, timeoutMinutes });
  }
  return [...projects.values()];
}

/** Empty where the actions of a project differ: then each says what it runs. */
function commandsOf(plans: readonly DeliveryPlan[], name: string): readonly string[] {
  const actions = plans.flatMap(({ stages }) => stages.flatMap((stage) => stage.actions));
  const own = actions.filter((action) => action.project === name && !('COMMAND' in action.variables));
  const [first, ...others] = own.map(({ commands }) => commands);
  return first && others.every((commands) => commands.join() === first.join()) ? first : [];
}

function lookingOf(
  { kind, takesOn, variables }: CodeBuildProject,
  project: Project,
): Pick<ProjectResources, 'readProfiles' | 'alarmRegions' | 'variables'> {
  const environment = deliveredOf(project).find(({ account, name }) =>
    takesOn.includes(roleArn(account, readRoleName(name))),
  );
  if (!environment || !project.tools) return { readProfiles: [], alarmRegions: [], variables };
  const alarmRegions = kind === 'deploy' ? alarmRegionsOf(environment, project.tools) : [];
  const own = alarmRegions.length > 0 ? [{ name: `${READ_PROFILE_PREFIX}${project.tools.account}` }] : [];
  return {
    readProfiles: [readProfile(environment), ...own],
    alarmRegions,
    variables: {
      ...variables,
      DYNCONF_READ_PROFILES: READ_PROFILE_PREFIX,
      ...(kind === 'deploy' && { DYNCONF_LOCK_MINUTES: String(LOCK_MINUTES) }),
    },
  };
}

function readProfile({ name, account }: Environment): ReadProfile {
  const role = readRoleName(name);
  return {
    name: `${READ_PROFILE_PREFIX}${account}`,
    role: { arn: roleArn(account, role), externalId: externalId(role) },
  };
}

/** Regions in which the account of the tools has an alarm that blocks an environment of another account. */
function alarmRegionsOf(environment: Environment, tools: Tools): string[] {
  return environment.account === tools.account ? [] : regionsOfBlockers(environment, tools.account);
}
