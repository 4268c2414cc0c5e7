import type { AppConfigDataClient } from '@aws-sdk/client-appconfigdata';
import type { Json } from '../../compiler/project';
import { type DeploymentReference, documentName } from '../release-event';
import { ReleaseError } from '../release-error';
import type { StackDocument, StackFolder } from '../terraform/stack-folder';
import { unlessGone } from '../appconfig/unless-gone';
import { differences, expectedServed, readServed, type ServedDocument } from '../appconfig/verify-served';

/** So many differences of one document are shown; more tell a person nothing new. */
const SHOWN_DIFFERENCES = 10;

/** Fails unless AppConfig serves every document of the stack, as an application would read it now. */
export async function verifyDeployments(
  client: AppConfigDataClient,
  { documents }: Pick<StackFolder, 'documents'>,
  deployments: readonly DeploymentReference[],
): Promise<void> {
  const problems: string[] = [];
  for (const document of documents) {
    const deployment = deployments.find((candidate) => documentName(candidate) === documentName(document));
    problems.push(...(await problemsOf(client, document, deployment)));
  }
  if (problems.length > 0) throw new ReleaseError('not-served', problems.join('\n'));
}

async function problemsOf(
  client: AppConfigDataClient,
  document: StackDocument,
  deployment: DeploymentReference | undefined,
): Promise<string[]> {
  const name = documentName(document);
  if (deployment === undefined) return [`${name} has never been deployed`];
  const { applicationId: application, environmentId: environment, profile } = deployment;
  const served = await readOrNothing(client, { application, environment, profile });
  if (served === null) return [`${name} is not served as released: AppConfig serves nothing of it`];
  const different = differences(served, expectedServed(document.profile, document.read()));
  if (different.length === 0) return [];
  const more = different.length - SHOWN_DIFFERENCES;
  const rest = more > 0 ? [`    and ${more} more`] : [];
  return [
    `${name} is not served as released:`,
    ...different.slice(0, SHOWN_DIFFERENCES).map((line) => `    ${line}`),
    ...rest,
  ];
}

/** What was deployed once may have been taken back by a person, and then there is no deployment to serve. */
async function readOrNothing(client: AppConfigDataClient, document: ServedDocument): Promise<Json> {
  return (await unlessGone(readServed(client, document))) ?? null;
}
