import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

function severitiesOf(statistic: string, rest: string): string[] {
  const metric = `metric: { namespace: S, name: N, statistic: ${statistic}, period-seconds: 60 }`;
  const beta = `${SMALL_PROJECT['environments/beta.yaml'] as string}alarms: [{ name: a, ${metric}, ${rest}, periods: 2 }]\n`;
  const root = writeProject({ ...SMALL_PROJECT, 'environments/beta.yaml': beta });
  return loadProject(root, { today: '2026-11-21' }).diagnostics.map(
    ({ severity, code }) => `${severity} ${code}`,
  );
}

test('checkAlarmSense() leaves a rate alone that says nothing while nothing happens', () => {
  for (const statistic of ['Average', 'IQM', 'p10', 'tm90', '"TM(10%:90%)"', '"PR(:300)"'])
    expect(severitiesOf(statistic, 'compare: below, threshold: 99, missing-data: notBreaching')).toEqual([]);
  expect(severitiesOf('Average', 'anomaly: { width: 2, when: below }, missing-data: ignore')).toEqual([]);
  expect(severitiesOf('p99', 'anomaly: { width: 2, when: outside }, missing-data: notBreaching')).toEqual([]);
});

test('checkAlarmSense() refuses traffic that may stop unnoticed, whatever is written for missing data', () => {
  for (const missing of ['notBreaching', 'ignore', 'missing']) {
    expect(severitiesOf('SampleCount', `compare: below, threshold: 1, missing-data: ${missing}`)).toEqual([
      'error ALARM_CANNOT_FIRE',
    ]);
  }
  expect(severitiesOf('Sum', 'compare: below, threshold: 1, missing-data: breaching')).toEqual([]);
  expect(severitiesOf('Sum', 'compare: below, threshold: 1')).toEqual([]);
});

test('checkAlarmSense() takes thresholds that a metric may well reach', () => {
  expect(severitiesOf('Average', 'compare: below, threshold: -20')).toEqual([]);
  expect(severitiesOf('Sum', 'compare: above, threshold: 0')).toEqual([]);
  expect(severitiesOf('"PR(300:)"', 'compare: above, threshold: 99.5')).toEqual([]);
});
