import { isLocal } from '../../compiler/names';
import type { Environment, Project } from '../../compiler/project';
import { type Workload, workloadsOf } from '../../compiler/workloads';
import { cloudTokens } from './cloud-tokens';
import type { Action, CodeBuildProject, DeliveryPlan, Stage } from './delivery-plan';
import { type Delivered, onFailure } from './plan-action';
import { buildProjects, buildStage, signStage } from './plan-build';
import { gateStages } from './plan-gate';
import { deliveryTrigger, sourceStage } from './plan-source';
import { testProjects } from './plan-tests';
import { waveStage } from './plan-wave';
import { releaseRoleName } from '../role-names';

/** What every delivery pipeline is called, followed by its workload where there are several. */
const DELIVERY_PIPELINE = 'dynconf-delivery';
/** Npm and Terraform are installed before an action's own command runs. */
const INSTALL_MINUTES = 10;

/** A pipeline for each workload of a project; one where tools.yaml does not split the components. */
export function planDeliveries(project: Project): DeliveryPlan[] {
  return workloadsOf(project).map((workload) => planDelivery(project, workload));
}

/** The delivery pipeline of a workload: the environments in rollout order, without the local and the temporary ones. */
export function planDelivery(
  project: Project,
  workload: Workload = { components: project.components },
): DeliveryPlan {
  const environments = deliveredOf(project);
  const failure = onFailure(project.tools?.notify ?? []);
  const stages = withUniqueNames([
    sourceStage(project, failure),
    buildStage(failure, project.tools),
    signStage(failure),
    ...environments.flatMap((environment) => environmentStages({ project, workload, environment })),
  ]);
  const { name } = workload;
  return {
    name: name === undefined ? DELIVERY_PIPELINE : `${DELIVERY_PIPELINE}-${name}`,
    kind: 'delivery',
    ...(name !== undefined && { workload: name }),
    components: workload.components.map((component) => component.name),
    trigger: deliveryTrigger(project, workload),
    stages,
    projects: [...buildProjects(project.tools), ...actingProjects(stages, environments)],
  };
}

/** The environments that a pipeline releases to, in rollout order. */
export function deliveredOf({ environments }: Project): Environment[] {
  return environments.filter((environment) => !isLocal(environment) && environment.temporary === undefined);
}

function environmentStages(delivered: Delivered): Stage[] {
  return delivered.environment.waves.flatMap((wave) => [
    ...gateStages(delivered, wave),
    waveStage({ ...delivered, wave }),
  ]);
}

function actingProjects(stages: readonly Stage[], environments: readonly Environment[]): CodeBuildProject[] {
  const actions = stages.flatMap((stage) => stage.actions);
  const actionsIn = (name: string): Action[] => actions.filter(({ project }) => project === name);
  const planned = environments.flatMap((environment) => [
    releaseProject(environment, actionsIn(releaseRoleName(environment.name))),
    ...testProjects(environment),
  ]);
  return planned.map((project) => {
    const minutes = actionsIn(project.name).map(({ timeoutMinutes }) => timeoutMinutes);
    return { ...project, timeoutMinutes: Math.max(0, ...minutes) + INSTALL_MINUTES };
  });
}

/** One per environment: what runs in it takes on the roles of that environment, and of no other. */
function releaseProject({ name, backend }: Environment, actions: readonly Action[]): CodeBuildProject {
  return {
    name: releaseRoleName(name),
    description: `Releases one stack of ${name}, or looks at it`,
    kind: 'deploy',
    roleName: releaseRoleName(name),
    takesOn: [...new Set(actions.flatMap(({ role }) => role ?? []))],
    installs: true,
    variables: {},
    ...cloudTokens([backend]),
    reports: [],
    timeoutMinutes: 0,
  };
}

/**
 * A wave may be called `gate`, or differ from another only in what CodePipeline does not take.
 *
 * What is told apart by a number must not be what somebody wrote: `gate-2` is a wave, too.
 */
function withUniqueNames(stages: readonly Stage[]): Stage[] {
  const taken = new Set(stages.map(({ name }) => name));
  const given = new Set<string>();
  return stages.map((stage) => {
    const { name } = stage;
    if (!given.has(name)) {
      given.add(name);
      return stage;
    }
    let number = 2;
    while (taken.has(`${name}-${number}`)) number += 1;
    taken.add(`${name}-${number}`);
    return { ...stage, name: `${name}-${number}` };
  });
}
