import type { Action, DeliveryPlan, Stage } from './plan';

export const PLAN_FORMATS = ['text', 'mermaid', 'json'] as const;
export type PlanFormat = (typeof PLAN_FORMATS)[number];

/** A plan as people read it, as a Mermaid diagram, or as JSON; ends with a line break. */
export function formatPlan(plan: DeliveryPlan, format: PlanFormat): string {
  if (format === 'json') return `${JSON.stringify(plan, null, 2)}\n`;
  return format === 'mermaid' ? formatMermaid(plan) : plan.stages.map(formatStage).join('\n');
}

function formatStage(stage: Stage): string {
  const where = stage.regions.length > 0 ? `  ${stage.regions.join(', ')}` : '';
  const minutes = stage.estimatedMinutes > 0 ? `  about ${duration(stage.estimatedMinutes)}` : '';
  const width = Math.max(...stage.actions.map(({ name }) => name.length));
  const lines = stage.actions.map((action) => formatAction(action, width));
  return [`${stage.name}${where}${minutes}`, ...lines, ''].join('\n');
}

function formatAction({ name, kind, commands, runOrder, timeoutMinutes }: Action, width: number): string {
  const what = commands.length > 0 ? commands.join(' && ') : kind;
  return `  ${runOrder}  ${name.padEnd(width)}  ${what}  (at most ${duration(timeoutMinutes)})`;
}

function duration(minutes: number): string {
  if (minutes < 120) return `${minutes} min`;
  const hours = minutes / 60;
  return hours < 72 ? `${Math.round(hours * 10) / 10} h` : `${Math.round(hours / 2.4) / 10} days`;
}

/** Stages as boxes from left to right; actions side by side share a line. */
function formatMermaid({ stages }: DeliveryPlan): string {
  const boxes = stages.map(
    (stage, index) => `  s${index}["${[stage.name, ...stepsOf(stage)].join('<br/>')}"]`,
  );
  const arrows = stages.slice(1).map((_, index) => `  s${index} --> s${index + 1}`);
  return ['flowchart LR', ...boxes, ...arrows, ''].join('\n');
}

function stepsOf({ actions }: Stage): string[] {
  const orders = [...new Set(actions.map(({ runOrder }) => runOrder))].sort((left, right) => left - right);
  return orders.map((order) =>
    actions
      .filter(({ runOrder }) => runOrder === order)
      .map(({ name }) => name)
      .join(' · '),
  );
}
