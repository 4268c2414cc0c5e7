import { closeRun, type Deployed, type DeployOptions, deployStack, openRun } from './deploy';
import { isTakenBack } from '../../delivery/deployment-states';
import { getDeployment } from '../appconfig/get-deployment';
import { badDocuments } from './look-first';
import { quickLook } from './quick-look';
import { type DeploymentReference, documentName } from '../release-event';
import { ReleaseError } from '../release-error';
import { type Run, warn } from './release-run';
import type { StackDocument, StackFolder } from '../terraform/stack-folder';
import { replacedByHand } from './stale-deployments';
import type { StateResource } from '../terraform/terraform-state';

export interface RedeployOptions extends DeployOptions {
  /** Why the document is good after all; the person who decides says it. */
  readonly reason: string;
  /** Why the bake of what is served there has failed, one sentence each. @default - nothing has */
  readonly failedBake?: () => Promise<readonly string[]>;
}

/** What a person decides about by giving a reason. */
interface Decision {
  /** Addresses of deployments that the state has, and that did not last. */
  readonly replace: readonly string[];
  readonly pardoned: readonly string[];
}

/**
 * Deploys again what was rolled back, unchanged: the alarm was wrong, and a person says so.
 *
 * Only the deployment is replaced. Replacing the version as well would delete the one that is to be deployed. A
 * document that was rolled back in another region only, or in whose place somebody deployed something by hand, is
 * released by this, too. Once it is COMPLETE, later waves take it for good. Where nothing was rolled back and the bake
 * has failed, everything is deployed again: a new bake counts from then.
 */
export async function redeployStack(stack: StackFolder, options: RedeployOptions): Promise<Deployed> {
  if (stack.documents.length === 0)
    throw new ReleaseError('usage', `${stack.name} deploys no documents: there is nothing to deploy again`);
  const run = openRun(stack, options);
  let decision: Decision;
  try {
    decision = await decide(run, options);
  } finally {
    closeRun(run);
  }
  if (decision.pardoned.length === 0) {
    throw new ReleaseError(
      'usage',
      `nothing of ${stack.name} was rolled back: \`npx dynconf deploy ${stack.name}\` releases it`,
    );
  }
  options.onEvent({
    type: 'warning',
    text: `deploying again ${decision.pardoned.join(', ')}: ${options.reason}`,
  });
  return deployStack(stack, { ...options, ...decision });
}

async function decide(run: Run, { trunk, failedBake }: RedeployOptions): Promise<Decision> {
  const { stack, clients } = run;
  const look = trunk && (await quickLook(clients.control, { stack, trunk }));
  // The state may know an older deployment than the one that made it good.
  const isGood = (document: StackDocument): boolean =>
    look?.documents.some(
      (one) => one.document === document && ['served', 'growing'].includes(one.standing),
    ) ?? false;
  const known = (await knownBad(run)).filter((document) => !isGood(document));
  const bad = look && trunk ? await badDocuments(run, trunk, look) : [];
  const byHand = look ? replacedByHand(look) : [];
  const pardoned = [...known, ...[...bad, ...byHand].map(({ document }) => document)].map(documentName);
  if (pardoned.length === 0) {
    const alarms = (await failedBake?.()) ?? [];
    for (const text of alarms) warn(run, text);
    return alarms.length === 0 ? { replace: [], pardoned } : everythingOf(stack);
  }
  return {
    replace: known.map(({ deploymentAddress }) => deploymentAddress),
    pardoned: [...new Set(pardoned)],
  };
}

function everythingOf({ documents }: StackFolder): Decision {
  return {
    replace: documents.map(({ deploymentAddress }) => deploymentAddress),
    pardoned: documents.map(documentName),
  };
}

/**
 * Documents whose deployment, as the state has it, did not last.
 *
 * The resources themselves are asked: where an alarm was on from the start, the apply failed before it wrote outputs.
 */
async function knownBad({ stack, terraform, resources, clients }: Run): Promise<StackDocument[]> {
  await terraform.init();
  const bad: StackDocument[] = [];
  for (const { address, attributes } of await resources()) {
    const document = stack.documents.find(({ deploymentAddress }) => deploymentAddress === address);
    if (document === undefined) continue;
    const { State: state = '' } = await getDeployment(clients.control, referenceOf(document, attributes));
    if (isTakenBack(state)) bad.push(document);
  }
  return bad;
}

function referenceOf(
  { component, profile }: StackDocument,
  attributes: StateResource['attributes'],
): DeploymentReference {
  return {
    component,
    profile,
    applicationId: String(attributes['application_id']),
    environmentId: String(attributes['environment_id']),
    deploymentNumber: Number(attributes['deployment_number']),
    configurationVersion: String(attributes['configuration_version']),
  };
}
