import { DeploymentState as AwsState } from '@aws-sdk/client-appconfig';
import { isGrowing, isOver, isRunning, isTakenBack } from '../../delivery/deployment-states';

const STATES = Object.values(AwsState);

test('isGrowing(), isTakenBack() and COMPLETE share out the states that AWS names', () => {
  const shares = STATES.map((state) => [isGrowing(state), isTakenBack(state), state === 'COMPLETE']);
  expect(shares.map((share) => share.filter(Boolean).length)).toEqual(STATES.map(() => 1));
});

test('isRunning() is whatever keeps another deployment from starting, also a rollback that goes on', () => {
  expect(STATES.filter(isRunning).sort()).toEqual(['BAKING', 'DEPLOYING', 'ROLLING_BACK', 'VALIDATING']);
});

test('isOver() is everything else that AWS names', () => {
  expect(STATES.filter(isOver)).toEqual(STATES.filter((state) => !isRunning(state)));
});

test('isOver(), isRunning(): a state that AWS did not say, or that we do not know, is neither', () => {
  for (const state of [undefined, '', 'PAUSED']) {
    expect([isGrowing(state), isTakenBack(state), isRunning(state), isOver(state)]).not.toContain(true);
  }
});
