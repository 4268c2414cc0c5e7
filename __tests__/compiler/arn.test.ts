import { accountOf, alarmNameOf, regionOf } from '../../compiler/arn';

const ALARM = 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:shop: faults';

test('regionOf(), accountOf() and alarmNameOf() read an ARN, also of a name with colons', () => {
  expect([regionOf(ALARM), accountOf(ALARM), alarmNameOf(ALARM)]).toEqual([
    'eu-west-1',
    '111111111111',
    'shop: faults',
  ]);
});

test('regionOf() and accountOf() find nothing in what is no ARN', () => {
  expect([regionOf('team-payments'), accountOf('')]).toEqual(['', '']);
});
