import type { AppConfigClient } from '@aws-sdk/client-appconfig';
import { PROFILES } from '../../compiler/names';
import type { Profile } from '../../compiler/project';
import { isGrowing, isTakenBack } from '../../delivery/deployment-states';
import { DocumentHistories, type DocumentHistory } from '../appconfig/document-history';
import { type DeploymentReference, documentName } from '../release-event';
import type { StackDocument, StackFolder } from '../terraform/stack-folder';
import type { Trunk } from './trunk';

/**
 * Where a document of the stack stands in AppConfig.
 *
 * - `served`: its newest deployment is of this very document, and COMPLETE
 * - `growing`: the same, on its way
 * - `bad`: the newest deployment of this very document did not last
 * - `behind`: anything else; something has to start
 */
export type Standing = 'served' | 'growing' | 'bad' | 'behind';

export interface LookedDocument {
  readonly document: StackDocument;
  readonly standing: Standing;
  /** Absent: AppConfig has no such application, environment or profile. */
  readonly history?: DocumentHistory;
}

/** What AppConfig has of a stack, found by names, before any Terraform starts. */
export interface QuickLook {
  readonly documents: readonly LookedDocument[];
  /** Applications that still hold versions of this profile, and that neither the stack nor the definitions list. */
  readonly leftBehind: readonly string[];
}

/** Looks at every document of a stack once. */
export async function quickLook(
  client: AppConfigClient,
  { stack, trunk }: { readonly stack: StackFolder; readonly trunk: Trunk },
): Promise<QuickLook> {
  const histories = new DocumentHistories(client);
  const documents: LookedDocument[] = [];
  // One after the other: AppConfig's control plane throttles early.
  for (const document of stack.documents) documents.push(await lookAt(histories, document, trunk));
  const isAllServed = documents.every(({ standing }) => standing === 'served');
  return { documents, leftBehind: isAllServed ? await leftBehind(histories, stack, trunk) : [] };
}

/** Nothing to start, nothing to wait for, nothing to remove. */
export function isUpToDate({ documents, leftBehind: left }: QuickLook): boolean {
  return left.length === 0 && documents.every(({ standing }) => standing === 'served');
}

/** The deployments of those documents that were ever deployed. */
export function referencesOf(documents: readonly LookedDocument[]): DeploymentReference[] {
  return documents.flatMap(({ document: { component, profile }, history }) => {
    if (history?.newest === undefined) return [];
    const { applicationId, environmentId, newest } = history;
    const { number: deploymentNumber, version: configurationVersion } = newest;
    return [{ component, profile, applicationId, environmentId, deploymentNumber, configurationVersion }];
  });
}

/** `checkout flags, search flags`. */
export function namesOf(documents: readonly Pick<LookedDocument, 'document'>[]): string {
  return documents.map(({ document }) => documentName(document)).join(', ');
}

async function lookAt(
  histories: DocumentHistories,
  document: StackDocument,
  trunk: Trunk,
): Promise<LookedDocument> {
  const { component, profile, fingerprint } = document;
  const sought = { application: trunk.applicationOf(component), environment: trunk.environment, profile };
  const history = await histories.look(sought, fingerprint);
  return { document, standing: standingOf(fingerprint, history), ...(history && { history }) };
}

function standingOf(wanted: string, history: DocumentHistory | undefined): Standing {
  const { newest, ofWanted } = history ?? {};
  if (ofWanted && isTakenBack(ofWanted.state)) return 'bad';
  if (newest?.fingerprint !== wanted) return 'behind';
  return isGrowing(newest.state) ? 'growing' : 'served';
}

/** Only the release stack knows how to remove what it once deployed. */
async function leftBehind(
  histories: DocumentHistories,
  { documents }: StackFolder,
  { environment, here, applicationOf }: Trunk,
): Promise<string[]> {
  const profile = profileOf(documents);
  const listed = new Set([
    ...documents.map(({ component }) => applicationOf(component)),
    ...here.documents().flatMap((one) => (one.profile === profile ? [one.application] : [])),
  ]);
  const suffix = applicationOf('');
  const left: string[] = [];
  for (const application of (await histories.profiles.applications()).keys()) {
    if (listed.has(application) || !application.endsWith(suffix)) continue;
    const place = await histories.profiles.find({ application, environment, profile });
    if (place && (await histories.fingerprints(place)).size > 0) left.push(application);
  }
  return left;
}

/** A release stack is of one profile. */
function profileOf(documents: readonly StackDocument[]): Profile {
  return documents[0]?.profile ?? PROFILES[0] ?? 'flags';
}
