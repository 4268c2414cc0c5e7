import type { Project } from '../../compiler/project';
import type { DeliveryPlan } from '../../delivery/pipeline/delivery-plan';
import { formatPlans, PLAN_FORMATS } from '../../delivery/pipeline/format-plan';
import { planDeliveries, planDelivery } from '../../delivery/pipeline/plan';
import { planPlatform } from '../../delivery/pipeline/plan-platform';
import { stackOrder } from '../../delivery/stack-order';
import { withTestCommands } from '../../delivery/pipeline/test-commands';
import type { Input, Run } from '../command';
import { EXIT } from '../exit-codes';
import { loadDefinitions } from '../load-definitions';
import { namedWorkload } from '../named-workload';
import { noteLocalStates } from './note-local-states';
import { notePlan } from './note-plan';
import { nothingYet } from '../nothing-yet';
import { readFormat } from '../read-format';

/** `dynconf pipeline`: what happens between a commit and the last region, and how the pipelines themselves change. */
export const run: Run = async (io, { root, options }) => {
  const format = readFormat(options['format'], PLAN_FORMATS);
  const project = loadDefinitions(io, root);
  const plans = plansOf(project, options['workload']);
  if (format === 'json') io.out(`${JSON.stringify(forPrograms(project, plans), null, 2)}\n`);
  else io.out(formatPlans([...plans.deliveries, ...plans.platform], format));
  if (!project.tools) {
    io.err('without environments/tools.yaml this is only printed: no pipeline is synthesized\n');
  }
  io.err(nothingYet(project) ?? '');
  noteLocalStates(io, project);
  notePlan(io, project, plans.deliveries);
  return EXIT.done;
};

interface Plans {
  readonly deliveries: readonly DeliveryPlan[];
  /** None without tools.yaml, or where one workload is asked for. */
  readonly platform: readonly DeliveryPlan[];
}

function plansOf(project: Project, option: Input['options'][string]): Plans {
  const shown = (plan: DeliveryPlan): DeliveryPlan => withTestCommands(project, plan);
  if (option === undefined) {
    const platform = project.tools ? [planPlatform(project, project.tools)] : [];
    return { deliveries: planDeliveries(project).map(shown), platform };
  }
  return { deliveries: [shown(planDelivery(project, namedWorkload(project, option)))], platform: [] };
}

/** The one plan is what is read; of several each is in `pipelines`. The stacks are for whoever else runs them, HCP Terraform for one. */
function forPrograms(project: Project, { deliveries, platform }: Plans): object {
  const [only, second] = deliveries;
  return {
    ...(only && second === undefined ? only : {}),
    pipelines: [...deliveries, ...platform],
    stacks: stackOrder(project),
  };
}
