import { join } from 'node:path';
import type { DocumentHistory } from '../appconfig/document-history';
import type { LookedDocument, QuickLook } from './quick-look';
import { documentName } from '../release-event';
import { type Run, tell } from './release-run';
import type { StackDocument } from '../terraform/stack-folder';
import type { StateResource } from '../terraform/terraform-state';

/**
 * Takes deployments into the state that it does not know: a release was killed after AppConfig had started one and
 * before Terraform wrote it down.
 *
 * Without that, Terraform would deploy once more what is served already, or stumble over the deployment before it.
 */
export async function adoptServed(run: Run, { documents }: QuickLook): Promise<void> {
  if (run.terraform.adopt === undefined) return;
  const served = documents.filter(({ standing }) => standing === 'served');
  if (served.length === 0) return;
  const known = await run.resources();
  for (const { document, history } of served) {
    if (history?.newest !== undefined) await adopt(run, { document, history, known, isDoubted: false });
  }
}

/**
 * Takes deployments into the state anew that a plan would start again although they are served: Terraform calls a
 * deployment tainted when the answer to its creation was lost.
 *
 * Answers whether there was one.
 */
export async function adoptAnew(run: Run, wrong: readonly LookedDocument[]): Promise<boolean> {
  if (run.terraform.adopt === undefined || wrong.length === 0) return false;
  const known = await run.resources();
  for (const { document, history } of wrong) {
    if (history?.newest !== undefined) await adopt(run, { document, history, known, isDoubted: true });
  }
  return true;
}

interface Adoption {
  readonly document: StackDocument;
  readonly history: DocumentHistory;
  readonly known: readonly StateResource[];
  /** What the state has is not believed, even where the numbers are right. */
  readonly isDoubted: boolean;
}

async function adopt(run: Run, { document, history, known, isDoubted }: Adoption): Promise<void> {
  const { terraform, secretFolder } = run;
  const { applicationId, environmentId, profileId, newest } = history;
  const has = (address: string, attribute: string, value: string): boolean =>
    known.some((one) => one.address === address && String(one.attributes[attribute]) === value);
  const { deploymentAddress, versionAddress } = document;
  const wanted = [
    {
      address: versionAddress,
      attribute: 'version_number',
      value: String(newest?.version),
      id: `${applicationId}/${profileId}/${newest?.version}`,
    },
    {
      address: deploymentAddress,
      attribute: 'deployment_number',
      value: String(newest?.number),
      id: `${applicationId}/${environmentId}/${newest?.number}`,
    },
  ].filter(({ address, attribute, value }) => isDoubted || !has(address, attribute, value));
  if (wanted.length === 0) return;
  const what = `deployment ${newest?.number} of version ${newest?.version}`;
  tell(run, 'adopt', `${documentName(document)}: ${what} is served, and the state does not know it`);
  const stale = wanted.map(({ address }) => address).filter((address) => isKnown(known, address));
  if (stale.length > 0) await terraform.forget(stale, join(secretFolder, 'stale.tfstate'));
  // Killed in between, the next run finds the same and goes on.
  for (const { address, id } of wanted) await terraform.adopt?.(address, id);
}

function isKnown(known: readonly StateResource[], address: string): boolean {
  return known.some((one) => one.address === address);
}
