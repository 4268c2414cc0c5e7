import { type AppConfigClient, StopDeploymentCommand, TagResourceCommand } from '@aws-sdk/client-appconfig';
import type { Json } from '../../compiler/project';
import { isGrowing, isOver } from '../../delivery/deployment-states';
import type { AppConfigClients } from '../appconfig/appconfig-clients';
import type { AwaitOptions } from '../appconfig/await-deployments';
import { DocumentHistories, type DocumentHistory, type PastDeployment } from '../appconfig/document-history';
import type { SoughtProfile } from '../appconfig/found-profiles';
import { getDeployment } from '../appconfig/get-deployment';
import { type DeploymentReference, documentName } from '../release-event';
import { ReleaseError } from '../release-error';
import { readServed } from '../appconfig/verify-served';
import { pause } from '../pause';

/** One document in one target. */
export interface RollbackPlace extends SoughtProfile {
  readonly component: string;
  /** `prod/us-east-1`. */
  readonly selector: string;
  readonly account: string;
  readonly region: string;
}

export interface RollbackOptions extends AwaitOptions {
  /** Why; the person who decides says it. */
  readonly reason: string;
}

export interface RolledBack {
  /** False: there was nothing to take back. */
  readonly isDone: boolean;
  /** One sentence. */
  readonly text: string;
  /** What a consumer reads now; absent when nothing was ever deployed. */
  readonly served?: Json;
}

/** AppConfig reverts what completed within that time (StopDeployment, `AllowRevert`). */
const REVERT_HOURS = 72;
const POLL_MILLISECONDS = 1_000;
/** What the value of a tag may hold (AWS: tag restrictions). */
const NOT_IN_TAGS = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;
const TAG_VALUE_LENGTH = 256;
const REASON_TAG = 'dynconf-rollback-reason';

/**
 * Takes back the newest deployment of a document: stops it while it grows, reverts it within 72 hours.
 *
 * What is served then is what was served before it. The trunk goes on holding the document, so the next release of it
 * is refused until it changes.
 */
export async function rollBack(
  clients: AppConfigClients,
  place: RollbackPlace,
  options: RollbackOptions,
): Promise<RolledBack> {
  const { control } = clients;
  const history = await new DocumentHistories(control).look(place, '');
  const { newest } = history ?? {};
  const name = `${documentName(place)} in ${place.selector}`;
  // A later wave that the release has not reached: no reason to call what was taken back elsewhere a failure.
  if (history === undefined || newest === undefined)
    return { isDone: false, text: `${name}: nothing was ever deployed there` };
  const what = `deployment ${newest.number} of version ${newest.version}`;
  if (newest.state === 'COMPLETE' && !(await hasPredecessor(control, place, newest)))
    return {
      isDone: false,
      text: `${name}: ${what} is the first, there is nothing to go back to`,
      ...(await read(clients, history)),
    };
  if (newest.state !== 'COMPLETE' && isOver(newest.state))
    return {
      isDone: false,
      text: `${name}: ${what} is ${newest.state} already`,
      ...(await read(clients, history)),
    };
  const reference = referenceOf(place, history, newest);
  const refusal = await stop(control, reference, newest);
  if (refusal !== undefined) return { isDone: false, text: `${name}: ${refusal}` };
  await record(control, { place, reference }, options);
  const state = await untilEnded(control, reference, options);
  return { isDone: true, text: `${name}: ${what} is ${state}`, ...(await read(clients, history)) };
}

/** Another deployment of the profile that ended well, before this one. */
async function hasPredecessor(
  client: AppConfigClient,
  place: RollbackPlace,
  newest: PastDeployment,
): Promise<boolean> {
  const histories = new DocumentHistories(client);
  return (await histories.before(place, newest.number)) !== undefined;
}

/** What AppConfig says against it, if anything: it alone knows its clock. */
async function stop(
  client: AppConfigClient,
  { applicationId, environmentId, deploymentNumber }: DeploymentReference,
  newest: PastDeployment,
): Promise<string | undefined> {
  if (newest.state === 'ROLLING_BACK') return undefined;
  const which = {
    ApplicationId: applicationId,
    EnvironmentId: environmentId,
    DeploymentNumber: deploymentNumber,
  };
  try {
    await client.send(
      new StopDeploymentCommand({ ...which, ...(!isGrowing(newest.state) && { AllowRevert: true }) }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'BadRequestException') throw error;
    return `AppConfig takes back what completed within ${REVERT_HOURS} hours, and not deployment ${deploymentNumber} (${error.message}): revert the commit and release it`;
  }
}

/** The deployment itself says why; who it was is in its event log, and in CloudTrail. */
async function record(
  client: AppConfigClient,
  { place, reference }: { readonly place: RollbackPlace; readonly reference: DeploymentReference },
  { reason, onEvent }: RollbackOptions,
): Promise<void> {
  const { applicationId, environmentId, deploymentNumber } = reference;
  const resource = `application/${applicationId}/environment/${environmentId}/deployment/${deploymentNumber}`;
  const text = reason.replace(/\s+/g, ' ').replace(NOT_IN_TAGS, '-').slice(0, TAG_VALUE_LENGTH);
  try {
    await client.send(
      new TagResourceCommand({
        ResourceArn: `arn:aws:appconfig:${place.region}:${place.account}:${resource}`,
        Tags: { [REASON_TAG]: text },
      }),
    );
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    onEvent({ type: 'warning', text: `AppConfig did not record the reason: ${why}` });
  }
}

async function untilEnded(
  client: AppConfigClient,
  reference: DeploymentReference,
  { sleep = pause, pollMilliseconds = POLL_MILLISECONDS, signal }: RollbackOptions,
): Promise<string> {
  for (;;) {
    const { State: state } = await getDeployment(client, reference);
    if (state === 'ROLLED_BACK' || state === 'REVERTED') return state;
    if (signal?.aborted === true)
      throw new ReleaseError(
        'interrupted',
        `deployment ${reference.deploymentNumber} is ${state}: it goes on rolling back`,
      );
    await sleep(pollMilliseconds, signal);
  }
}

async function read(
  { data }: AppConfigClients,
  { applicationId, environmentId, profileId, served }: DocumentHistory,
): Promise<Pick<RolledBack, 'served'>> {
  if (served === undefined) return {};
  const names = { application: applicationId, environment: environmentId, profile: profileId };
  return { served: await readServed(data, names) };
}

function referenceOf(
  { component, profile }: RollbackPlace,
  { applicationId, environmentId }: DocumentHistory,
  { number: deploymentNumber, version: configurationVersion }: PastDeployment,
): DeploymentReference {
  return { component, profile, applicationId, environmentId, deploymentNumber, configurationVersion };
}
