import type { StackDocument } from '../../release/terraform/stack-folder';
import type { PlannedChange } from '../../release/terraform/terraform';
import type { TerraformProblem } from '../../release/terraform/terraform-problems';
import { type Instance, type ModelState, currentOf, resourceAt, typeOf } from './model-state';

type Action = 'noop' | 'create' | 'replace';

/** What is to happen to one document. */
export interface DocumentPlan {
  readonly document: StackDocument;
  readonly version: Action;
  readonly deployment: Action;
}

/** A saved plan: it knows the state that it was made from, and applies to no other. */
export interface ModelPlan {
  readonly serial: number;
  readonly refreshed: ModelState;
  readonly documents: readonly DocumentPlan[];
  /** In the state, no longer in the stack. */
  readonly leaving: readonly string[];
  readonly changes: readonly PlannedChange[];
  readonly problems: readonly TerraformProblem[];
  readonly isNeeded: boolean;
}

export interface PlanIntent {
  readonly serial: number;
  readonly documents: readonly StackDocument[];
  readonly replace: readonly string[];
}

const GOOD_STATES = ['VALIDATING', 'DEPLOYING', 'BAKING', 'COMPLETE'];

/**
 * What Terraform 1.11 and the AWS provider 5.100.0 plan for a release stack.
 *
 * A version is replaced when its description differs (ForceNew) and never for its content (ignore_changes); a
 * deployment when its version's number does. Both are created before their predecessor is destroyed.
 */
export function planOf(refreshed: ModelState, { serial, documents, replace }: PlanIntent): ModelPlan {
  const planned = documents.map((document) => planDocument(refreshed, document, replace));
  const ours = documents.flatMap(({ versionAddress, deploymentAddress }) => [
    deploymentAddress,
    versionAddress,
  ]);
  const leaving = Object.keys(refreshed.resources).filter((address) => !ours.includes(address));
  const changes = [
    ...planned.flatMap(changesOf),
    ...leaving.map((address) => changeOf(address, 'delete')),
    ...deposedIn(refreshed),
  ];
  const problems = planned.flatMap((plan) => brokenPostcondition(refreshed, plan));
  const isNeeded = changes.length > 0 || !outputsAreRight(refreshed, documents);
  return { serial, refreshed, documents: planned, leaving, changes, problems, isNeeded };
}

function planDocument(state: ModelState, document: StackDocument, replace: readonly string[]): DocumentPlan {
  const { versionAddress, deploymentAddress, fingerprint } = document;
  const version = actionFor(currentOf(state, versionAddress), ({ attributes }) => {
    return attributes['description'] !== fingerprint || replace.includes(versionAddress);
  });
  const number = currentOf(state, versionAddress)?.attributes['version_number'];
  const deployment = actionFor(currentOf(state, deploymentAddress), ({ attributes }) => {
    const isOther = version !== 'noop' || attributes['configuration_version'] !== String(number);
    return isOther || replace.includes(deploymentAddress);
  });
  return { document, version, deployment };
}

function actionFor(current: Instance | undefined, isReplaced: (instance: Instance) => boolean): Action {
  if (current === undefined) return 'create';
  return current.isTainted || isReplaced(current) ? 'replace' : 'noop';
}

function changesOf({ document, version, deployment }: DocumentPlan): PlannedChange[] {
  return [
    ...(version === 'noop' ? [] : [changeOf(document.versionAddress, version)]),
    ...(deployment === 'noop' ? [] : [changeOf(document.deploymentAddress, deployment)]),
  ];
}

function changeOf(address: string, action: PlannedChange['action']): PlannedChange {
  return { address, type: typeOf(address), action };
}

function deposedIn({ resources }: ModelState): PlannedChange[] {
  return Object.entries(resources).flatMap(([address, { deposed }]) =>
    deposed.map(() => changeOf(address, 'delete')),
  );
}

/** It looks at the planned object: one that is about to be replaced may have been rolled back. */
function brokenPostcondition(state: ModelState, { document, deployment }: DocumentPlan): TerraformProblem[] {
  const current = currentOf(state, document.deploymentAddress);
  return deployment === 'noop' && current !== undefined ? postconditionOf(document, current) : [];
}

export function postconditionOf(
  { component, profile, deploymentAddress }: StackDocument,
  { attributes }: Instance,
): TerraformProblem[] {
  const { state, deployment_number: number, configuration_version: version } = attributes;
  if (GOOD_STATES.includes(String(state))) return [];
  const detail = `${component} ${profile}: deployment ${number} of version ${version} is ${state}.`;
  return [
    { severity: 'error', summary: 'Resource postcondition failed', detail, address: deploymentAddress },
  ];
}

function outputsAreRight(state: ModelState, documents: readonly StackDocument[]): boolean {
  const numbers = documents.map(
    ({ deploymentAddress }) => resourceAt(state, deploymentAddress).current?.attributes['deployment_number'],
  );
  const written = state.deployments;
  return (
    written !== undefined &&
    written.length === numbers.length &&
    numbers.every((number, index) => written[index]?.deploymentNumber === number)
  );
}
