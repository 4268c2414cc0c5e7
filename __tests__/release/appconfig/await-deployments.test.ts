import { awaitDeployments, minutesLeft } from '../../../release/appconfig/await-deployments';
import type { OnReleaseEvent, RolloutProgress } from '../../../release/release-event';
import { aDeployment } from '../../builders/deployment-reference';
import { fakeAppConfig } from '../../builders/fake-appconfig';

const STRATEGY = {
  GrowthType: 'LINEAR' as const,
  GrowthFactor: 20,
  DeploymentDurationInMinutes: 5,
  FinalBakeTimeInMinutes: 1,
};
const immediately = (): Promise<void> => Promise.resolve();

/** Every change of every rollout, in order. */
function listen(): { readonly events: RolloutProgress[]; readonly onEvent: OnReleaseEvent } {
  const events: RolloutProgress[] = [];
  const onEvent: OnReleaseEvent = (event) => {
    if (event.type === 'rollouts') events.push(...event.changed);
  };
  return { events, onEvent };
}

function seen(state: string, percentage: number, more: object = {}): object {
  return { ...STRATEGY, State: state, PercentageComplete: percentage, ...more };
}

describe('awaitDeployments()', () => {
  test('awaitDeployments() reports each change once and ends at COMPLETE', async () => {
    const { client } = fakeAppConfig({
      GetDeployment: [
        seen('DEPLOYING', 0),
        seen('DEPLOYING', 20),
        seen('DEPLOYING', 20),
        seen('BAKING', 100),
        seen('COMPLETE', 100),
      ],
    });
    const { events, onEvent } = listen();
    await awaitDeployments(client, [aDeployment()], { onEvent, sleep: immediately });
    expect(events).toMatchObject([
      { state: 'DEPLOYING', percentage: 0, minutesLeft: 6 },
      { state: 'DEPLOYING', percentage: 20, minutesLeft: 5 },
      { state: 'BAKING', percentage: 100, minutesLeft: 1 },
      { state: 'COMPLETE', percentage: 100, minutesLeft: 0 },
    ]);
  });

  test('awaitDeployments() fails with the event log and names the alarm when one is rolled back', async () => {
    const arn = 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:checkout-local-eu-west-1-faults';
    const EventLog = [
      { EventType: 'ROLLBACK_COMPLETED', TriggeredBy: 'APPCONFIG', Description: 'Rollback completed' },
      {
        EventType: 'ROLLBACK_STARTED',
        TriggeredBy: 'CLOUDWATCH_ALARM',
        Description: `Rollback initiated by ${arn}`,
      },
      {
        EventType: 'DEPLOYMENT_STARTED',
        TriggeredBy: 'USER',
        Description: 'Deployment started',
        OccurredAt: new Date('2026-11-21T12:03:04Z'),
      },
    ];
    const { client } = fakeAppConfig({
      GetDeployment: [seen('DEPLOYING', 40), seen('ROLLING_BACK', 40), seen('ROLLED_BACK', 0, { EventLog })],
    });
    const waiting = awaitDeployments(client, [aDeployment()], {
      onEvent: () => undefined,
      sleep: immediately,
    });
    await expect(waiting).rejects.toMatchObject({
      kind: 'rolled-back',
      message: [
        'checkout flags: deployment 3 of version 2 is ROLLED_BACK, rolled back by the alarm checkout-local-eu-west-1-faults',
        '    12:03:04 DEPLOYMENT_STARTED: Deployment started (USER)',
        `    --:--:-- ROLLBACK_STARTED: Rollback initiated by ${arn} (CLOUDWATCH_ALARM)`,
        '    --:--:-- ROLLBACK_COMPLETED: Rollback completed (APPCONFIG)',
      ].join('\n'),
    });
  });

  test('awaitDeployments() waits for the others before it fails', async () => {
    const { client, calls } = fakeAppConfig({
      GetDeployment: ({ ApplicationId }) => {
        const times = calls('GetDeployment').filter((call) => call['ApplicationId'] === ApplicationId).length;
        if (ApplicationId === 'bad0001') return seen('REVERTED', 0);
        return times < 5 ? seen('DEPLOYING', times) : seen('COMPLETE', 100);
      },
    });
    const { events, onEvent } = listen();
    const deployments = [aDeployment({ applicationId: 'bad0001' }), aDeployment({ component: 'search' })];
    const waiting = awaitDeployments(client, deployments, { onEvent, sleep: immediately });
    await expect(waiting).rejects.toThrow('checkout flags: deployment 3 of version 2 is REVERTED');
    expect(events.at(-1)).toMatchObject({ deployment: { component: 'search' }, state: 'COMPLETE' });
  });

  test('awaitDeployments() stops looking when a person interrupts', async () => {
    const interrupted = new AbortController();
    const { client, calls } = fakeAppConfig({ GetDeployment: seen('DEPLOYING', 20) });
    const sleep = (): Promise<void> => Promise.resolve(interrupted.abort());
    const waiting = awaitDeployments(client, [aDeployment()], {
      onEvent: () => undefined,
      sleep,
      signal: interrupted.signal,
    });
    await expect(waiting).rejects.toMatchObject({ kind: 'interrupted' });
    expect(calls('GetDeployment')).toHaveLength(1);
  });
});

describe('minutesLeft()', () => {
  test.each([
    ['DEPLOYING', 0, 6],
    ['DEPLOYING', 80, 2],
    ['BAKING', 100, 1],
    ['COMPLETE', 100, 0],
    ['ROLLING_BACK', 40, 0],
  ])('minutesLeft() of a linear rollout %s at %i %% is %i', (State, PercentageComplete, expected) => {
    expect(minutesLeft({ ...STRATEGY, State: State as 'DEPLOYING', PercentageComplete })).toBe(expected);
  });

  test('minutesLeft() follows the steps of exponential growth', () => {
    const canary = {
      GrowthType: 'EXPONENTIAL' as const,
      GrowthFactor: 10,
      DeploymentDurationInMinutes: 20,
      FinalBakeTimeInMinutes: 10,
    };
    expect(minutesLeft({ ...canary, State: 'DEPLOYING', PercentageComplete: 40 })).toBe(18);
  });
});
