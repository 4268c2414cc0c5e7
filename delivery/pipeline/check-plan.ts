import type { Diagnostic } from '../../compiler/diagnostic';
import type { Environment, Project, Tools } from '../../compiler/project';
import { checkActions } from './check-actions';
import { checkMinutes } from './check-minutes';
import type { DeliveryPlan, Stage } from './delivery-plan';
import { diagnosticAt, placeIn, placeOfWave } from './diagnostic-at';
import { planDeliveries } from './plan';
import { PIPELINE_LIMITS } from './pipeline-limits';
import { WINDOW_MARGIN_MINUTES } from './plan-window';

/** Finds what CodePipeline and CodeBuild do not hold; nothing where there is no pipeline. */
export function checkPlan(project: Project): Diagnostic[] {
  const { tools } = project;
  if (!tools) return [];
  const found = planDeliveries(project).flatMap((plan) => [
    ...checkTrigger(plan, tools),
    ...checkLength(plan, project),
    ...plan.stages.flatMap((stage) => checkStage(stage, project)),
    ...checkMinutes(plan, project),
  ]);
  // Several workloads go through the same environments.
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
}

function checkTrigger({ trigger, workload }: DeliveryPlan, tools: Tools): Diagnostic[] {
  const { pushFilters, patternsPerFilter, patternCharacters } = PIPELINE_LIMITS;
  const filters = trigger.pushFilters;
  const isHeld =
    filters.length <= pushFilters &&
    filters.every(
      ({ includes }) =>
        includes.length <= patternsPerFilter && includes.every(({ length }) => length <= patternCharacters),
    );
  if (isHeld) return [];
  const count = filters.reduce((sum, { includes }) => sum + includes.length, 0);
  return [
    diagnosticAt(placeIn(tools, `workloads.${workload ?? ''}`), {
      code: 'TOO_MANY_PATHS',
      message: `the pipeline of ${workload ?? 'everything'} starts at ${count} paths, CodePipeline takes ${pushFilters * patternsPerFilter}`,
      fix: 'split the workload, or give its components shorter names',
    }),
  ];
}

/** Pointed at the environment with which it becomes too much. */
function checkLength({ stages, workload }: DeliveryPlan, project: Project): Diagnostic[] {
  const { stages: mostStages, actionsPerPipeline } = PIPELINE_LIMITS;
  const actions = stages.reduce((sum, stage) => sum + stage.actions.length, 0);
  if (stages.length <= mostStages && actions <= actionsPerPipeline) return [];
  let [stageCount, actionCount] = [0, 0];
  const crossing = stages.find((stage) => {
    stageCount += 1;
    actionCount += stage.actions.length;
    return stageCount > mostStages || actionCount > actionsPerPipeline;
  });
  const environment = environmentOf(crossing, project);
  if (!environment) return [];
  const what =
    stages.length > mostStages
      ? `${stages.length} stages, at most ${mostStages}`
      : `${actions} actions, at most ${actionsPerPipeline}`;
  return [
    diagnosticAt(placeIn(environment, 'waves', 'regions'), {
      code: 'PIPELINE_TOO_LONG',
      message: `the pipeline${workload === undefined ? '' : ` of ${workload}`} has ${what} are possible in CodePipeline`,
      fix: 'have fewer waves, regions or environments in the pipeline',
    }),
  ];
}

function checkStage(stage: Stage, project: Project): Diagnostic[] {
  const environment = environmentOf(stage, project);
  if (!environment) return [];
  const tooWide = checkWidth(stage, environment);
  // What is longer because of it is the same mistake.
  if (tooWide.some(({ severity }) => severity === 'error')) return tooWide;
  return [...tooWide, ...checkActions(stage, environment), ...checkWaiting(stage, environment)];
}

/** A gate that nothing waits for is red whenever a release comes outside of the windows. */
function checkWaiting({ kind, entry }: Stage, environment: Environment): Diagnostic[] {
  if (kind !== 'gate' || entry !== undefined) return [];
  return [
    diagnosticAt(placeIn(environment, 'windows'), {
      code: 'WINDOW_TOO_SHORT',
      severity: 'warning',
      message: `no window of ${environment.name} is longer than ${WINDOW_MARGIN_MINUTES} minutes, which a release needs until it starts: a pipeline does not wait for it`,
      fix: 'make a window longer, an hour at least',
    }),
  ];
}

function checkWidth({ actions, regions, wave, kind, entry }: Stage, environment: Environment): Diagnostic[] {
  if (kind !== 'wave') return [];
  const { actionsPerStage, rulesPerCondition } = PIPELINE_LIMITS;
  const at = placeOfWave(environment, wave);
  const where = `${environment.name}'s wave ${wave ?? ''} has ${regions.length} regions`;
  if (actions.length > actionsPerStage) {
    const message = `${where} and ${actions.length} actions, a stage of CodePipeline has at most ${actionsPerStage}`;
    return [diagnosticAt(at, { code: 'WAVE_TOO_WIDE', message, fix: 'split it into several waves' })];
  }
  if (entry === undefined || regions.length <= rulesPerCondition) return [];
  return [
    diagnosticAt(at, {
      code: 'WAVE_TOO_WIDE',
      severity: 'warning',
      message: `${where}, a condition of CodePipeline watches the health of ${rulesPerCondition}; dynconf gate and bake watch all`,
      fix: `have at most ${rulesPerCondition} regions in a wave`,
    }),
  ];
}

function environmentOf(stage: Stage | undefined, { environments }: Project): Environment | undefined {
  return environments.find(({ name }) => name === stage?.environment);
}
