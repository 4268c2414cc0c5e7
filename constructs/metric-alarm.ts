import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';
import type { ResolvedAlarm } from '../compiler/alarms';
import { literal, literals } from './literal';

/** CloudWatch's own statistics; everything else (`p99`, `tm95` …) is an extended one. */
const STANDARD_STATISTICS = ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'];
const ANOMALY_OPERATORS = {
  above: 'GreaterThanUpperThreshold',
  below: 'LessThanLowerThreshold',
  outside: 'LessThanLowerOrGreaterThanUpperThreshold',
} as const;

/** CloudWatch user guide, "Using CloudWatch anomaly detection". */
const TRAINING =
  'The band is learned from up to two weeks of the metric: before that it is rough, and while there is none the alarm has no data';

const ARMING =
  'no data until the metric has had some. It is neither good nor bad, and only keeps an alarm quiet that has nothing to look at yet';

export interface MetricAlarmProps {
  readonly alarm: ResolvedAlarm;
  /** SNS topics of the alarm's own region: CloudWatch takes no others. */
  readonly topics: readonly string[];
}

/** A CloudWatch alarm on a threshold or on an anomaly band. */
export class MetricAlarm extends CloudwatchMetricAlarm {
  constructor(scope: Construct, id: string, { alarm, topics }: MetricAlarmProps) {
    super(scope, id, {
      alarmName: alarm.cloudWatchName,
      alarmDescription: literal(descriptionOf(alarm)),
      evaluationPeriods: alarm.periods,
      ...(alarm.datapoints !== undefined && { datapointsToAlarm: alarm.datapoints }),
      treatMissingData: alarm.missingData,
      // An alarm with disabled actions rolls nothing back (AppConfig user guide, "Monitoring deployments").
      actionsEnabled: true,
      ...(topics.length > 0 && { alarmActions: [...topics] }),
      ...comparisonOf(alarm),
    });
  }
}

/** What whoever is woken by it reads first. */
function descriptionOf({ name, watched, severity, anomaly, isArming }: ResolvedAlarm): string {
  if (isArming) return `${name} of ${watched}: ${ARMING}`;
  const what = `${name} of ${watched}, severity ${severity}`;
  return anomaly ? `${what}. ${TRAINING}` : what;
}

type Comparison = Partial<CloudwatchMetricAlarmConfig> &
  Pick<CloudwatchMetricAlarmConfig, 'comparisonOperator'>;

function comparisonOf(alarm: ResolvedAlarm): Comparison {
  if (alarm.anomaly) return anomalyOf(alarm, alarm.anomaly);
  return alarm.isArming ? differenceOf(alarm) : thresholdOf(alarm);
}

/**
 * Has a value from the second datapoint on: the alarm that it arms has seen the first one by then.
 *
 * The value is 0, so that this one is never in ALARM.
 */
function differenceOf({ metric }: ResolvedAlarm): Comparison {
  return {
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 0,
    metricQuery: [
      { id: 'metric', metric: queryOf(metric) },
      { id: 'seen', expression: 'DIFF(metric) * 0', label: 'seen', returnData: true },
    ],
  };
}

function queryOf(metric: ResolvedAlarm['metric']) {
  return {
    metricName: literal(metric.name),
    namespace: literal(metric.namespace),
    period: metric.periodSeconds,
    stat: literal(metric.statistic),
    dimensions: literals(metric.dimensions),
  };
}

function thresholdOf({ compare, threshold, metric }: ResolvedAlarm): Comparison {
  const standard = STANDARD_STATISTICS.includes(metric.statistic);
  return {
    comparisonOperator: compare === 'below' ? 'LessThanThreshold' : 'GreaterThanThreshold',
    threshold: threshold ?? 0,
    metricName: literal(metric.name),
    namespace: literal(metric.namespace),
    period: metric.periodSeconds,
    dimensions: literals(metric.dimensions),
    ...(standard ? { statistic: metric.statistic } : { extendedStatistic: literal(metric.statistic) }),
  };
}

function anomalyOf(
  { metric }: ResolvedAlarm,
  { width, when }: NonNullable<ResolvedAlarm['anomaly']>,
): Comparison {
  return {
    comparisonOperator: ANOMALY_OPERATORS[when],
    thresholdMetricId: 'band',
    metricQuery: [
      { id: 'metric', returnData: true, metric: queryOf(metric) },
      {
        id: 'band',
        expression: `ANOMALY_DETECTION_BAND(metric, ${width})`,
        label: 'expected',
        returnData: true,
      },
    ],
  };
}
