import type { LookedDocument, QuickLook } from './quick-look';
import { documentName } from '../release-event';
import { DEPLOYMENT } from '../terraform/resource-types';
import type { StackDocument } from '../terraform/stack-folder';
import type { Plan } from '../terraform/terraform';

/** How this project describes what it uploads; what a person uploads by hand carries something else. */
const FINGERPRINT = /^sha256:[0-9a-f]{64}$/;

/** The plan starts a rollout of this document. */
export function isStarting({ changes }: Plan, { deploymentAddress }: StackDocument): boolean {
  return changes.some(
    ({ type, address, action }) =>
      type === DEPLOYMENT && address === deploymentAddress && (action === 'create' || action === 'replace'),
  );
}

/**
 * Documents that Terraform takes for deployed, while AppConfig serves another document of this project: a release was
 * killed before it wrote its state, and the commit was reverted since.
 *
 * What a person uploaded by hand, or what was rolled back, is deployed again only where a person says so: otherwise
 * the release ends red, for somebody to look at.
 */
export function staleDeployments(
  { documents }: QuickLook,
  plan: Plan,
  pardoned: readonly string[] = [],
): readonly LookedDocument[] {
  return documents.filter(({ document, standing, history }) => {
    if (isStarting(plan, document) || standing === 'served' || history?.newest === undefined) return false;
    if (pardoned.includes(documentName(document))) return true;
    const served = history.served?.fingerprint;
    const isOther = served !== undefined && served !== document.fingerprint && FINGERPRINT.test(served);
    return standing === 'behind' && isOther;
  });
}

/** Documents in whose place somebody deployed what does not come from this project. */
export function replacedByHand({ documents }: QuickLook): readonly LookedDocument[] {
  return documents.filter(({ standing, history }) => {
    const { fingerprint } = history?.served ?? {};
    const isForeign = fingerprint === undefined || !FINGERPRINT.test(fingerprint);
    return standing === 'behind' && history?.served !== undefined && isForeign;
  });
}
