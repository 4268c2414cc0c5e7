import type { DeploymentState } from '../delivery/deployment-states';
import type { Rollout } from './state';

export interface DeploymentEvent {
  readonly EventType: string;
  readonly TriggeredBy: string;
  readonly Description: string;
  readonly OccurredAt: string;
}

export interface RolloutView {
  readonly state: DeploymentState;
  /** The share of callers that gets the new document. */
  readonly percentage: number;
  readonly completedAt?: number;
}

const MINUTE_MS = 60_000;

/** Where a rollout stands at a moment. Nothing ticks: the same moment always gives the same answer. */
export function rolloutAt(rollout: Rollout, now: number): RolloutView {
  const { rolledBack, revertedAt } = rollout;
  if (rolledBack && now < rolledBack.doneAt) return { state: 'ROLLING_BACK', percentage: 0 };
  if (rolledBack) return { state: 'ROLLED_BACK', percentage: 0, completedAt: rolledBack.doneAt };
  if (revertedAt !== undefined) return { state: 'REVERTED', percentage: 0, completedAt: revertedAt };
  return growthAt(rollout, now);
}

/** What has happened up to a moment, most recent first, as AppConfig lists it. */
export function eventLog(rollout: Rollout, now: number): DeploymentEvent[] {
  const { rolledBack, revertedAt } = rollout;
  const events = growthEvents(rollout, Math.min(now, rolledBack?.at ?? now));
  if (rolledBack) {
    const { at, doneAt, by, cause } = rolledBack;
    events.push(eventAt(at, 'ROLLBACK_STARTED', { by, text: cause }));
    if (now >= doneAt)
      events.push(eventAt(doneAt, 'ROLLBACK_COMPLETED', { by: 'APPCONFIG', text: 'Rollback completed' }));
  }
  if (revertedAt !== undefined)
    events.push(eventAt(revertedAt, 'REVERT_COMPLETED', { by: 'USER', text: 'Deployment reverted' }));
  return events.reverse();
}

function growthAt(rollout: Rollout, now: number): RolloutView {
  const completedAt = endOf(rollout);
  if (now >= completedAt) return { state: 'COMPLETE', percentage: 100, completedAt };
  const minutes = (now - rollout.startedAt) / MINUTE_MS;
  const reached = rollout.steps.filter((step) => step.atMinute <= minutes);
  const state = minutes >= rollout.durationMinutes ? 'BAKING' : 'DEPLOYING';
  return { state, percentage: reached.at(-1)?.percentage ?? 0 };
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
