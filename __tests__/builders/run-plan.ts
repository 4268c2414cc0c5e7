import type {
  Action,
  AlarmRule,
  Condition,
  DeliveryPlan,
  Stage,
} from '../../delivery/pipeline/delivery-plan';

/** What takes the place of CodePipeline's own parts and of CodeBuild. */
export interface PlanMachine {
  /** Actions side by side. */
  readonly lanes: number;
  readonly run: (action: Action, stage: Stage) => Promise<Outcome>;
  readonly stateOf: (rule: AlarmRule) => Promise<string>;
}

export interface Outcome {
  readonly exitCode: number;
  readonly output: string;
  /** Commands that ended well, in order. @default - it runs none */
  readonly ran?: readonly string[];
}

export interface ActionRun extends Outcome {
  readonly stage: string;
  readonly action: string;
}

export interface PlanRun {
  readonly isGreen: boolean;
  /** Stages that were entered, in order. */
  readonly stages: readonly string[];
  /** In the order in which they ended. */
  readonly actions: readonly ActionRun[];
  /** What ended it. @default - nothing, it is green */
  readonly red?: string;
  /** Rules that nobody looked at: CodePipeline only waits for a window, and `dynconf gate` refuses outside of it. */
  readonly windowsNotAwaited: number;
}

/** Walks a plan as CodePipeline does: stage after stage, conditions, run orders, up to the first thing that fails. */
export async function runPlan(plan: DeliveryPlan, machine: PlanMachine): Promise<PlanRun> {
  const actions: ActionRun[] = [];
  const stages: string[] = [];
  const rules = plan.stages
    .flatMap(({ entry, success }) => [entry, success])
    .flatMap((one) => one?.rules ?? []);
  const windowsNotAwaited = rules.filter(({ type }) => type === 'window').length;
  for (const stage of plan.stages) {
    stages.push(stage.name);
    const red =
      (await broken(stage.entry, machine)) ??
      (await runActions(stage, machine, actions)) ??
      (await broken(stage.success, machine));
    if (red !== undefined) {
      return { isGreen: false, stages, actions, red: `${stage.name}: ${red}`, windowsNotAwaited };
    }
  }
  return { isGreen: true, stages, actions, windowsNotAwaited };
}

async function broken(
  condition: Condition | undefined,
  { stateOf }: PlanMachine,
): Promise<string | undefined> {
  for (const rule of condition?.rules ?? []) {
    if (rule.type !== 'alarm') continue;
    const state = await stateOf(rule);
    if ((rule.states as readonly string[]).includes(state)) return `${rule.alarmName} is in ${state}`;
  }
  return undefined;
}

async function runActions(
  stage: Stage,
  machine: PlanMachine,
  ended: ActionRun[],
): Promise<string | undefined> {
  const orders = [...new Set(stage.actions.map(({ runOrder }) => runOrder))].sort((a, b) => a - b);
  for (const order of orders) {
    const together = stage.actions.filter(({ runOrder }) => runOrder === order);
    const failed: string[] = [];
    const lane = async (): Promise<void> => {
      for (let action = together.shift(); action; action = together.shift()) {
        const outcome = await machine.run(action, stage);
        ended.push({ stage: stage.name, action: action.name, ...outcome });
        if (outcome.exitCode !== 0) failed.push(`${action.name} ended with ${outcome.exitCode}`);
      }
    };
    await Promise.all(Array.from({ length: machine.lanes }, lane));
    if (failed.length > 0) return failed.join(', ');
  }
  return undefined;
}
