import { regionsOfBlockers } from '../../delivery/regions-of-blockers';
import { anEnvironment, aWave } from '../builders/environment';

const blockedBy = (...blockers: string[]) =>
  anEnvironment({
    account: '111111111111',
    waves: [aWave({ regions: ['us-east-1', 'eu-west-1'] })],
    blockers: blockers.map((at) => `arn:aws:cloudwatch:${at}:alarm:organisation-wide`),
  });

test('regionsOfBlockers() are those of one account, each once', () => {
  const environment = blockedBy(
    'us-east-1:111111111111',
    'us-east-1:111111111111',
    'eu-west-3:999999999999',
    'ap-south-1:111111111111',
  );
  expect(regionsOfBlockers(environment, '111111111111')).toEqual(['us-east-1', 'ap-south-1']);
  expect(regionsOfBlockers(environment, '333333333333')).toEqual([]);
});

test('regionsOfBlockers() knows whose alarm it is, and where, when an ARN has placeholders', () => {
  const environment = blockedBy('eu-west-3:${account}', '${region}:999999999999');
  expect(regionsOfBlockers(environment, '111111111111')).toEqual(['eu-west-3']);
  expect(regionsOfBlockers(environment, '999999999999')).toEqual(['us-east-1', 'eu-west-1']);
});
