import { growthSteps } from '../../../delivery/targets/growth';
import { servedDeployment } from '../../../local/data-plane/served';
import type { Deployment, Environment } from '../../../local/state';

const START = Date.parse('2026-01-01T00:00:00Z');
const CALLERS = Array.from({ length: 4000 }, (_, index) => `caller-${index}`);

function aDeployment(number: number, durationMinutes: number, startedAt = START): Deployment {
  const growth = { growth: 'linear' as const, factorPercent: 10, durationMinutes, bakeMinutes: 0 };
  const rollout = { startedAt, durationMinutes, bakeMinutes: 0, steps: growthSteps(growth) };
  return { number, profileId: 'profile', rollout } as unknown as Deployment;
}
const anEnvironment = (...deployments: Deployment[]) => ({
  environment: { id: 'environment', deployments } as unknown as Environment,
  profileId: 'profile',
});
const growing = anEnvironment(aDeployment(1, 0), aDeployment(2, 10));
const callersOfTheNew = (minute: number) =>
  CALLERS.filter((caller) => servedDeployment(growing, caller, START + minute * 60_000)?.number === 2);

test.each([0, 1, 3, 5, 9, 10])(
  'servedDeployment() gives the new one to a share equal to the percentage: minute %d',
  (minute) => {
    const share = (callersOfTheNew(minute).length / CALLERS.length) * 100;
    // Four standard deviations of a share of 4000 at its widest.
    expect(Math.abs(share - minute * 10)).toBeLessThan(3.2);
  },
);

test('servedDeployment() only adds callers while the share grows', () => {
  for (let minute = 1; minute <= 10; minute++) {
    const now = new Set(callersOfTheNew(minute));
    expect(callersOfTheNew(minute - 1).filter((caller) => !now.has(caller))).toEqual([]);
  }
});

test('servedDeployment() picks other callers first in another deployment', () => {
  const next = anEnvironment(aDeployment(1, 0), aDeployment(2, 0), aDeployment(3, 10));
  const callers = CALLERS.filter((caller) => servedDeployment(next, caller, START + 60_000)?.number === 3);
  expect(callers).not.toEqual(callersOfTheNew(1));
});

test('servedDeployment() looks at one profile only', () => {
  const other = { ...aDeployment(2, 0), profileId: 'other' };
  const { environment } = anEnvironment(aDeployment(1, 0), other);
  expect(servedDeployment({ environment, profileId: 'profile' }, 'me', START)?.number).toBe(1);
  expect(servedDeployment({ environment, profileId: 'third' }, 'me', START)).toBeUndefined();
});
