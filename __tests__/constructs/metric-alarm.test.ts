import type { ResolvedAlarm } from '../../compiler/alarms';
import type { Alarm } from '../../compiler/project';
import { MetricAlarm } from '../../constructs/metric-alarm';
import { anAlarm, anAnomalyAlarm } from '../builders/environment';
import { only, synthScope } from '../builders/synth';

function alarmOf(alarm: Alarm & Partial<ResolvedAlarm>, topics: readonly string[] = []) {
  const resolved: ResolvedAlarm = {
    ...alarm,
    missingData: alarm.missingData ?? 'notBreaching',
    watched: 'checkout',
    cloudWatchName: 'checkout-prod-eu-west-1-faults',
  };
  return only(
    synthScope((scope) => new MetricAlarm(scope, 'faults', { alarm: resolved, topics })),
    'aws_cloudwatch_metric_alarm',
  );
}

test('MetricAlarm compares a metric with a threshold', () => {
  expect(alarmOf(anAlarm({ datapoints: 1 }))).toMatchObject({
    alarm_name: 'checkout-prod-eu-west-1-faults',
    comparison_operator: 'GreaterThanThreshold',
    threshold: 5,
    evaluation_periods: 2,
    datapoints_to_alarm: 1,
    metric_name: 'Faults',
    namespace: 'Shop',
    statistic: 'Sum',
    period: 60,
  });
});

test('MetricAlarm keeps its actions enabled: with disabled ones AppConfig rolls nothing back', () => {
  expect(alarmOf(anAlarm())['actions_enabled']).toBe(true);
});

test('MetricAlarm says how long a band takes to learn, and says it of bands only', () => {
  expect(alarmOf(anAnomalyAlarm())['alarm_description']).toMatch(
    /^traffic of checkout, severity low\. The band is learned from up to two weeks of the metric/,
  );
  expect(alarmOf(anAlarm())['alarm_description']).toBe('faults of checkout, severity low');
});

test('MetricAlarm takes a percentile as an extended statistic', () => {
  const alarm = alarmOf(anAlarm({ metric: { ...anAlarm().metric, statistic: 'p99.9' } }));
  expect(alarm['extended_statistic']).toBe('p99.9');
  expect(alarm).not.toHaveProperty('statistic');
});

test.each(['notBreaching', 'breaching', 'ignore', 'missing'] as const)(
  'MetricAlarm treats missing data as %s',
  (missingData) => {
    expect(alarmOf(anAlarm({ missingData }))['treat_missing_data']).toBe(missingData);
  },
);

test('MetricAlarm that arms another has no value before the second datapoint, and never a bad one', () => {
  const alarm = alarmOf({ ...anAlarm({ missingData: 'ignore' }), isArming: true });
  expect(alarm).toMatchObject({
    comparison_operator: 'GreaterThanThreshold',
    threshold: 0,
    treat_missing_data: 'ignore',
    metric_query: [
      { id: 'metric', metric: { metric_name: 'Faults', period: 60, stat: 'Sum' } },
      { id: 'seen', expression: 'DIFF(metric) * 0', return_data: true },
    ],
  });
  expect(alarm['alarm_description']).toContain('neither good nor bad');
  expect(alarm).not.toHaveProperty('metric_name');
});

test('MetricAlarm that arms a band has the band itself: it has no value before it is learned', () => {
  const alarm = alarmOf({ ...anAnomalyAlarm({ missingData: 'ignore' }), isArming: true });
  expect(alarm).toMatchObject({
    threshold_metric_id: 'band',
    metric_query: [{ id: 'metric' }, { id: 'band' }],
  });
});

test.each([
  ['above', 'GreaterThanUpperThreshold'],
  ['below', 'LessThanLowerThreshold'],
  ['outside', 'LessThanLowerOrGreaterThanUpperThreshold'],
] as const)('MetricAlarm watches a band: %s is %s', (when, operator) => {
  const alarm = alarmOf(anAnomalyAlarm({ anomaly: { width: 2.5, when } }));
  expect(alarm).toMatchObject({
    comparison_operator: operator,
    threshold_metric_id: 'band',
    metric_query: [{ id: 'metric' }, { id: 'band', expression: 'ANOMALY_DETECTION_BAND(metric, 2.5)' }],
  });
  expect(alarm).not.toHaveProperty('threshold');
});

test('MetricAlarm tells the topics it is given', () => {
  const topic = 'arn:aws:sns:eu-west-1:1:on-call';
  expect(alarmOf(anAlarm(), [topic])['alarm_actions']).toEqual([topic]);
});

test('MetricAlarm writes names that a person chose so that Terraform reads them back', () => {
  const metric = { ...anAlarm().metric, name: '${x}', dimensions: { D: '%{y}' } };
  expect(alarmOf(anAlarm({ metric }))).toMatchObject({ metric_name: '$${x}', dimensions: { D: '%%{y}' } });
});
