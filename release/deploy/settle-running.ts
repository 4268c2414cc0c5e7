import {
  type AppConfigClient,
  type DeploymentSummary,
  type GetDeploymentCommandOutput,
} from '@aws-sdk/client-appconfig';
import type { Profile } from '../../compiler/project';
import { type AwaitOptions, awaitDeployments } from '../appconfig/await-deployments';
import { DocumentHistories } from '../appconfig/document-history';
import { getDeployment } from '../appconfig/get-deployment';
import type { QuickLook } from './quick-look';
import { type DeploymentReference, documentName } from '../release-event';
import { ReleaseError } from '../release-error';
import { type DeploymentPlace, describeRunning, findRunning } from '../appconfig/running-deployments';
import { HOSTED_VERSION } from '../terraform/resource-types';
import type { StackDocument, StackFolder } from '../terraform/stack-folder';
import { isStarting } from './stale-deployments';
import type { Plan } from '../terraform/terraform';
import type { StateResource } from '../terraform/terraform-state';
import { documentIn, type Trunk } from './trunk';

export interface Intent {
  readonly stack: StackFolder;
  readonly plan: Plan;
  /** What earlier releases of this stack started, as its state has it. */
  readonly known: readonly DeploymentReference[];
  /** Fingerprints of the versions that the state has; asked only when something runs. */
  readonly recorded: () => Promise<ReadonlySet<string>>;
  /** What was found by names. */
  readonly look?: QuickLook | undefined;
  readonly trunk?: Trunk | undefined;
}

/**
 * - `same`: the document that is to be released, by a run that was killed
 * - `overtaken`: what an earlier commit released from this stack
 * - `sibling`: the other profile, as the same definitions want it
 */
type Owner = 'same' | 'overtaken' | 'sibling' | 'foreign';

interface Running {
  readonly reference: DeploymentReference;
  readonly summary: DeploymentSummary;
  readonly seen: GetDeploymentCommandOutput;
  readonly owner: Owner;
}

/**
 * Makes room for the deployments that a plan starts: AppConfig allows one per environment at a time, and Terraform's
 * provider would wait for another one in silence.
 *
 * One of this project is followed to its end. Anybody else's is named and not waited for. Answers whether time has
 * passed: what was planned before may be wrong now.
 */
export async function settleRunning(
  client: AppConfigClient,
  intent: Intent,
  options: AwaitOptions,
): Promise<boolean> {
  const running: Running[] = [];
  for (const document of concerned(intent)) {
    const found = await runningBeside(client, document, intent);
    if (found) running.push(found);
  }
  const foreign = running.filter(({ owner }) => owner === 'foreign');
  if (foreign.length > 0) throw refuse(intent.stack, foreign);
  for (const owner of ['same', 'sibling', 'overtaken'] as const)
    await follow(client, { owner, running: running.filter((one) => one.owner === owner) }, options);
  return running.length > 0;
}

/** The descriptions of the hosted versions in a state. */
export async function recordedFingerprints(
  resources: () => Promise<readonly StateResource[]>,
): Promise<ReadonlySet<string>> {
  const versions = (await resources()).filter(({ type }) => type === HOSTED_VERSION);
  return new Set(versions.map(({ attributes }) => String(attributes['description'])));
}

/** What the plan starts, and what somebody is changing right now although nothing is to start. */
function concerned({ stack, plan, look }: Intent): StackDocument[] {
  const isChanging = (document: StackDocument): boolean =>
    look?.documents.find((one) => one.document === document)?.standing === 'behind';
  return stack.documents.filter((document) => isStarting(plan, document) || isChanging(document));
}

async function runningBeside(
  client: AppConfigClient,
  document: StackDocument,
  intent: Intent,
): Promise<Running | undefined> {
  const last = intent.known.find((one) => documentName(one) === documentName(document));
  const seen = intent.look?.documents.find((one) => one.document === document)?.history;
  const place: DeploymentPlace | undefined = seen ?? last;
  const summary = place && (await findRunning(client, place));
  if (place === undefined || summary?.DeploymentNumber === undefined) return undefined;
  const reference: DeploymentReference = {
    component: document.component,
    profile: (summary.ConfigurationName ?? document.profile) as Profile,
    applicationId: place.applicationId,
    environmentId: place.environmentId,
    deploymentNumber: summary.DeploymentNumber,
    configurationVersion: summary.ConfigurationVersion ?? '',
  };
  const details = await getDeployment(client, reference);
  const fingerprint = await fingerprintOf(client, reference, details);
  const isKnown =
    last?.deploymentNumber === reference.deploymentNumber && last.environmentId === reference.environmentId;
  const owner = await ownerOf({ document, reference, fingerprint, isKnown }, intent);
  return { reference, summary, seen: details, owner };
}

interface Found {
  readonly document: StackDocument;
  readonly reference: DeploymentReference;
  readonly fingerprint: string | undefined;
  /** The state has this very deployment. */
  readonly isKnown: boolean;
}

async function ownerOf(
  { document, reference, fingerprint, isKnown }: Found,
  { trunk, recorded }: Intent,
): Promise<Owner> {
  if (reference.profile !== document.profile) {
    const sibling = trunk && documentIn(trunk.here, reference);
    return fingerprint !== undefined && sibling?.fingerprint === fingerprint ? 'sibling' : 'foreign';
  }
  if (fingerprint === document.fingerprint) return 'same';
  const isOurs = isKnown || (fingerprint !== undefined && (await recorded()).has(fingerprint));
  return isOurs ? 'overtaken' : 'foreign';
}

async function fingerprintOf(
  client: AppConfigClient,
  { applicationId, configurationVersion }: DeploymentReference,
  { ConfigurationProfileId: profileId }: GetDeploymentCommandOutput,
): Promise<string | undefined> {
  if (profileId === undefined) return undefined;
  const fingerprints = await new DocumentHistories(client).fingerprints({ applicationId, profileId });
  return fingerprints.get(configurationVersion);
}

function refuse({ name }: StackFolder, foreign: readonly Running[]): ReleaseError {
  const lines = foreign.map(({ reference, summary, seen }) => {
    const said = seen.Description ? `, "${seen.Description}"` : '';
    const start = seen.EventLog?.find(({ EventType }) => EventType === 'DEPLOYMENT_STARTED');
    const who = start?.TriggeredBy ? `; its log: ${start.Description ?? ''} (${start.TriggeredBy})` : '';
    return `${name}: ${reference.component} is being deployed by somebody else, ${describeRunning(summary)}${said}${who}`;
  });
  return new ReleaseError('refused', `${lines.join('\n')}\nRelease again when it is done, or stop it.`);
}

const WHY: Readonly<Record<Exclude<Owner, 'foreign'>, (names: string) => string>> = {
  same: (names) => `an earlier run has started ${names}: following it to COMPLETE`,
  sibling: (names) => `${names} of the same release are still rolling out`,
  overtaken: (names) => `an earlier release of ${names} is still rolling out`,
};

/** How an overtaken release ends does not matter to the one that replaces it, only that it has ended. */
async function follow(
  client: AppConfigClient,
  { owner, running }: { readonly owner: Exclude<Owner, 'foreign'>; readonly running: readonly Running[] },
  options: AwaitOptions,
): Promise<void> {
  if (running.length === 0) return;
  const references = running.map(({ reference }) => reference);
  options.onEvent({
    type: 'step',
    step: 'await',
    detail: WHY[owner](references.map(documentName).join(', ')),
  });
  try {
    await awaitDeployments(client, references, options);
  } catch (error) {
    if (!(error instanceof ReleaseError) || error.kind !== 'rolled-back' || owner !== 'overtaken')
      throw error;
    options.onEvent({ type: 'warning', text: error.message });
  }
}
