import { AppConfigDataClient } from '@aws-sdk/client-appconfigdata';
import { canarySettings } from './canary-settings';
import { awsDataPlane } from './data-plane';
import { embeddedMetrics } from './embedded-metrics';
import { watchDocument } from './watch-document';
import type { CanaryMemory, Finding, Watch } from './watch-document';

/** How long a document may take altogether before the canary goes on without it. */
const WAIT_MILLIS = 10_000;
/** Readers at a time: AppConfig's quotas count requests a second, a shop has a hundred documents. */
const READERS = 8;

const memory: CanaryMemory = new Map();
let client: AppConfigDataClient | undefined;

/**
 * The CloudWatch Synthetics canary of one target.
 *
 * Synthetics calls the exported function and takes a thrown error for a failed run:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_WritingCanary_Nodejs_Pup.html
 * The AWS SDK is bundled with it, at the version its tests ran with, rather than taken from the Lambda runtime.
 */
export async function handler(): Promise<string> {
  const settings = canarySettings(process.env);
  client ??= new AppConfigDataClient({});
  const plane = awsDataPlane(client, WAIT_MILLIS);
  const findings = await watchAll({ settings, plane, memory, nowMillis: Date.now });
  emit(findings, settings.environment);
  const verdict = verdictOn(findings, settings.environment);
  if (findings.some(isFailed)) throw new Error(verdict);
  return verdict;
}

/** One finding per document, in the order of the settings: no document's fault hides another's. */
export async function watchAll(watch: Watch): Promise<Finding[]> {
  const { documents } = watch.settings;
  const findings: Finding[] = [];
  let next = 0;
  const read = async (): Promise<void> => {
    for (let index = next++; index < documents.length; index = next++) {
      const document = documents[index];
      if (document) findings[index] = await watchDocument(document, watch);
    }
  };
  await Promise.all(Array.from({ length: READERS }, read));
  return findings;
}

/** What the run found, for a person: every document that is not in order is named. */
export function verdictOn(findings: readonly Finding[], environment: string): string {
  const failed = findings.filter(isFailed);
  if (failed.length === 0) return `${findings.length} documents of ${environment} are served as expected`;
  const lines = failed.flatMap(({ document, problems }) =>
    problems.map((problem) => `  ${document.application}/${document.profile} ${problem}`),
  );
  return [
    `${failed.length} of ${findings.length} documents of ${environment} are not in order:`,
    ...lines,
  ].join('\n');
}

function isFailed({ problems }: Finding): boolean {
  return problems.length > 0;
}

/** Straight to the stream: a console in Lambda may put a time and a request id before the line. */
function emit(findings: readonly Finding[], environment: string): void {
  const context = { environment, nowMillis: Date.now() };
  for (const finding of findings) process.stdout.write(`${embeddedMetrics(finding, context)}\n`);
}
