import { checkOnCall } from '../../../delivery/targets/check-on-call';
import { anAlarm, anEnvironment } from '../../builders/environment';
import { aComponent, aProject } from '../../builders/project';
import type { Environment } from '../../../compiler/project';

const topics = (name: string, count: number, region = 'us-east-1'): readonly string[] =>
  Array.from({ length: count }, (_, n) => `arn:aws:sns:${region}:111111111111:${name}-${n}`);
const COMPONENTS = [
  aComponent({ name: 'checkout', watchedComponents: ['checkout'] }),
  aComponent({ name: 'search', watchedComponents: ['search'] }),
  aComponent({ name: 'shared', watchedComponents: ['checkout', 'search'] }),
];

function found(overrides: Partial<Environment>): string[] {
  const environments = [anEnvironment({ name: 'prod', ...overrides })];
  return checkOnCall(aProject({ components: COMPONENTS, environments })).map(
    ({ severity, code, message }) => `${severity} ${code} ${message}`,
  );
}

test('checkOnCall() finds more topics of a region than an alarm tells', () => {
  const alarms = [anAlarm({ severity: 'high' }), anAlarm({ name: 'latency', severity: 'high' })];
  expect(found({ alarms, onCall: { checkout: topics('a', 6) } })).toEqual([
    'error TOO_MANY on-call of checkout is 6 topics in us-east-1, and an alarm tells 5 at most',
  ]);
  expect(
    found({ alarms, onCall: { checkout: [...topics('a', 5), ...topics('b', 5, 'eu-west-1')] } }),
  ).toEqual([]);
});

test('checkOnCall() adds up whom the canary tells of what all read, each topic once', () => {
  const canary = { everyMinutes: 5 };
  const [checkout, search] = [topics('a', 3), topics('b', 3)];
  expect(found({ canary, onCall: { checkout, search } })).toEqual([
    'error TOO_MANY on-call of checkout, search is 6 topics in us-east-1, and an alarm tells 5 at most',
  ]);
  expect(found({ canary, onCall: { checkout, search: [...checkout, ...topics('c', 2)] } })).toEqual([]);
  expect(found({ alarms: [anAlarm({ severity: 'high' })], onCall: { checkout, search } })).toEqual([]);
});

test('checkOnCall() counts nothing that no alarm tells', () => {
  const onCall = { checkout: topics('a', 6) };
  expect(found({ onCall })).toEqual([]);
  expect(found({ alarms: [anAlarm({ severity: 'low' })], onCall })).toEqual([]);
  expect(found({ alarms: [anAlarm({ severity: 'high', components: ['search'] })], onCall })).toEqual([]);
});
