import { regionsOfBlockers } from '../../delivery/regions-of-blockers';

test('regionsOfBlockers() are those of one account, each once', () => {
  const blockers = [
    'arn:aws:cloudwatch:us-east-1:111111111111:alarm:everywhere',
    'arn:aws:cloudwatch:us-east-1:111111111111:alarm:payments',
    'arn:aws:cloudwatch:eu-west-1:222222222222:alarm:elsewhere',
    'arn:aws:cloudwatch:ap-south-1:111111111111:alarm:far',
  ];
  expect(regionsOfBlockers({ blockers }, '111111111111')).toEqual(['us-east-1', 'ap-south-1']);
  expect(regionsOfBlockers({ blockers }, '333333333333')).toEqual([]);
});
