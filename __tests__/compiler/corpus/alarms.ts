import { BETA, beta, type BrokenCase } from './broken-case';

export const METRIC = 'metric: { namespace: S, name: N, statistic: Sum, period-seconds: 60 }';
export const alarm = (rest: string): string => beta(`alarms:\n  - { name: a, ${rest} }`);
export const ALARM = `alarms: [{ name: a, ${METRIC}, compare: above, threshold: 1, periods: 1 }]`;

/** Mistakes in alarms: what CloudWatch refuses, what cannot fire, what fires by itself, what comes too late. */
export const ALARM_CASES: readonly BrokenCase[] = [
  {
    code: 'STATISTIC_UNKNOWN',
    files: { [BETA]: alarm(`${METRIC.replace('Sum', '▶sum')}, compare: above, threshold: 1, periods: 1`) },
  },
  {
    code: 'PERIOD_INVALID',
    files: { [BETA]: alarm(`${METRIC.replace('60', '▶45')}, compare: above, threshold: 1, periods: 1`) },
  },
  {
    code: 'WINDOW_TOO_LONG',
    files: { [BETA]: alarm(`${METRIC}, compare: above, threshold: 1, periods: ▶1441`) },
    andMore: true,
  },
  {
    code: 'DATAPOINTS_ABOVE_PERIODS',
    files: { [BETA]: alarm(`${METRIC}, compare: above, threshold: 1, periods: 2, datapoints: ▶3`) },
  },
  {
    code: 'THRESHOLD_AND_ANOMALY',
    files: { [BETA]: alarm(`${METRIC}, threshold: 1, ▶anomaly: { width: 2, when: above }, periods: 2`) },
  },
  {
    code: 'ALARM_CANNOT_FIRE',
    files: {
      [BETA]: alarm(`${METRIC}, compare: below, threshold: 1, periods: 2, missing-data: ▶notBreaching`),
    },
  },
  {
    code: 'ALARM_CANNOT_FIRE',
    about: 'an anomaly that stays silent when all stops',
    files: {
      [BETA]: alarm(`${METRIC}, anomaly: { width: 2, when: below }, periods: 2, missing-data: ▶missing`),
    },
  },
  {
    code: 'ALARM_CANNOT_FIRE',
    about: 'below what cannot be',
    files: { [BETA]: alarm(`${METRIC}, compare: below, threshold: ▶0, periods: 2`) },
  },
  {
    code: 'ALARM_FIRES_BY_ITSELF',
    files: {
      [BETA]: alarm(`${METRIC}, compare: above, threshold: 5, periods: 2, missing-data: ▶breaching`),
    },
  },
  {
    code: 'ALARM_FIRES_BY_ITSELF',
    about: 'an anomaly',
    files: {
      [BETA]: alarm(`${METRIC}, anomaly: { width: 2, when: above }, periods: 2, missing-data: ▶breaching`),
    },
  },
  {
    code: 'ALARM_FIRES_BY_ITSELF',
    about: 'above what is always',
    files: { [BETA]: alarm(`${METRIC}, compare: above, threshold: ▶-1, periods: 2`) },
  },
  {
    code: 'ALARM_CANNOT_FIRE',
    about: 'the least of something, silent when all stops',
    severity: 'warning',
    files: {
      [BETA]: alarm(
        `${METRIC.replace('Sum', 'Minimum')}, compare: below, threshold: 1, periods: 2, missing-data: ▶ignore`,
      ),
    },
  },
  {
    code: 'ALARM_CANNOT_FIRE',
    about: 'a share above 100 percent',
    files: {
      [BETA]: alarm(`${METRIC.replace('Sum', '"PR(10:)"')}, compare: above, threshold: ▶100, periods: 2`),
    },
  },
  {
    code: 'ALARM_FIRES_BY_ITSELF',
    about: 'the most of something, when nothing happens',
    severity: 'warning',
    files: {
      [BETA]: alarm(
        `${METRIC.replace('Sum', 'Maximum')}, compare: above, threshold: 5, periods: 2, missing-data: ▶breaching`,
      ),
    },
  },
  {
    code: 'ALARM_SLOWER_THAN_BAKE',
    about: 'what the growth of the rollout leaves time for',
    severity: 'warning',
    files: {
      [BETA]: alarm(`${METRIC}, compare: above, threshold: 1, periods: ▶6`).replace(
        'alarms:',
        'strategy: { growth: linear, factor-percent: 50, duration-minutes: 2, bake-minutes: 5 }\nalarms:',
      ),
    },
  },
  {
    code: 'STATISTIC_UNKNOWN',
    about: 'a range without bounds',
    files: {
      [BETA]: alarm(`${METRIC.replace('Sum', '▶"TM(:)"')}, compare: above, threshold: 1, periods: 1`),
    },
  },
  {
    code: 'STATISTIC_UNKNOWN',
    about: 'a percentile that the provider refuses',
    files: {
      [BETA]: alarm(`${METRIC.replace('Sum', '▶p99.999')}, compare: above, threshold: 1, periods: 1`),
    },
  },
  {
    code: 'STATISTIC_UNKNOWN',
    about: 'a range with a bound that is no number',
    files: {
      [BETA]: alarm(`${METRIC.replace('Sum', '▶"TM(..:5)"')}, compare: above, threshold: 1, periods: 1`),
    },
  },
  {
    code: 'STATISTIC_UNKNOWN',
    about: 'a percentile above 100',
    files: { [BETA]: alarm(`${METRIC.replace('Sum', '▶p101')}, compare: above, threshold: 1, periods: 1`) },
  },
  {
    code: 'RESERVED_NAME',
    about: 'of an alarm',
    files: { [BETA]: beta(ALARM.replace('name: a,', 'name: ▶dynconf-canary,')) },
  },
  {
    code: 'ALARM_SLOWER_THAN_BAKE',
    about: 'the canary',
    severity: 'warning',
    files: { [BETA]: beta('canary: { every-minutes: ▶11 }') },
  },
  {
    code: 'ALARM_SLOWER_THAN_BAKE',
    files: { [BETA]: alarm(`${METRIC}, compare: above, threshold: 1, periods: ▶11`) },
  },
  {
    code: 'ALARM_SLOWER_THAN_BAKE',
    about: 'with datapoints',
    files: { [BETA]: alarm(`${METRIC}, compare: above, threshold: 1, periods: 20, datapoints: ▶11`) },
  },
  {
    code: 'ALARM_SLOWER_THAN_BAKE',
    about: 'one line for several environments',
    severity: 'warning',
    files: {
      'environments/_base.yaml': `alarms: [{ name: a, ${METRIC}, compare: above, threshold: 1, periods: ▶11 }]`,
      [BETA]: beta('extends: _base'),
      'environments/dev.yaml': beta(
        'extends: _base\nstrategy: AppConfig.Linear50PercentEvery30Seconds',
      ).replace(/1{12}/, '222222222222'),
    },
  },
];
