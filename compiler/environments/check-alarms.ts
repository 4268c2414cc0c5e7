import { NO_COMPONENTS } from '../components';
import type { DiagnosticCode } from '../diagnostic-codes';
import { OWN_ALARM_PREFIX, SHARED_COMPONENT } from '../names';
import type { Findings } from '../reading/findings';
import { didYouMean, knownOr } from '../reading/nearest';
import type { Place } from '../reading/source';
import {
  entryOf,
  itemsOf,
  numberOf,
  textOf,
  textsOf,
  valueOf,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
} from '../reading/yaml-tree';
import { checkAlarmSense } from './check-alarm-sense';

interface AlarmContext {
  readonly findings: Findings;
  readonly componentNames: ReadonlySet<string>;
}

/** CloudWatch: evaluation periods × period is at most a day, a week for periods of an hour and more. */
const SECONDS_PER_DAY = 86_400;
const SECONDS_PER_HOUR = 3600;
const STATISTICS = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount', 'IQM'];
/** CloudWatch user guide, "CloudWatch statistics definitions"; AWS provider 5.100.0 takes two decimals, not ten. */
const PERCENTILE = /^(p|tm|wm|tc|ts)(\d{1,2}(\.\d{1,2})?|100)$/;
/** `TM(10%:90%)`, `TC(:0.5)`: one bound at least. */
const RANGE = /^(?:TM|WM|TC|TS|PR)\((\d+(?:\.\d+)?%?)?:(\d+(?:\.\d+)?%?)?\)$/;

/** Checks the alarms of one environment file: what CloudWatch would refuse, and what could never fire. */
export function checkAlarms(root: YamlMap, context: AlarmContext): void {
  const list = entryOf(root, 'alarms');
  const names = new Set<string>();
  for (const alarm of itemsOf(list?.value)) {
    if (alarm.kind !== 'map' || !list) continue;
    checkName(valueOf(alarm, 'name'), names, context.findings);
    checkComponents(alarm, context);
    checkMetric(valueOf(alarm, 'metric'), context.findings);
    checkComparison(alarm, list.key, context.findings);
    checkPeriods(alarm, context.findings);
    checkAlarmSense(alarm, context.findings);
  }
}

function checkName(node: YamlNode | undefined, names: Set<string>, findings: Findings): void {
  const name = textOf(node);
  if (!node || name === undefined) return;
  if (name.startsWith(OWN_ALARM_PREFIX)) {
    findings.error(node, 'RESERVED_NAME', {
      message: `alarms whose name starts with ${OWN_ALARM_PREFIX} are made by this project`,
      fix: 'rename it',
    });
  }
  if (names.has(name)) {
    findings.error(node, 'DUPLICATE_NAME', {
      message: `two alarms are called ${name}`,
      fix: 'rename one of them',
    });
  }
  names.add(name);
}

function checkComponents(alarm: YamlNode, { componentNames, findings }: AlarmContext): void {
  for (const { text, node } of textsOf(valueOf(alarm, 'components'))) {
    if (componentNames.has(text) && text !== SHARED_COMPONENT) continue;
    // Flags in `shared` are watched by the alarms of every component that reads them.
    const known = [...componentNames].filter((name) => name !== SHARED_COMPONENT);
    findings.error(node, 'COMPONENT_UNKNOWN', {
      message: `there is no component ${text} to watch${didYouMean(text, known)}`,
      fix: knownOr(known, NO_COMPONENTS),
    });
  }
}

function checkMetric(metric: YamlNode | undefined, findings: Findings): void {
  const [statistic, period] = [valueOf(metric, 'statistic'), valueOf(metric, 'period-seconds')];
  const name = textOf(statistic);
  if (statistic && name !== undefined && name !== '' && !STATISTICS.includes(name) && !isPercentile(name)) {
    findings.error(statistic, 'STATISTIC_UNKNOWN', {
      message: `CloudWatch has no statistic ${name}${didYouMean(name, STATISTICS)}`,
      fix: `write ${STATISTICS.join(', ')}, p99, p99.95 or tm99`,
    });
  }
  const seconds = numberOf(period);
  const isPeriod = seconds === undefined || [10, 20, 30].includes(seconds) || seconds % 60 === 0;
  if (!period || isPeriod || seconds < 10) return;
  findings.error(period, 'PERIOD_INVALID', {
    message: `period-seconds is ${seconds}, CloudWatch knows 10, 20, 30 and multiples of 60`,
    fix: `write ${Math.max(60, Math.round(seconds / 60) * 60)}`,
  });
}

function isPercentile(name: string): boolean {
  const bounds = RANGE.exec(name);
  return PERCENTILE.test(name) || (bounds !== null && (bounds[1] ?? bounds[2]) !== undefined);
}

/** `compare` and `threshold` together, or `anomaly` alone. */
function checkComparison(alarm: YamlMap, around: Place, findings: Findings): void {
  const anomaly = entryOf(alarm, 'anomaly');
  const pair = ['compare', 'threshold'].map((name) => [name, entryOf(alarm, name)] as const);
  const name = textOf(valueOf(alarm, 'name')) ?? 'an alarm';
  for (const [key, entry] of pair) {
    if (anomaly && entry) {
      const second = entry.key.start > anomaly.key.start ? entry : anomaly;
      findings.error(second.key, 'THRESHOLD_AND_ANOMALY', {
        message: `${name} has ${key} and anomaly`,
        fix: 'keep compare and threshold, or anomaly',
      });
      return;
    }
    if (anomaly || entry) continue;
    findings.error(around, 'MISSING_KEY', {
      message: `${key} is missing in the alarm ${name}`,
      fix: 'add compare and threshold, or anomaly: { width, when }',
    });
    if (pair.every(([, each]) => each === undefined)) return;
  }
}

function checkPeriods(alarm: YamlMap, findings: Findings): void {
  const [periods, datapoints] = [entryOf(alarm, 'periods'), entryOf(alarm, 'datapoints')];
  const [count, bad] = [numberOf(periods?.value), numberOf(datapoints?.value)];
  if (datapoints && count !== undefined && bad !== undefined && bad > count) {
    report(datapoints, 'DATAPOINTS_ABOVE_PERIODS', {
      message: `datapoints is ${bad} of ${count} periods`,
      fix: `write at most ${count}`,
      findings,
    });
  }
  const seconds = numberOf(valueOf(valueOf(alarm, 'metric'), 'period-seconds'));
  if (!periods || count === undefined || seconds === undefined) return;
  const limit = seconds >= SECONDS_PER_HOUR ? 7 * SECONDS_PER_DAY : SECONDS_PER_DAY;
  if (seconds * count <= limit) return;
  report(periods, 'WINDOW_TOO_LONG', {
    message: `${count} periods of ${seconds} seconds are more than CloudWatch evaluates, ${limit} seconds`,
    fix: `write at most ${Math.floor(limit / seconds)}`,
    findings,
  });
}

function report(
  { value }: YamlEntry,
  code: DiagnosticCode,
  { message, fix, findings }: { message: string; fix: string; findings: Findings },
): void {
  findings.error(value, code, { message, fix });
}
