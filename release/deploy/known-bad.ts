import type { AppConfigClient } from '@aws-sdk/client-appconfig';
import { isTakenBack } from '../../delivery/deployment-states';
import { type AppConfigClients } from '../appconfig/appconfig-clients';
import { describeRollback } from '../appconfig/describe-rollback';
import { DocumentHistories, type DocumentHistory, type PastDeployment } from '../appconfig/document-history';
import { getDeployment } from '../appconfig/get-deployment';
import { refusalOf } from '../refusal';
import { documentName } from '../release-event';
import { ReleaseError } from '../release-error';
import type { AppConfigAccess, StackDocument, StackFolder } from '../terraform/stack-folder';
import { documentIn, type Trunk, type TrunkTarget } from './trunk';

/** A document, and a deployment of it that did not last. */
export interface BadDocument {
  readonly document: StackDocument;
  /** Where it happened. */
  readonly target: TrunkTarget;
  /** `unknown`: nobody can say what happened there. */
  readonly kind: 'here' | 'elsewhere' | 'unknown';
  /** `deployment 3 of version 3 is ROLLED_BACK, rolled back by the alarm …`. */
  readonly what: string;
}

/** What of a document happened where it is to be released; the newest deployment of the same content decides. */
export async function badHere(
  client: AppConfigClient,
  { document, history, trunk }: { document: StackDocument; history: DocumentHistory; trunk: Trunk },
): Promise<BadDocument | undefined> {
  const { ofWanted } = history;
  if (ofWanted === undefined || !isTakenBack(ofWanted.state)) return undefined;
  const what = await describe(client, { document, history, deployment: ofWanted });
  return { document, target: trunk.here, kind: 'here', what };
}

export interface Elsewhere {
  readonly stack: StackFolder;
  readonly trunk: Trunk;
  /** What would start. */
  readonly documents: readonly StackDocument[];
  readonly connect: (access: AppConfigAccess) => AppConfigClients;
}

/**
 * The documents whose release did not last in another region of the environment.
 *
 * What counts there is what the definitions want there: overrides make it another document, and the same change. In a
 * later wave only the very same document counts.
 */
export async function badElsewhere(question: Elsewhere): Promise<BadDocument[]> {
  const { trunk, documents } = question;
  if (documents.length === 0) return [];
  return (await Promise.all(trunk.others.map((target) => badAt(target, question)))).flat();
}

/** A region that does not answer counts as bad, too: nobody can say what happened there, and a person may decide. */
async function badAt(
  target: TrunkTarget,
  { stack, trunk, documents, connect }: Elsewhere,
): Promise<BadDocument[]> {
  const relevant = documents.filter((document) => isConcerned(document, target, trunk));
  if (relevant.length === 0) return [];
  const clients = connect({ ...stack.access, region: target.region });
  try {
    return await badIn(clients.control, { documents: relevant, target, trunk });
  } catch (error) {
    const reason = refusalOf(error)?.text;
    if (reason === undefined) throw error;
    const what = `nobody can say whether it was rolled back there: ${reason}`;
    return relevant.map((document) => ({ document, target, kind: 'unknown', what }));
  } finally {
    clients.destroy();
  }
}

function isConcerned(document: StackDocument, target: TrunkTarget, { here }: Trunk): boolean {
  const there = documentIn(target, document);
  return there !== undefined && (target.order <= here.order || there.fingerprint === document.fingerprint);
}

async function badIn(
  client: AppConfigClient,
  { documents, target, trunk }: { documents: readonly StackDocument[]; target: TrunkTarget; trunk: Trunk },
): Promise<BadDocument[]> {
  const histories = new DocumentHistories(client);
  const bad: BadDocument[] = [];
  for (const document of documents) {
    const there = documentIn(target, document);
    if (there === undefined) continue;
    const sought = { ...there, environment: trunk.environment };
    const history = await histories.look(sought, there.fingerprint);
    const deployment = history?.ofWanted;
    if (history === undefined || deployment === undefined || !isTakenBack(deployment.state)) continue;
    const what = await describe(client, { document, history, deployment });
    bad.push({ document, target, kind: 'elsewhere', what });
  }
  return bad;
}

/** The sentences that refuse a release, most useful first. */
export function knownBad(stack: Pick<StackFolder, 'name'>, bad: readonly BadDocument[]): ReleaseError {
  return new ReleaseError('refused', bad.map((one) => sentences(stack, one)).join('\n'));
}

/** One line. */
export function describeBad({ document, target, what }: BadDocument): string {
  return `${documentName(document)} in ${target.selector}: ${what}`;
}

function sentences({ name }: Pick<StackFolder, 'name'>, bad: BadDocument): string {
  return [`${describeBad(bad)}.`, ...adviceOn(name, bad)].join('\n');
}

function adviceOn(stack: string, { kind, target }: BadDocument): string[] {
  if (kind === 'here')
    return [
      'The document that the trunk holds is not the one that is served: revert or change it and release again,',
      `or, if it is good after all, npx dynconf redeploy ${stack} --reason "…".`,
    ];
  if (kind === 'elsewhere')
    return [
      `The same change is not released by ${stack}: revert or change it and release again, or, if it is good`,
      `after all, npx dynconf redeploy ${target.stack} --reason "…" (wave ${target.wave}) and then go on.`,
    ];
  return [`Release again when it answers, or decide: npx dynconf redeploy ${stack} --reason "…".`];
}

async function describe(
  client: AppConfigClient,
  {
    document: { component, profile },
    history: { applicationId, environmentId },
    deployment: { number: deploymentNumber, version: configurationVersion },
  }: { document: StackDocument; history: DocumentHistory; deployment: PastDeployment },
): Promise<string> {
  const reference = {
    component,
    profile,
    applicationId,
    environmentId,
    deploymentNumber,
    configurationVersion,
  };
  const [first = ''] = describeRollback(reference, await getDeployment(client, reference)).split('\n');
  return first.replace(`${documentName(reference)}: `, '');
}
