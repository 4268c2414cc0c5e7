import { healthName, PROFILES, type StackKind, STACK_KINDS, stackName } from '../../compiler/names';
import type { Profile, Wave } from '../../compiler/project';
import type { Action, Condition, Stage } from './delivery-plan';
import { rolloutMinutes } from '../targets/growth';
import { isWatched } from '../targets/monitor-resources';
import { BUILD_STARTED, type Delivered, environmentAction, onFailure, topicsOf } from './plan-action';
import { gateAction } from './plan-gate';
import { PIPELINE_LIMITS } from './pipeline-limits';
import { groupName, testActions, testKindsOf } from './plan-tests';
import { deployRoleName, roleArn, watchRoleName } from '../role-names';
import { stageWord } from './stage-word';

/** Terraform, and a foreign deployment that has to end first. */
const APPLY_MARGIN_MINUTES = 30;
const VERIFY_TIMEOUT_MINUTES = 15;
/** The watch counts from the last COMPLETE, which is past when it starts; packages are installed first. */
const BAKE_MARGIN_MINUTES = 15;
/** After the gate. */
const FIRST_DEPLOY = 2;

interface Place extends Delivered {
  readonly wave: Wave;
}

/** One wave of an environment: gate, stacks, tests, watch; its regions side by side. */
export function waveStage(place: Place): Stage {
  const { environment, wave } = place;
  const { name, waves } = environment;
  const actions = actionsOf(place);
  const health = healthCondition(place);
  return {
    name: waves.length === 1 ? stageWord(name) : `${stageWord(name)}-${stageWord(wave.name)}`,
    kind: 'wave',
    environment: name,
    wave: wave.name,
    regions: wave.regions,
    estimatedMinutes: longestWay(actions),
    ...(health && { entry: health, success: health }),
    failure: onFailure(topicsOf(place, [])),
    actions,
  };
}

/** One after the other the run orders, of each the slowest action. */
function longestWay(actions: readonly Action[]): number {
  const slowest = new Map<number, number>();
  for (const { runOrder, estimatedMinutes } of actions) {
    slowest.set(runOrder, Math.max(slowest.get(runOrder) ?? 0, estimatedMinutes));
  }
  return [...slowest.values()].reduce((sum, minutes) => sum + minutes, 0);
}

function actionsOf(place: Place): Action[] {
  const { environment, wave } = place;
  const { regions } = wave;
  const deploys = STACK_KINDS.flatMap((kind) => regions.map((region) => deployAction(place, region, kind)));
  const kinds = testKindsOf(environment).length;
  const afterDeploys = FIRST_DEPLOY + STACK_KINDS.length;
  const bake = bakeActions(place, afterDeploys + 1 + kinds);
  // Deploying side by side is what a wave is for; what checks may take its regions in turn where there is no room.
  const room = PIPELINE_LIMITS.actionsPerStage - 1 - deploys.length - bake.length;
  const groups = groupsOf(regions, Math.floor(room / (1 + kinds)));
  return [
    gateAction(place, wave),
    ...deploys,
    ...groups.map((group) => verifyAction(place, group)),
    ...testActions(place, { groups, runOrder: afterDeploys + 1 }),
    ...bake,
  ];
}

/** Regions in at most so many groups, as even as they can be. */
function groupsOf(regions: readonly string[], most: number): string[][] {
  const size = Math.ceil(regions.length / Math.max(1, most));
  return Array.from({ length: Math.ceil(regions.length / size) }, (_, index) =>
    regions.slice(index * size, (index + 1) * size),
  );
}

function deployAction(place: Place, region: string, kind: StackKind): Action {
  const { environment, workload } = place;
  const stack = stackName({ environment, region }, kind, workload.name);
  const minutes = kind === 'foundation' ? 0 : rolloutMinutes(environment.strategies[kind]);
  return environmentAction(place, {
    name: `${kind}-${region}`,
    kind,
    regions: [region],
    stack,
    commands: [`npx dynconf deploy ${stack}`],
    runOrder: FIRST_DEPLOY + STACK_KINDS.indexOf(kind),
    estimatedMinutes: kind === 'foundation' || hasDocuments(place, kind) ? minutes : 0,
    // The pipeline changes with environments, and not with the first document of a kind.
    timeoutMinutes: APPLY_MARGIN_MINUTES + minutes,
    role: roleArn(environment.account, deployRoleName(environment.name, kind)),
  });
}

/** Reads back, as a client does, every document that was released; a stack without documents has none to read. */
function verifyAction(place: Place, regions: readonly string[]): Action {
  const { environment, workload } = place;
  return environmentAction(place, {
    name: groupName('verify', regions),
    kind: 'verify',
    regions,
    commands: PROFILES.map((profile) => {
      const stacks = regions.map((region) => stackName({ environment, region }, profile, workload.name));
      return `npx dynconf verify served ${stacks.join(' ')}`;
    }),
    runOrder: FIRST_DEPLOY + STACK_KINDS.length,
    timeoutMinutes: VERIFY_TIMEOUT_MINUTES,
  });
}

function bakeActions(place: Place, runOrder: number): Action[] {
  const { environment, wave, workload } = place;
  if (wave.bakeMinutes === 0) return [];
  const only = workload.name === undefined ? '' : ` --workload ${workload.name}`;
  return [
    environmentAction(place, {
      name: 'bake',
      kind: 'bake',
      regions: wave.regions,
      commands: [`npx dynconf bake ${environment.name} ${wave.name}${only}`],
      runOrder,
      estimatedMinutes: wave.bakeMinutes,
      timeoutMinutes: wave.bakeMinutes + BAKE_MARGIN_MINUTES,
      // CodePipeline has no variable for when a run began; its build is the first that it runs.
      variables: { DYNCONF_SINCE: BUILD_STARTED },
    }),
  ];
}

/**
 * The health of the wave's regions, before the first deployment and after the last watch.
 *
 * A condition has five rules at most: of more regions the first are seen here, and all of them by `dynconf gate`
 * and `dynconf bake`.
 */
function healthCondition({ environment, wave }: Place): Condition | undefined {
  const { name, account } = environment;
  if (!isWatched(environment)) return undefined;
  const rules = wave.regions.map((region) => ({
    type: 'alarm' as const,
    name: `Health-${region}`,
    alarmName: healthName({ environment, region }),
    states: ['ALARM' as const],
    region,
    account,
    role: roleArn(account, watchRoleName(name)),
  }));
  return { result: 'FAIL', rules: rules.slice(0, PIPELINE_LIMITS.rulesPerCondition) };
}

/** Of estimates only: what a pipeline is made of must not depend on documents. */
function hasDocuments({ workload }: Place, profile: Profile): boolean {
  return workload.components.some(({ flags, operations }) =>
    profile === 'flags' ? flags.length > 0 : operations !== undefined,
  );
}
