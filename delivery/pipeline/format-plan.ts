import type { Action, Condition, DeliveryPlan, Exports, Rule, Stage } from './delivery-plan';

export const PLAN_FORMATS = ['text', 'mermaid', 'json'] as const;
export type PlanFormat = (typeof PLAN_FORMATS)[number];

const COLUMNS = 80;

/** Plans as people read them, or as one Mermaid diagram; ends with a line break. */
export function formatPlans(plans: readonly DeliveryPlan[], format: Exclude<PlanFormat, 'json'>): string {
  if (format === 'mermaid') return ['flowchart LR', ...plans.flatMap(drawPlan), ''].join('\n');
  return plans.map((plan) => [headOf(plan), ...plan.stages.map(formatStage)].join('\n')).join('\n');
}

function headOf({ name, kind, components, trigger }: DeliveryPlan): string {
  const what = kind === 'platform' ? 'pipelines and roles' : components.join(', ') || 'nothing yet';
  const paths = trigger.pushFilters.flatMap(({ includes }) => includes);
  const lines = [
    ...wrapped(`releases ${what}`, ', '),
    ...wrapped(`starts at a push to ${trigger.branch} that changes ${paths.join(', ')}`, ', '),
  ];
  return [`# ${name}`, ...lines.map((line) => `# ${line}`), ''].join('\n');
}

function formatStage(stage: Stage): string {
  const { name, regions, estimatedMinutes, entry, success, actions } = stage;
  const minutes = estimatedMinutes > 0 ? [`  about ${duration(estimatedMinutes)}`] : [];
  const [where = '', ...more] = wrapped(regions.join(', '), ', ', COLUMNS - name.length - 20);
  const title = `${name}${where === '' ? '' : `  ${where}`}`;
  return [
    `${title}${minutes.join('')}`,
    ...more.map((line) => `${' '.repeat(name.length + 2)}${line}`),
    ...formatCondition('enters when', entry),
    ...actions.flatMap(formatAction),
    ...formatCondition('is done when', success),
    '',
  ].join('\n');
}

function formatAction({ name, kind, commands, runOrder, timeoutMinutes, ...more }: Action): string[] {
  const { approval, exports, runs = [] } = more;
  const order = String(runOrder).padStart(3);
  const [only, second] = approval ? [approval.question] : commands.length > 0 ? commands : [kind];
  const line = `${order}  ${name}  ${only ?? ''}`;
  const limit = `  (at most ${duration(timeoutMinutes)})`;
  if (second === undefined && !exports && runs.length === 0 && line.length + limit.length <= COLUMNS)
    return [`${line}${limit}`];
  return [
    `${order}  ${name}${limit}`,
    ...(approval ? [approval.question] : commands).map((command) => `       ${command}`),
    ...runs.flatMap((command) => command.trimEnd().split('\n')).map((line) => `         ${line}`),
    ...referencesOf(exports).map((reference) => `       exports ${reference}`),
  ];
}

function referencesOf(exports: Exports | undefined): string[] {
  return (exports?.variables ?? []).map((name) => `#{${exports?.namespace ?? ''}.${name}}`);
}

function formatCondition(word: string, condition: Condition | undefined): string[] {
  return (condition?.rules ?? []).map((rule) => `     ${word} ${ruleText(rule)}`);
}

function ruleText(rule: Rule): string {
  return rule.type === 'alarm'
    ? `${rule.alarmName} is not in ${rule.states.join(' or ')}`
    : `it is ${rule.cron} (cron, ${rule.timeZone})`;
}

/** Lines no longer than a screen, broken after a separator. */
function wrapped(text: string, separator: string, columns = COLUMNS - 2): string[] {
  const lines: string[] = [];
  for (const part of text.split(separator)) {
    const longer = `${lines.at(-1) ?? ''}${separator}${part}`;
    if (lines.length > 0 && longer.length < columns) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line}${separator.trimEnd()}` : line));
}

/** Minutes as people say them. */
export function duration(minutes: number): string {
  if (minutes < 120) return `${minutes} min`;
  const hours = minutes / 60;
  return hours < 72 ? `${Math.round(hours * 10) / 10} h` : `${Math.round(hours / 2.4) / 10} days`;
}

/** A pipeline is a frame, its stages are boxes from left to right; actions side by side share a line. */
function drawPlan({ name, stages }: DeliveryPlan, plan: number): string[] {
  const id = `p${plan}`;
  const boxes = stages.map(
    (stage, index) => `    ${id}s${index}["${[stage.name, ...stepsOf(stage)].join('<br/>')}"]`,
  );
  const arrows = stages.slice(1).map((_, index) => `    ${id}s${index} --> ${id}s${index + 1}`);
  const inside = ['    direction LR', ...boxes, ...arrows, ...approvedArrows(id, stages)];
  return [`  subgraph ${id}["${name}"]`, ...inside, '  end'];
}

/** From where something is planned to where nothing else is applied. */
function approvedArrows(id: string, stages: readonly Stage[]): string[] {
  return stages.flatMap(({ kind, actions }, from) => {
    const references = kind === 'plan' ? actions.flatMap(({ exports }) => referencesOf(exports)) : [];
    return stages.flatMap((stage, to) =>
      usesAny(stage, references) ? [`    ${id}s${from} -. as approved .-> ${id}s${to}`] : [],
    );
  });
}

function usesAny({ actions }: Stage, references: readonly string[]): boolean {
  const values = actions.flatMap(({ variables }) => Object.values(variables));
  return values.some((value) => references.includes(value));
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
