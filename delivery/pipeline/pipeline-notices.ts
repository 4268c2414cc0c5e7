import type { Project, Tools } from '../../compiler/project';
import type { DeliveryPlan, Stage } from './delivery-plan';
import { pipelineNoticeRuleName } from '../events/event-names';
import { planDeliveries } from './plan';

/** Who hears of one environment's stages in one pipeline, besides those who hear of every pipeline. */
export interface PipelineNotice {
  readonly ruleName: string;
  /** Somebody has to say yes, or a stage has failed. */
  readonly event: 'approval' | 'failure';
  readonly environment: string;
  readonly pipeline: string;
  readonly stages: readonly string[];
  /** SNS topics of the tools' region. */
  readonly topics: readonly string[];
}

/**
 * The notices of a project's delivery pipelines.
 *
 * The topics of tools.yaml hear of everything by the pipeline's own notification rule, and an approval tells one topic
 * by itself (CodePipeline, `NotificationArn`); all others are here.
 */
export function pipelineNotices(project: Project, tools: Tools): PipelineNotice[] {
  const noticesOf = (plan: DeliveryPlan): PipelineNotice[] =>
    project.environments.flatMap(({ name }) => {
      const stages = plan.stages.filter(({ environment }) => environment === name);
      const of = { plan, tools, environment: name };
      return [
        ...notice(of, 'approval', stages.filter(isApproval).map(askedBeyondTheFirst)),
        ...notice(
          of,
          'failure',
          stages.map((stage) => [stage, stage.failure.notify] as const),
        ),
      ];
    });
  return planDeliveries(project).flatMap(noticesOf);
}

type Told = readonly [stage: Stage, topics: readonly string[]];

function isApproval({ kind }: Stage): boolean {
  return kind === 'approval';
}

function askedBeyondTheFirst(stage: Stage): Told {
  return [stage, stage.actions.flatMap(({ approval }) => approval?.notify.slice(1) ?? [])];
}

function notice(
  { plan, tools, environment }: { plan: DeliveryPlan; tools: Tools; environment: string },
  event: PipelineNotice['event'],
  told: readonly Told[],
): PipelineNotice[] {
  const topics = [...new Set(told.flatMap(([, each]) => each))].filter(
    (topic) => !tools.notify.includes(topic),
  );
  if (topics.length === 0) return [];
  const ruleName = pipelineNoticeRuleName({ event, environment, workload: plan.workload });
  const stages = told.map(([{ name }]) => name);
  return [{ ruleName, event, environment, pipeline: plan.name, stages, topics }];
}
