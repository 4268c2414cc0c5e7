import { growthSteps } from '../../delivery/targets/growth';
import { eventLog, rolloutAt } from '../../local/rollout';
import type { Rollout } from '../../local/state';

const START = Date.parse('2026-01-01T00:00:00Z');
const at = (minutes: number) => START + minutes * 60_000;
const aRollout = (overrides: Partial<Rollout> = {}): Rollout => ({
  startedAt: START,
  durationMinutes: 10,
  bakeMinutes: 5,
  steps: growthSteps({ growth: 'linear', factorPercent: 50, durationMinutes: 10, bakeMinutes: 5 }),
  ...overrides,
});
const stateAt = (rollout: Rollout, minutes: number) => {
  const { state, percentage } = rolloutAt(rollout, at(minutes));
  return `${state} ${percentage}`;
};

test('rolloutAt() grows in steps, bakes, and is complete', () => {
  const states = [0, 4.99, 5, 9.99, 10, 14.99, 15, 1000].map((minutes) => stateAt(aRollout(), minutes));
  expect(states).toEqual([
    'DEPLOYING 0',
    'DEPLOYING 0',
    'DEPLOYING 50',
    'DEPLOYING 50',
    'BAKING 100',
    'BAKING 100',
    'COMPLETE 100',
    'COMPLETE 100',
  ]);
});

test('eventLog() lists what happened so far, most recent first', () => {
  const types = (minutes: number) => eventLog(aRollout(), at(minutes)).map(({ EventType }) => EventType);
  expect(types(0)).toEqual(['DEPLOYMENT_STARTED']);
  expect(types(5)).toEqual(['PERCENTAGE_UPDATED', 'DEPLOYMENT_STARTED']);
  expect(types(15)).toEqual([
    'DEPLOYMENT_COMPLETED',
    'BAKE_TIME_STARTED',
    'PERCENTAGE_UPDATED',
    'PERCENTAGE_UPDATED',
    'DEPLOYMENT_STARTED',
  ]);
});

test('rolloutAt() says of a rollout without minutes what AWS says: completed instantly', () => {
  const instant = aRollout({ durationMinutes: 0, bakeMinutes: 0, steps: [{ atMinute: 0, percentage: 100 }] });
  expect(rolloutAt(instant, START).state).toBe('COMPLETE');
  expect(
    eventLog(instant, START).map(({ TriggeredBy, Description }) => `${TriggeredBy}: ${Description}`),
  ).toEqual(['APPCONFIG: Deployment completed instantly', 'USER: Deployment started']);
});

test('rolloutAt() rolls back at the minute of the cause and forgets the growth after it', () => {
  const rolledBack = { at: at(6), doneAt: at(7), by: 'CLOUDWATCH_ALARM', cause: 'arn:of:alarm' } as const;
  const rollout = aRollout({ rolledBack });
  expect([stateAt(rollout, 6.5), stateAt(rollout, 7), stateAt(rollout, 500)]).toEqual([
    'ROLLING_BACK 0',
    'ROLLED_BACK 0',
    'ROLLED_BACK 0',
  ]);
  const events = eventLog(rollout, at(500));
  expect(rolloutAt(rollout, at(500)).completedAt).toBe(at(7));
  expect(events.map(({ EventType, Description }) => `${EventType} ${Description}`).slice(0, 3)).toEqual([
    'ROLLBACK_COMPLETED Rollback completed',
    'ROLLBACK_STARTED arn:of:alarm',
    'PERCENTAGE_UPDATED Configuration available to 50.00% of clients',
  ]);
});
