import type { Diagnostic } from './diagnostic';

/** A managed runtime of AWS that code of ours runs in. */
export interface ManagedRuntime {
  readonly service: 'AWS Lambda' | 'CloudWatch Synthetics';
  /** AWS's identifier, as resources name it. */
  readonly name: string;
  /** `YYYY-MM-DD`: from this day on AWS patches it no more and may refuse to create what uses it. */
  readonly ends: string;
  /** Where AWS says so. */
  readonly source: string;
}

/**
 * Node.js 22, the newest Node.js that AWS provider 5.100.0 lets a Lambda function have: it checks the identifier
 * against its own list, which ends with nodejs22.x. The date is AWS's projected one, as https://endoflife.date/aws-lambda
 * had it from that page in February 2026; projected dates have been put off before.
 */
export const LAMBDA_RUNTIME: ManagedRuntime = {
  service: 'AWS Lambda',
  name: 'nodejs22.x',
  ends: '2027-04-30',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
};

/**
 * The Synthetics runtime without a browser, on Lambda's Node.js 22:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Library_Nodejs.html
 *
 * AWS publishes no date for it ahead of time; "when any component of a runtime version is no longer supported, that
 * Synthetics runtime version is deprecated", so that it ends with its Node.js at the latest. The provider passes
 * the name on unchecked.
 */
export const CANARY_RUNTIME: ManagedRuntime = {
  service: 'CloudWatch Synthetics',
  name: 'syn-nodejs-5.2',
  ends: LAMBDA_RUNTIME.ends,
  source:
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Runtime_Support_Policy.html',
};

const NEAR_DAYS = 90;
const DAY_MILLIS = 86_400_000;

/** What is to be said of a runtime, wherever it is used. */
export type RuntimeProblem = Pick<Diagnostic, 'code' | 'severity' | 'message' | 'fix'>;

/** Warns of a runtime that ends within 90 days of `today` (`YYYY-MM-DD`), and refuses one that has ended. */
export function runtimeProblem(runtime: ManagedRuntime, today: string): RuntimeProblem | undefined {
  const daysLeft = Math.round((Date.parse(runtime.ends) - Date.parse(today)) / DAY_MILLIS);
  if (daysLeft > NEAR_DAYS) return undefined;
  const what = `the ${runtime.service} runtime ${runtime.name}`;
  const fix = `name a newer one in compiler/runtimes.ts (${runtime.source})`;
  if (daysLeft <= 0) {
    return { code: 'RUNTIME_PAST_END', severity: 'error', message: `${what} ended on ${runtime.ends}`, fix };
  }
  const message = `${what} ends on ${runtime.ends}, in ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}`;
  return { code: 'RUNTIME_NEAR_END', severity: 'warning', message, fix };
}
