import type { AppConfigClient } from '@aws-sdk/client-appconfig';
import { type AppConfigClients } from './appconfig-clients';
import { getDeployment } from './await-deployments';
import { describeRollback } from './describe-rollback';
import { DocumentHistories, type DocumentHistory, endedBadly, type PastDeployment } from './document-history';
import { documentName } from './release-event';
import { ReleaseError } from './release-error';
import type { AppConfigAccess, StackDocument, StackFolder } from './stack-folder';
import { documentIn, type Trunk, type TrunkTarget } from './trunk';

/** A document, and a deployment of it that did not last. */
export interface BadDocument {
  readonly document: StackDocument;
  /** Where it happened. */
  readonly target: TrunkTarget;
  readonly isHere: boolean;
  /** `deployment 3 of version 3 is ROLLED_BACK, rolled back by the alarm …`. */
  readonly what: string;
}

/** What of a document happened where it is to be released; the newest deployment of the same content decides. */
export async function badHere(
  client: AppConfigClient,
  { document, history, trunk }: { document: StackDocument; history: DocumentHistory; trunk: Trunk },
): Promise<BadDocument | undefined> {
  const { ofWanted } = history;
  if (ofWanted === undefined || !endedBadly(ofWanted)) return undefined;
  const what = await describe(client, { document, history, deployment: ofWanted });
  return { document, target: trunk.here, isHere: true, what };
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
export async function badElsewhere({ stack, trunk, documents, connect }: Elsewhere): Promise<BadDocument[]> {
  const bad: BadDocument[] = [];
  for (const target of documents.length > 0 ? trunk.others : []) {
    const clients = connect({ ...stack.access, region: target.region });
    try {
      bad.push(...(await badIn(clients.control, { documents, target, trunk })));
    } finally {
      clients.destroy();
    }
  }
  return bad;
}

async function badIn(
  client: AppConfigClient,
  { documents, target, trunk }: { documents: readonly StackDocument[]; target: TrunkTarget; trunk: Trunk },
): Promise<BadDocument[]> {
  const histories = new DocumentHistories(client);
  const bad: BadDocument[] = [];
  for (const document of documents) {
    const there = documentIn(target, document);
    const isLater = target.order > trunk.here.order;
    if (there === undefined || (isLater && there.fingerprint !== document.fingerprint)) continue;
    const sought = { ...there, environment: trunk.environment };
    const history = await histories.look(sought, there.fingerprint);
    const deployment = history?.ofWanted;
    if (history === undefined || deployment === undefined || !endedBadly(deployment)) continue;
    const what = await describe(client, { document, history, deployment });
    bad.push({ document, target, isHere: false, what });
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
  const { target, isHere } = bad;
  const advice = isHere
    ? [
        'The document that the trunk holds is not the one that is served: revert or change it and release again,',
        `or, if it is good after all, npx dynconf redeploy ${name} --reason "…".`,
      ]
    : [
        `The same change is not released by ${name}: revert or change it and release again, or, if it is good`,
        `after all, npx dynconf redeploy ${target.stack} --reason "…" (wave ${target.wave}) and then go on.`,
      ];
  return [`${describeBad(bad)}.`, ...advice].join('\n');
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
