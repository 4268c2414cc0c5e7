import { formatPlan, PLAN_FORMATS, type PlanFormat } from '../delivery/format-plan';
import { planDelivery } from '../delivery/plan';
import { stackOrder } from '../delivery/stack-order';
import type { Run } from './command';
import { CommandError, EXIT } from './exit-codes';
import { loadDefinitions } from './load-definitions';

/** `dynconf pipeline`: what happens between a commit and the last region. */
export const run: Run = async (io, { root, options }) => {
  const format = formatOf(options['format']);
  const project = loadDefinitions(io, root);
  const plan = planDelivery(project);
  // For whoever else runs the stacks, HCP Terraform for one: each with its workspace and what has to come before it.
  const withStacks = { ...plan, stacks: stackOrder(project) };
  io.out(formatPlan(format === 'json' ? withStacks : plan, format));
  if (!project.tools) {
    io.err('there is no environments/tools.yaml: this plan is a plan, and no pipeline is synthesized\n');
  }
  return EXIT.done;
};

function formatOf(option: unknown): PlanFormat {
  const format = PLAN_FORMATS.find((candidate) => candidate === option);
  if (format) return format;
  throw new CommandError(
    EXIT.usage,
    `--format is ${String(option)}, ${PLAN_FORMATS.join(', ')} are possible`,
  );
}
