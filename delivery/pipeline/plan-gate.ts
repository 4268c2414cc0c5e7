import type { Wave } from '../../compiler/project';
import type { Action, Stage } from './delivery-plan';
import {
  approveAction,
  BUILD_URL,
  COMMIT,
  type Delivered,
  environmentAction,
  onFailure,
  topicsOf,
} from './plan-action';
import { stageWord } from './stage-word';
import { windowCondition } from './plan-window';

const GATE_TIMEOUT_MINUTES = 30;
/** AppConfig's control plane throttles early: documents are read one after the other. */
const PAGE_TIMEOUT_MINUTES = 30;

/**
 * Before a wave: a person says yes, once for the environment, and its window opens.
 *
 * A condition with a window and an alarm looks at the alarm before the window opens and never again, so that the
 * window is here and the alarm at the wave. Who says yes in the evening is not refused, and neither is a wave that
 * comes up after hours: both wait for the window.
 */
export function gateStages(delivered: Delivered, wave: Wave): Stage[] {
  const { approval, windows, waves } = delivered.environment;
  const isFirst = wave === waves[0];
  return [
    ...(approval.required && isFirst ? [approvalStage(delivered)] : []),
    ...(windows.length > 0 ? [windowStage(delivered, wave)] : []),
  ];
}

/**
 * Alarms, blockers and windows, once more and to the minute.
 *
 * The foundations of the wave come after it, and with the first `alarms` the health alarms: without saying so it would
 * wait for what it keeps from being made. It says so always, for a pipeline is older than the commit that brings them.
 */
export function gateAction(delivered: Delivered, wave: Wave): Action {
  return environmentAction(delivered, {
    name: 'gate',
    kind: 'gate',
    commands: [`npx dynconf gate ${delivered.environment.name} --before ${wave.name}`],
    runOrder: 1,
    timeoutMinutes: GATE_TIMEOUT_MINUTES,
  });
}

/** Before a person is asked, what the release would change for whom is written down, and the question links it. */
function approvalStage(delivered: Delivered): Stage {
  const { workload, environment } = delivered;
  const { name, approval } = environment;
  const what = workload.name === undefined ? 'configuration' : workload.name;
  const page = pageAction(delivered);
  const approve = approveAction({
    notify: topicsOf(delivered, approval.notify),
    question: `Release ${what} of ${COMMIT} to ${name}?`,
    link: `#{${page.exports?.namespace ?? ''}.${BUILD_URL}}`,
  });
  return {
    ...stageOf(delivered, 'Approval'),
    kind: 'approval',
    actions: [page, { ...approve, environment: name, runOrder: page.runOrder + 1 }],
  };
}

/**
 * Compares the artifact with what the environment serves, not with another commit: runs that were overtaken have changed
 * nothing there.
 */
function pageAction(delivered: Delivered): Action {
  const { workload, environment } = delivered;
  const only = workload.name === undefined ? '' : ` --workload ${workload.name}`;
  return environmentAction(delivered, {
    name: 'page',
    kind: 'page',
    commands: [`npx dynconf review --served ${environment.name}${only}`],
    runOrder: 1,
    timeoutMinutes: PAGE_TIMEOUT_MINUTES,
    exports: { namespace: `${stageWord(environment.name)}-Page`, variables: [BUILD_URL] },
  });
}

function windowStage(delivered: Delivered, wave: Wave): Stage {
  const { windows, waves } = delivered.environment;
  const word = wave === waves[0] ? 'Gate' : `${stageWord(wave.name)}-Gate`;
  const entry = windowCondition(windows);
  return {
    ...stageOf(delivered, word),
    kind: 'gate',
    ...(entry && { entry }),
    actions: [gateAction(delivered, wave)],
  };
}

function stageOf(
  delivered: Delivered,
  word: string,
): Pick<Stage, 'name' | 'environment' | 'regions' | 'estimatedMinutes' | 'failure'> {
  const { name } = delivered.environment;
  return {
    name: `${stageWord(name)}-${word}`,
    environment: name,
    regions: [],
    estimatedMinutes: 0,
    failure: onFailure(topicsOf(delivered, [])),
  };
}
