import { LOCAL_ENVIRONMENT, STACK_KINDS, type StackKind, stackName } from '../compiler/names';
import type { Environment, Project, Wave } from '../compiler/project';
import { rolloutMinutes } from './growth';
import { deployRoleName, readRoleName, roleArn } from './role-names';

/** What happens between a commit and the last region, as plain data: rendered by the pipeline stack and by `dynconf pipeline`. */
export interface DeliveryPlan {
  /** In order; a stage starts when the one before has succeeded. */
  readonly stages: readonly Stage[];
}

export type StageKind = 'source' | 'build' | 'gate' | 'wave';

export interface Stage {
  /** Unique in the plan; CodePipeline takes `[A-Za-z0-9.@_-]{1,100}`. */
  readonly name: string;
  readonly kind: StageKind;
  readonly environment?: string;
  readonly wave?: string;
  readonly regions: readonly string[];
  /** How long rollouts and the watch afterwards take when nothing goes wrong. */
  readonly estimatedMinutes: number;
  readonly actions: readonly Action[];
}

export type ActionKind = 'source' | 'build' | 'approve' | 'gate' | StackKind;

export interface Action {
  /** Unique in its stage. */
  readonly name: string;
  readonly kind: ActionKind;
  readonly environment?: string;
  readonly regions: readonly string[];
  /** The stack that a deploy action applies. */
  readonly stack?: string;
  /** What a person would type to do the same; empty where AWS acts by itself. */
  readonly commands: readonly string[];
  /** Actions with the same number run side by side. */
  readonly runOrder: number;
  readonly timeoutMinutes: number;
  /** What the commands run as; absent where nothing is called in another account. */
  readonly role?: string;
  /** SNS topics that hear of an approval that waits. */
  readonly notify?: readonly string[];
}

const SOURCE_TIMEOUT_MINUTES = 10;
/** The build's budget is 10 minutes; past three times that it hangs. */
const BUILD_TIMEOUT_MINUTES = 30;
/** CodePipeline's own default: a person has a week. */
const APPROVAL_TIMEOUT_MINUTES = 7 * 24 * 60;
const GATE_TIMEOUT_MINUTES = 30;
/** Terraform, and a foreign deployment that has to end first. */
const APPLY_MARGIN_MINUTES = 30;

/** The delivery pipeline of a project: its environments in rollout order, without the local and the temporary ones. */
export function planDelivery(project: Project): DeliveryPlan {
  const delivered = project.environments.filter(
    ({ name, temporary }) => name !== LOCAL_ENVIRONMENT && temporary === undefined,
  );
  const stages = [sourceStage(project), buildStage(), ...delivered.flatMap(environmentStages)];
  return { stages: stages.map(withUniqueName) };
}

function sourceStage({ tools }: Project): Stage {
  const source: Action = {
    name: 'source',
    kind: 'source',
    regions: tools ? [tools.region] : [],
    commands: [],
    runOrder: 1,
    timeoutMinutes: SOURCE_TIMEOUT_MINUTES,
  };
  return { name: 'Source', kind: 'source', regions: source.regions, estimatedMinutes: 0, actions: [source] };
}

function buildStage(): Stage {
  const build: Action = {
    name: 'build',
    kind: 'build',
    regions: [],
    commands: ['npm ci', 'npm run check', 'npx cdktf synth'],
    runOrder: 1,
    timeoutMinutes: BUILD_TIMEOUT_MINUTES,
  };
  return { name: 'Build', kind: 'build', regions: [], estimatedMinutes: 10, actions: [build] };
}

function environmentStages(environment: Environment): Stage[] {
  const gated = environment.approval.required || environment.windows.length > 0;
  const waves = environment.waves.map((wave) => waveStage(environment, wave));
  return gated ? [gateStage(environment), ...waves] : waves;
}

function gateStage(environment: Environment): Stage {
  const { name, account, approval } = environment;
  const common = { environment: name, regions: [] };
  const approve: Action = {
    ...common,
    name: 'approve',
    kind: 'approve',
    commands: [],
    runOrder: 1,
    timeoutMinutes: APPROVAL_TIMEOUT_MINUTES,
    notify: approval.notify,
  };
  const gate: Action = {
    ...common,
    name: 'gate',
    kind: 'gate',
    commands: [`npx dynconf gate ${name}`],
    runOrder: 2,
    timeoutMinutes: GATE_TIMEOUT_MINUTES,
    role: roleArn(account, readRoleName(name)),
  };
  const actions = approval.required ? [approve, gate] : [gate];
  return { ...common, name: `${capitalized(name)}-Gate`, kind: 'gate', estimatedMinutes: 0, actions };
}

function waveStage(environment: Environment, wave: Wave): Stage {
  const { name, waves, strategies } = environment;
  const { flags, operations } = strategies;
  return {
    name: waves.length === 1 ? capitalized(name) : `${capitalized(name)}-${capitalized(wave.name)}`,
    kind: 'wave',
    environment: name,
    wave: wave.name,
    regions: wave.regions,
    estimatedMinutes: rolloutMinutes(flags) + rolloutMinutes(operations) + wave.bakeMinutes,
    actions: STACK_KINDS.flatMap((kind) =>
      wave.regions.map((region) => deployAction({ environment, region, wave }, kind)),
    ),
  };
}

function deployAction(
  target: { environment: Environment; region: string; wave: Wave },
  kind: StackKind,
): Action {
  const { environment, region } = target;
  const stack = stackName(target, kind);
  return {
    name: `${kind}-${region}`,
    kind,
    environment: environment.name,
    regions: [region],
    stack,
    commands: [`npx dynconf deploy ${stack}`],
    runOrder: STACK_KINDS.indexOf(kind) + 1,
    timeoutMinutes:
      APPLY_MARGIN_MINUTES + (kind === 'foundation' ? 0 : rolloutMinutes(environment.strategies[kind])),
    role: roleArn(environment.account, deployRoleName(environment.name, kind)),
  };
}

/** A wave may be called `gate`, or differ from another only in what CodePipeline does not take. */
function withUniqueName(stage: Stage, index: number, stages: readonly Stage[]): Stage {
  const before = stages.slice(0, index).filter(({ name }) => name === stage.name).length;
  return before === 0 ? stage : { ...stage, name: `${stage.name}-${before + 1}` };
}

function capitalized(name: string): string {
  const word = name.replace(/[^A-Za-z0-9.@_-]/g, '-');
  return word.charAt(0).toUpperCase() + word.slice(1);
}
