import type { Findings } from '../reading/findings';
import { numberOf, textOf, valueOf, type YamlMap } from '../reading/yaml-tree';

/** They count, so that silence is the smallest value there is: what traffic is measured with. */
const COUNTS = /^(Sum|SampleCount)$/;
/** A share or a mean of what came: silence says nothing about it, and its author decides. */
const RATES = /^(Average|IQM|p\d|(tm|wm|TM|WM|PR)[\d(])/;
/** Values of these are never negative, whatever the metric: they count, or are a share. Sums are of counts nearly always. */
const NOT_NEGATIVE = /^(Sum|SampleCount|PR\(.*\))$/;

/**
 * Checks that an alarm fires for what it looks for, and for nothing else.
 *
 * What counts is refused; of other statistics nobody can be sure, so that they are warned of.
 */
export function checkAlarmSense(alarm: YamlMap, findings: Findings): void {
  checkSilence(alarm, findings);
  checkThreshold(alarm, findings);
}

/** What is bad when it is low must also be bad when nothing comes at all, and nothing is too much of nothing. */
function checkSilence(alarm: YamlMap, findings: Findings): void {
  const node = valueOf(alarm, 'missing-data');
  const missing = textOf(node);
  const statistic = statisticOf(alarm);
  const looksFor = textOf(valueOf(alarm, 'compare')) ?? textOf(valueOf(valueOf(alarm, 'anomaly'), 'when'));
  if (!node || missing === undefined) return;
  const severity = COUNTS.test(statistic) ? 'error' : 'warning';
  if (looksFor === 'below' && ['notBreaching', 'ignore', 'missing'].includes(missing)) {
    if (RATES.test(statistic)) return;
    findings[severity](node, 'ALARM_CANNOT_FIRE', {
      message: `${nameOf(alarm)} looks for too little, but missing data is ${missing}: when all stops it stays silent`,
      fix: 'write missing-data: breaching',
    });
  } else if (looksFor === 'above' && missing === 'breaching') {
    findings[severity](node, 'ALARM_FIRES_BY_ITSELF', {
      message: `${nameOf(alarm)} looks for too much, but missing data is breaching: it fires whenever nothing happens`,
      fix: 'write missing-data: notBreaching; silence is for an alarm that looks below',
    });
  }
}

function checkThreshold(alarm: YamlMap, findings: Findings): void {
  const node = valueOf(alarm, 'threshold');
  const threshold = numberOf(node);
  const statistic = statisticOf(alarm);
  const compare = textOf(valueOf(alarm, 'compare'));
  if (!node || threshold === undefined || !NOT_NEGATIVE.test(statistic)) return;
  if (compare === 'below' && threshold <= 0) {
    findings.error(node, 'ALARM_CANNOT_FIRE', {
      message: `${nameOf(alarm)} fires below ${threshold}, and ${statistic} counts from 0`,
      fix: 'write a threshold above 0, or Average for a metric that may be negative',
    });
  } else if (compare === 'above' && threshold < 0) {
    findings.error(node, 'ALARM_FIRES_BY_ITSELF', {
      message: `${nameOf(alarm)} fires above ${threshold}, and ${statistic} counts from 0`,
      fix: 'write a threshold of 0 or more, or Average for a metric that may be negative',
    });
  } else if (compare === 'above' && threshold >= 100 && statistic.startsWith('PR(')) {
    findings.error(node, 'ALARM_CANNOT_FIRE', {
      message: `${nameOf(alarm)} fires above ${threshold}, and ${statistic} is a share: 100 at most`,
      fix: 'write a threshold below 100',
    });
  }
}

function statisticOf(alarm: YamlMap): string {
  return textOf(valueOf(valueOf(alarm, 'metric'), 'statistic')) ?? '';
}

function nameOf(alarm: YamlMap): string {
  return textOf(valueOf(alarm, 'name')) ?? 'the alarm';
}
