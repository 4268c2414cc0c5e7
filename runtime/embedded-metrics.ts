import type { Finding } from './watch-document';

/** Where the alarms of a canary look for them. */
const NAMESPACE = 'Dynconf';

/** What the metrics of a finding are filed under. */
export interface MetricContext {
  readonly environment: string;
  readonly nowMillis: number;
}

/**
 * A line of JSON that CloudWatch turns into metrics when a Lambda function writes it to its log.
 *
 * `Failed` (0 or 1), `NotReleased` (0 or 1) and `Latency` with the dimensions Environment and Component, for an alarm
 * per component; the rest of the line is for the person who reads the log. The embedded metric format needs no
 * permission but the one to write logs, PutMetricData would be one more.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Lambda.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(finding: Finding, context: MetricContext): string {
  const { document, problems, latencyMillis, isReleased, versionLabel } = finding;
  const hasLatency = latencyMillis !== undefined;
  return JSON.stringify({
    _aws: {
      Timestamp: context.nowMillis,
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [['Environment', 'Component']],
          Metrics: [
            { Name: 'Failed', Unit: 'Count' },
            { Name: 'NotReleased', Unit: 'Count' },
            ...(hasLatency ? [{ Name: 'Latency', Unit: 'Milliseconds' }] : []),
          ],
        },
      ],
    },
    Environment: context.environment,
    Component: document.component,
    Profile: document.profile,
    Failed: problems.length > 0 ? 1 : 0,
    NotReleased: isReleased ? 0 : 1,
    ...(hasLatency && { Latency: latencyMillis }),
    ...(versionLabel !== undefined && { versionLabel }),
    problems,
  });
}
