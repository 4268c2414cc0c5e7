import { connectAppConfig } from '../appconfig/appconfig-clients';
import { awaitDeployments } from '../appconfig/await-deployments';
import { isTakenBack } from '../../delivery/deployment-states';
import { type BadDocument, badElsewhere, badHere, describeBad, knownBad } from './known-bad';
import {
  isUpToDate,
  type LookedDocument,
  namesOf,
  type QuickLook,
  quickLook,
  referencesOf,
} from './quick-look';
import { documentName } from '../release-event';
import { type Run, tell, warn } from './release-run';
import type { Trunk } from './trunk';

/** What was found before Terraform starts. */
export interface FirstLook extends QuickLook {
  /** Terraform has nothing to do here. */
  readonly isFinished: boolean;
}

/**
 * Looks at what AppConfig has, before Terraform starts: what is known to be bad is refused, what an earlier run left
 * on its way is followed to its end.
 *
 * Absent: without the definitions nothing can be found by names, and a foundation has no documents.
 */
export async function lookFirst(run: Run): Promise<FirstLook | undefined> {
  const { stack, options, clients } = run;
  const { trunk } = options;
  if (trunk === undefined || stack.documents.length === 0) return undefined;
  tell(run, 'look', `what AppConfig has of ${stack.name}`);
  const look = await quickLook(clients.control, { stack, trunk });
  await requireNotBad(run, trunk, look);
  const growing = look.documents.filter(({ standing }) => standing === 'growing');
  if (growing.length === 0) {
    return { ...look, isFinished: isUpToDate(look) && (options.replace ?? []).length === 0 };
  }
  tell(run, 'await', `an earlier run has started ${namesOf(growing)}: following it to COMPLETE`);
  await awaitDeployments(clients.control, referencesOf(growing), options);
  // The run that started it may have ended before it wrote its state: Terraform has to look.
  return { ...(await quickLook(clients.control, { stack, trunk })), isFinished: false };
}

/** All documents of a stack that are known to be bad, here or in another region. */
export async function badDocuments(run: Run, trunk: Trunk, look: QuickLook): Promise<BadDocument[]> {
  const { stack, clients, connect = connectAppConfig } = run;
  const bad: BadDocument[] = [];
  for (const { document, history } of look.documents) {
    const found = history && (await badHere(clients.control, { document, history, trunk }));
    if (found) bad.push(found);
  }
  const documents = look.documents
    .filter(({ standing }) => standing === 'behind')
    .map(({ document }) => document);
  return [...bad, ...(await badElsewhere({ stack, trunk, documents, connect }))];
}

async function requireNotBad(run: Run, trunk: Trunk, look: QuickLook): Promise<void> {
  const { pardoned = [] } = run.options;
  const bad = await badDocuments(run, trunk, look);
  const isPardoned = ({ document }: BadDocument): boolean => pardoned.includes(documentName(document));
  for (const one of bad.filter(isPardoned)) warn(run, `released all the same: ${describeBad(one)}`);
  const refused = bad.filter((one) => !isPardoned(one));
  if (refused.length > 0) throw knownBad(run.stack, refused);
  for (const one of look.documents) warnOfUnknown(run, one);
}

/** AppConfig keeps the record of a deployment, and only the stored version says what was in it. */
function warnOfUnknown(run: Run, { document, history }: LookedDocument): void {
  const { newest } = history ?? {};
  if (newest === undefined || newest.fingerprint !== undefined || !isTakenBack(newest.state)) return;
  warn(
    run,
    `${documentName(document)}: deployment ${newest.number} is ${newest.state}, and its version ${newest.version} is deleted or not of this project: nobody can say whether it was this document`,
  );
}
