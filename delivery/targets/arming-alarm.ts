import type { ResolvedAlarm } from '../../compiler/alarms';
import { armingName } from '../../compiler/names';

/** CloudWatch API reference, PutMetricAlarm: periods × period is a week at most. */
const LONGEST_SECONDS = 7 * 86_400;
/** Two datapoints make a difference; one more, for they come late. */
const PERIODS = 3;

/**
 * What arms an alarm that takes missing data for bad: whether its metric has ever had data.
 *
 * Such an alarm goes off the moment that it is created, because nothing has come yet: a metric nobody has written, a
 * canary that has not run, a band that is not learned. This one has no data (INSUFFICIENT_DATA) until the metric has,
 * and never again: with missing data ignored "the current alarm state is maintained" (CloudWatch user guide,
 * "Configuring how CloudWatch alarms treat missing data"). It is of no use by itself and tells nobody.
 */
export function armingAlarm(alarm: ResolvedAlarm, cloudWatchName: string): ResolvedAlarm | undefined {
  if (alarm.missingData !== 'breaching') return undefined;
  const { datapoints, periods, ...rest } = alarm;
  const { periodSeconds } = alarm.metric;
  return {
    ...rest,
    name: armingName(alarm.name),
    cloudWatchName,
    // A band is not learned sooner by looking longer.
    periods: alarm.anomaly || PERIODS * periodSeconds > LONGEST_SECONDS ? periods : PERIODS,
    ...(alarm.anomaly && datapoints !== undefined && { datapoints }),
    missingData: 'ignore',
    severity: 'low',
    isArming: true,
  };
}
