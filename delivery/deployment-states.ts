const GROWING = ['VALIDATING', 'DEPLOYING', 'BAKING'] as const;
const TAKEN_BACK = ['ROLLING_BACK', 'ROLLED_BACK', 'REVERTED'] as const;

/** Where AppConfig says that a deployment is (API reference, GetDeployment). */
export type DeploymentState = (typeof GROWING)[number] | (typeof TAKEN_BACK)[number] | 'COMPLETE';

/** On its way to everybody. */
export function isGrowing(state: string | undefined): boolean {
  return isOneOf(GROWING, state);
}

/** An alarm or a person ended it, or is about to. */
export function isTakenBack(state: string | undefined): boolean {
  return isOneOf(TAKEN_BACK, state);
}

/** Growing, baking or rolling back: no other deployment may start in the environment. */
export function isRunning(state: string | undefined): boolean {
  return isGrowing(state) || state === 'ROLLING_BACK';
}

/** Nothing more happens to it, unless somebody reverts it. */
export function isOver(state: string | undefined): boolean {
  return state === 'COMPLETE' || (isTakenBack(state) && !isRunning(state));
}

function isOneOf(states: readonly string[], state: string | undefined): boolean {
  return state !== undefined && states.includes(state);
}
