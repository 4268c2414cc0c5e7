import type { Rollout } from './state';

export type DeploymentState =
  'VALIDATING' | 'DEPLOYING' | 'BAKING' | 'COMPLETE' | 'ROLLING_BACK' | 'ROLLED_BACK' | 'REVERTED';

export interface DeploymentEvent {
  readonly EventType: string;
  readonly TriggeredBy: string;
  readonly Description: string;
  readonly OccurredAt: string;
}

export interface RolloutView {
  readonly state: DeploymentState;
  readonly percentage: number;
  readonly completedAt?: number;
  /** Most recent first, as AppConfig lists them. */
  readonly events: readonly DeploymentEvent[];
}

const MINUTE_MS = 60_000;

/** Where a rollout stands at a moment. Nothing ticks: the same moment always gives the same answer. */
export function rolloutAt(rollout: Rollout, now: number): RolloutView {
  const events = [...growthEvents(rollout, Math.min(now, rollout.rolledBack?.at ?? now))];
  const view = growthView(rollout, now);
  if (rollout.rolledBack) return rolledBackView(rollout.rolledBack, now, events);
  if (rollout.revertedAt === undefined) return { ...view, events: events.reverse() };
  events.push(eventAt(rollout.revertedAt, 'REVERT_COMPLETED', { by: 'USER', text: 'Deployment reverted' }));
  return { ...view, state: 'REVERTED', completedAt: rollout.revertedAt, events: events.reverse() };
}

/** Growing, baking or rolling back: no other deployment may start in the environment. */
export function isInProgress(state: DeploymentState): boolean {
  return ['VALIDATING', 'DEPLOYING', 'BAKING', 'ROLLING_BACK'].includes(state);
}

/** The share of callers that gets the new document. */
function growthView(rollout: Rollout, now: number): Omit<RolloutView, 'events'> {
  const completedAt = endOf(rollout);
  if (now >= completedAt) return { state: 'COMPLETE', percentage: 100, completedAt };
  const minutes = (now - rollout.startedAt) / MINUTE_MS;
  const reached = rollout.steps.filter((step) => step.atMinute <= minutes);
  const state = minutes >= rollout.durationMinutes ? 'BAKING' : 'DEPLOYING';
  return { state, percentage: reached.at(-1)?.percentage ?? 0 };
}

function rolledBackView(
  { at, doneAt, by, cause }: NonNullable<Rollout['rolledBack']>,
  now: number,
  events: DeploymentEvent[],
): RolloutView {
  events.push(eventAt(at, 'ROLLBACK_STARTED', { by, text: cause }));
  if (now < doneAt) return { state: 'ROLLING_BACK', percentage: 0, events: events.reverse() };
  events.push(eventAt(doneAt, 'ROLLBACK_COMPLETED', { by: 'APPCONFIG', text: 'Rollback completed' }));
  return { state: 'ROLLED_BACK', percentage: 0, completedAt: doneAt, events: events.reverse() };
}

/** Oldest first. The texts of an instant deployment are AWS's; those of a timed one are ours, AWS's are not public. */
function growthEvents(rollout: Rollout, until: number): DeploymentEvent[] {
  const { startedAt, durationMinutes, bakeMinutes, steps } = rollout;
  const completedAt = endOf(rollout);
  const isInstant = completedAt === startedAt;
  const minute = (minutes: number) => Math.round(startedAt + minutes * MINUTE_MS);
  const all = [eventAt(startedAt, 'DEPLOYMENT_STARTED', { by: 'USER', text: 'Deployment started' })];
  if (!isInstant)
    all.push(
      ...steps.map(({ atMinute, percentage }) =>
        eventAt(minute(atMinute), 'PERCENTAGE_UPDATED', {
          by: 'APPCONFIG',
          text: `Configuration available to ${percentage.toFixed(2)}% of clients`,
        }),
      ),
    );
  if (bakeMinutes > 0)
    all.push(
      eventAt(minute(durationMinutes), 'BAKE_TIME_STARTED', { by: 'APPCONFIG', text: 'Bake time started' }),
    );
  const completed = isInstant ? 'Deployment completed instantly' : 'Deployment completed';
  all.push(eventAt(completedAt, 'DEPLOYMENT_COMPLETED', { by: 'APPCONFIG', text: completed }));
  return all.filter((event) => Date.parse(event.OccurredAt) <= until);
}

function endOf({ startedAt, durationMinutes, bakeMinutes }: Rollout): number {
  return startedAt + (durationMinutes + bakeMinutes) * MINUTE_MS;
}

function eventAt(
  at: number,
  EventType: string,
  { by, text }: { readonly by: string; readonly text: string },
): DeploymentEvent {
  return { EventType, TriggeredBy: by, Description: text, OccurredAt: new Date(at).toISOString() };
}
