import { alarmsOf } from '../../../compiler/alarms';
import type { Alarm } from '../../../compiler/project';
import { armingAlarm } from '../../../delivery/targets/arming-alarm';
import { anAlarm, anAnomalyAlarm, anEnvironment, aWave } from '../../builders/environment';
import { aComponent } from '../../builders/project';

function armingOf(alarm: Alarm) {
  const environment = anEnvironment({ alarms: [alarm] });
  const [resolved] = alarmsOf(aComponent(), { environment, region: 'us-east-1', wave: aWave() });
  if (!resolved) throw new Error('no alarm');
  return armingAlarm(resolved, 'checkout-beta-us-east-1-dynconf-armed-x');
}

test('armingAlarm() is for alarms that silence sets off, and for no others', () => {
  expect(armingOf(anAlarm({ compare: 'above' }))).toBeUndefined();
  expect(armingOf(anAlarm({ compare: 'below', missingData: 'ignore' }))).toBeUndefined();
  expect(armingOf(anAlarm({ compare: 'below' }))).toBeDefined();
  expect(armingOf(anAlarm({ compare: 'above', missingData: 'breaching' }))).toBeDefined();
});

test('armingAlarm() keeps its state when data stops, so that it arms for good, and tells nobody', () => {
  expect(armingOf(anAlarm({ name: 'traffic', compare: 'below', severity: 'high' }))).toMatchObject({
    name: 'dynconf-armed-traffic',
    cloudWatchName: 'checkout-beta-us-east-1-dynconf-armed-x',
    missingData: 'ignore',
    severity: 'low',
    isArming: true,
    watched: 'checkout',
  });
});

test('armingAlarm() looks at two datapoints at least, within the week that CloudWatch looks back', () => {
  const metric = anAlarm().metric;
  const periods = (periodSeconds: number) =>
    armingOf(anAlarm({ compare: 'below', periods: 1, metric: { ...metric, periodSeconds } }))?.periods;
  expect(periods(60)).toBe(3);
  expect(periods(86_400)).toBe(3);
  expect(periods(3 * 86_400)).toBe(1);
});

test('armingAlarm() of a band is the band, as the alarm looks at it', () => {
  expect(armingOf(anAnomalyAlarm({ periods: 5, datapoints: 4 }))).toMatchObject({
    anomaly: anAnomalyAlarm().anomaly,
    periods: 5,
    datapoints: 4,
    missingData: 'ignore',
  });
});
