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
      treatMissingData: missingDataOf(alarm),
      // An alarm with disabled actions rolls nothing back (AppConfig user guide, "Monitoring deployments").
      actionsEnabled: true,
      ...(topics.length > 0 && { alarmActions: [...topics] }),
      ...(alarm.anomaly ? anomalyOf(alarm, alarm.anomaly) : thresholdOf(alarm)),
    });
  }
}

/** What whoever is woken by it reads first. */
function descriptionOf({ name, watched, severity, anomaly }: ResolvedAlarm): string {
  const what = `${name} of ${watched}, severity ${severity}`;
  return anomaly ? `${what}. ${TRAINING}` : what;
}

/** Silence is a fault where too little is the fault, and nothing to worry about where too much is. */
function missingDataOf({ missingData, compare, anomaly }: ResolvedAlarm): string {
  if (missingData) return missingData;
  const tooLittle = compare === 'below' || anomaly?.when === 'below' || anomaly?.when === 'outside';
  return tooLittle ? 'breaching' : 'notBreaching';
}

type Comparison = Partial<CloudwatchMetricAlarmConfig> &
  Pick<CloudwatchMetricAlarmConfig, 'comparisonOperator'>;

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
  const query = {
    metricName: literal(metric.name),
    namespace: literal(metric.namespace),
    period: metric.periodSeconds,
    stat: literal(metric.statistic),
    dimensions: literals(metric.dimensions),
  };
  return {
    comparisonOperator: ANOMALY_OPERATORS[when],
    thresholdMetricId: 'band',
    metricQuery: [
      { id: 'metric', returnData: true, metric: query },
      {
        id: 'band',
        expression: `ANOMALY_DETECTION_BAND(metric, ${width})`,
        label: 'expected',
        returnData: true,
      },
    ],
  };
}
