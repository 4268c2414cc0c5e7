import type { Findings } from '../reading/findings';
import { numberOf, textOf, valueOf, type YamlMap } from '../reading/yaml-tree';

/** Values of these are never negative, whatever the metric: they count, or are a share. Sums are of counts nearly always. */
const NOT_NEGATIVE = /^(Sum|SampleCount|PR\(.*\))$/;

/**
 * Checks that an alarm fires for what it looks for, and for nothing else.
 *
 * Warnings: CloudWatch takes all of it, and a metric may be stranger than it looks.
 */
export function checkAlarmSense(alarm: YamlMap, findings: Findings): void {
  checkSilence(alarm, findings);
  checkThreshold(alarm, findings);
}

/** What is bad when it is low must also be bad when nothing comes at all, and nothing is too much of nothing. */
function checkSilence(alarm: YamlMap, findings: Findings): void {
  const node = valueOf(alarm, 'missing-data');
  const missing = textOf(node);
  const looksFor = textOf(valueOf(alarm, 'compare')) ?? textOf(valueOf(valueOf(alarm, 'anomaly'), 'when'));
  if (!node || missing === undefined) return;
  if (looksFor === 'below' && ['notBreaching', 'ignore', 'missing'].includes(missing)) {
    findings.warning(node, 'ALARM_CANNOT_FIRE', {
      message: `${nameOf(alarm)} looks for too little, but missing data is ${missing}: when all stops it stays silent`,
      fix: 'write missing-data: breaching',
    });
  } else if (looksFor === 'above' && missing === 'breaching') {
    findings.warning(node, 'ALARM_FIRES_BY_ITSELF', {
      message: `${nameOf(alarm)} looks for too much, but missing data is breaching: it fires whenever nothing happens`,
      fix: 'write missing-data: notBreaching; silence is for an alarm that looks below',
    });
  }
}

function checkThreshold(alarm: YamlMap, findings: Findings): void {
  const node = valueOf(alarm, 'threshold');
  const threshold = numberOf(node);
  const statistic = textOf(valueOf(valueOf(alarm, 'metric'), 'statistic')) ?? '';
  const compare = textOf(valueOf(alarm, 'compare'));
  if (!node || threshold === undefined || !NOT_NEGATIVE.test(statistic)) return;
  if (compare === 'below' && threshold <= 0) {
    findings.warning(node, 'ALARM_CANNOT_FIRE', {
      message: `${nameOf(alarm)} fires below ${threshold}, and ${statistic} is hardly ever negative`,
      fix: 'write a threshold above 0',
    });
  } else if (compare === 'above' && threshold < 0) {
    findings.warning(node, 'ALARM_FIRES_BY_ITSELF', {
      message: `${nameOf(alarm)} fires above ${threshold}, and ${statistic} is hardly ever lower`,
      fix: 'write a threshold of 0 or more',
    });
  }
}

function nameOf(alarm: YamlMap): string {
  return textOf(valueOf(alarm, 'name')) ?? 'the alarm';
}
