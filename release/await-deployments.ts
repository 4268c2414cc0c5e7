import { setTimeout } from 'node:timers/promises';
import {
  type AppConfigClient,
  GetDeploymentCommand,
  type GetDeploymentCommandOutput,
} from '@aws-sdk/client-appconfig';
import { growthSteps, rolloutMinutes } from '../delivery/growth';
import { describeRollback } from './describe-rollback';
import { type DeploymentReference, type OnReleaseEvent, documentName } from './release-event';
import { ReleaseError } from './release-error';

export interface AwaitOptions {
  readonly onEvent: OnReleaseEvent;
  /** Waits between two looks, in milliseconds; tests and fast-forward clocks bring their own. */
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly pollMilliseconds?: number;
  readonly signal?: AbortSignal;
}

/** AppConfig's quotas are per account; a look every five seconds is no load, and minutes are what a rollout takes. */
const POLL_MILLISECONDS = 5_000;
const FINAL_STATES = ['COMPLETE', 'ROLLED_BACK', 'REVERTED'];

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
  const failures: string[] = [];
  const follow = async (deployment: DeploymentReference): Promise<void> => {
    const last = await followOne(client, deployment, options);
    if (last.State !== 'COMPLETE') failures.push(describeRollback(deployment, last));
  };
  await Promise.all(deployments.map(follow));
  if (failures.length > 0) throw new ReleaseError('rolled-back', failures.join('\n'));
}

async function followOne(
  client: AppConfigClient,
  deployment: DeploymentReference,
  { onEvent, sleep = pause, pollMilliseconds = POLL_MILLISECONDS, signal }: AwaitOptions,
): Promise<GetDeploymentCommandOutput> {
  let shown = '';
  for (;;) {
    if (signal?.aborted === true)
      throw new ReleaseError('interrupted', `${documentName(deployment)} is still rolling out`);
    const seen = await getDeployment(client, deployment);
    const { State: state = 'UNKNOWN', PercentageComplete: percentage = 0 } = seen;
    if (shown !== `${state} ${percentage}`)
      onEvent({ type: 'rollout', deployment, state, percentage, minutesLeft: minutesLeft(seen) });
    shown = `${state} ${percentage}`;
    if (FINAL_STATES.includes(state)) return seen;
    await sleep(pollMilliseconds, signal);
  }
}

/** One look at one deployment. */
export function getDeployment(
  client: AppConfigClient,
  deployment: DeploymentReference,
): Promise<GetDeploymentCommandOutput> {
  const { applicationId, environmentId, deploymentNumber } = deployment;
  return client.send(
    new GetDeploymentCommand({
      ApplicationId: applicationId,
      EnvironmentId: environmentId,
      DeploymentNumber: deploymentNumber,
    }),
  );
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
  const { State: state = '', PercentageComplete: percentage = 0 } = seen;
  if (!['VALIDATING', 'DEPLOYING', 'BAKING'].includes(state)) return 0;
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

/** Ends early when a person interrupts. */
async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, signal && { signal }).catch(() => undefined);
}
