import type { AppConfigClient, GetDeploymentCommandOutput } from '@aws-sdk/client-appconfig';
import { isGrowing, isOver } from '../../delivery/deployment-states';
import { growthSteps, rolloutMinutes } from '../../delivery/targets/growth';
import { pause } from '../pause';
import { describeRollback } from './describe-rollback';
import {
  type DeploymentReference,
  type OnReleaseEvent,
  type RolloutProgress,
  documentName,
} from '../release-event';
import { ReleaseError } from '../release-error';
import { getDeployment } from './get-deployment';

export interface AwaitOptions {
  readonly onEvent: OnReleaseEvent;
  /** Waits between two looks, in milliseconds; tests and fast-forward clocks bring their own. */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly pollMilliseconds?: number;
  readonly signal?: AbortSignal;
}

/** AppConfig's quotas are per account; a look every five seconds is no load, and minutes are what a rollout takes. */
const POLL_MILLISECONDS = 5_000;

/**
 * Follows rollouts until each is COMPLETE; Terraform does not wait for them.
 *
 * One that is rolled back or reverted fails the whole, once the others have settled too: nothing is left in flight
 * unreported.
 */
export async function awaitDeployments(
  client: AppConfigClient,
  deployments: readonly DeploymentReference[],
  options: AwaitOptions,
): Promise<void> {
  const { sleep = pause, pollMilliseconds = POLL_MILLISECONDS, onEvent, signal } = options;
  const failures: string[] = [];
  const shown = new Map<DeploymentReference, string>();
  let open = deployments;
  while (open.length > 0) {
    if (signal?.aborted === true)
      throw new ReleaseError('interrupted', `${open.map(documentName).join(', ')} are still rolling out`);
    const looks = await Promise.all(
      open.map(async (deployment) => ({ deployment, seen: await getDeployment(client, deployment) })),
    );
    const changed = looks.filter(({ deployment, seen }) => shown.get(deployment) !== textOf(seen));
    for (const { deployment, seen } of looks) shown.set(deployment, textOf(seen));
    if (changed.length > 0) onEvent({ type: 'rollouts', changed: changed.map(progressOf) });
    const ended = looks.filter(({ seen }) => isOver(seen.State));
    failures.push(
      ...ended
        .filter(({ seen }) => seen.State !== 'COMPLETE')
        .map(({ deployment, seen }) => describeRollback(deployment, seen)),
    );
    open = open.filter((deployment) => !ended.some((look) => look.deployment === deployment));
    if (open.length > 0) await sleep(pollMilliseconds, signal);
  }
  if (failures.length > 0) throw new ReleaseError('rolled-back', failures.join('\n'));
}

interface Look {
  readonly deployment: DeploymentReference;
  readonly seen: GetDeploymentCommandOutput;
}

function progressOf({ deployment, seen }: Look): RolloutProgress {
  const { State: state = 'UNKNOWN', PercentageComplete: percentage = 0 } = seen;
  return { deployment, state, percentage, minutesLeft: minutesLeft(seen) };
}

function textOf({ State: state, PercentageComplete: percentage }: GetDeploymentCommandOutput): string {
  return `${state} ${percentage}`;
}

/** From the strategy and the share reached: it needs no clock, and is never less than what is left. */
export function minutesLeft(
  seen: Pick<
    GetDeploymentCommandOutput,
    | 'State'
    | 'PercentageComplete'
    | 'GrowthType'
    | 'GrowthFactor'
    | 'DeploymentDurationInMinutes'
    | 'FinalBakeTimeInMinutes'
  >,
): number {
  const { State: state, PercentageComplete: percentage = 0 } = seen;
  if (!isGrowing(state)) return 0;
  const strategy = {
    growth: seen.GrowthType === 'EXPONENTIAL' ? ('exponential' as const) : ('linear' as const),
    factorPercent: seen.GrowthFactor ?? 100,
    durationMinutes: seen.DeploymentDurationInMinutes ?? 0,
    bakeMinutes: seen.FinalBakeTimeInMinutes ?? 0,
  };
  if (state === 'BAKING') return strategy.bakeMinutes;
  const reached = growthSteps(strategy)
    .filter((step) => step.percentage <= percentage)
    .at(-1);
  return Math.round(rolloutMinutes(strategy) - (reached?.atMinute ?? 0));
}
