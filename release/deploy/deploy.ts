import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adoptAnew, adoptServed } from './adopt-served';
import { awaitDeployments } from '../appconfig/await-deployments';
import { deleteLeaving } from './delete-leaving';
import { holdBack } from './hold-back';
import { type FirstLook, lookFirst } from './look-first';
import { KEPT_VERSIONS, pruneVersions } from '../appconfig/prune-versions';
import { namesOf, referencesOf } from './quick-look';
import { reachOf } from './reach';
import { type DeploymentReference, documentName } from '../release-event';
import { ReleaseError } from '../release-error';
import { type Deployed, type DeployOptions, type Run, tell, warn } from './release-run';
import { deploymentsOf } from './released-deployments';
import { recordedFingerprints, settleRunning } from './settle-running';
import { HOSTED_VERSION } from '../terraform/resource-types';
import type { StackFolder } from '../terraform/stack-folder';
import { isStarting, staleDeployments } from './stale-deployments';
import type { Plan } from '../terraform/terraform';
import { requireTerraform } from '../terraform/terraform-environment';
import { verifyDeployments } from './verify-deployments';

export type { Deployed, DeployOptions } from './release-run';

/**
 * Releases one stack: look, gate, artifact, plan, keep the versions it would replace, apply, await, verify what is
 * served, prune.
 *
 * Each step looks at what is there instead of remembering what was done, so a release that was killed at any point
 * is finished by running it again.
 */
export async function deployStack(stack: StackFolder, options: DeployOptions): Promise<Deployed> {
  const run = openRun(stack, options);
  try {
    return await releaseSteps(run);
  } finally {
    closeRun(run);
  }
}

/** What a run holds is given back by closeRun(). */
export function openRun(stack: StackFolder, options: DeployOptions): Run {
  return {
    ...(options.reach ?? reachOf(stack, options)),
    stack,
    options,
    secretFolder: mkdtempSync(join(tmpdir(), 'dynconf-release-')),
  };
}

export function closeRun({ clients, secretFolder }: Run): void {
  clients.destroy();
  rmSync(secretFolder, { recursive: true, force: true });
}

async function releaseSteps(run: Run): Promise<Deployed> {
  const look = await lookFirst(run);
  const gate = onceOpen(run);
  if (look?.documents.some(({ standing }) => standing !== 'served')) await gate();
  await checkArtifact(run);
  if (look?.isFinished !== true) return terraformSteps(run, look, gate);
  try {
    return await checkServed(run, look);
  } catch (error) {
    if (!(error instanceof ReleaseError) || error.kind !== 'not-served') throw error;
    warn(run, 'by its versions all is deployed, and something else is served: Terraform has to look');
    return terraformSteps(run, inDoubt(look), gate);
  }
}

/**
 * As if nothing were known to be served.
 *
 * A version's number may be given again when the newest was deleted: the deployment of that number then is of a
 * document that nobody has any more.
 */
function inDoubt({ documents, ...look }: FirstLook): FirstLook {
  const behind = documents.map((one) => ({ ...one, standing: 'behind' as const }));
  return { ...look, documents: behind, isFinished: false };
}

async function terraformSteps(
  run: Run,
  look: FirstLook | undefined,
  gate: () => Promise<void>,
): Promise<Deployed> {
  const release = await planRelease(run, look);
  // A deployment that was in the way has ended: what was found and planned before may be wrong now.
  if (await makeRoom(run, release)) return releaseSteps(run);
  const { plan } = release;
  if (plan.isNeeded) {
    if (look === undefined || run.stack.documents.some((document) => isStarting(plan, document)))
      await gate();
    await applySafely(run, release);
  }
  const deployments = await deploymentsOf(run.terraform);
  if (deployments.length > 0) {
    tell(run, 'await', `following ${deployments.length} rollouts to COMPLETE`);
    await awaitDeployments(run.clients.control, deployments, run.options);
    await verifyAndPrune(run, deployments).catch((error: unknown) => {
      throw plan.isNeeded ? error : withWayOut(error, run);
    });
  }
  return { isChanged: plan.isNeeded, deployments };
}

/** Nothing was to be released, and something else is served: somebody deployed it over what Terraform knows. */
function withWayOut(error: unknown, { stack }: Run): unknown {
  if (!(error instanceof ReleaseError) || error.kind !== 'not-served') return error;
  return new ReleaseError(
    error.kind,
    `${error.message}\nSomebody else has deployed since: npx dynconf redeploy ${stack.name} --reason "…" puts it right.`,
  );
}

/** Every document is served by a deployment of its own: no Terraform is needed to say so. */
async function checkServed(run: Run, { documents }: FirstLook): Promise<Deployed> {
  const deployments = referencesOf(documents);
  await verifyAndPrune(run, deployments);
  return { isChanged: false, deployments };
}

interface PlannedRelease {
  readonly look: FirstLook | undefined;
  readonly plan: Plan;
  /** Addresses of deployments that the plan starts again. */
  readonly replace: readonly string[];
}

async function planRelease(run: Run, look: FirstLook | undefined): Promise<PlannedRelease> {
  const { stack, options, terraform } = run;
  if (options.reach === undefined) requireTerraform(options.env);
  tell(run, 'init', `terraform init in ${stack.name}`);
  await terraform.init();
  const { replace = [] } = options;
  if (look === undefined)
    return { look, replace, plan: await holdBack(run, await planOf(run, 'first', replace)) };
  await adoptServed(run, look);
  return correctPlan(run, look, await planOf(run, 'first', replace));
}

/** Where Terraform and AppConfig see things differently, AppConfig is right. */
async function correctPlan(run: Run, look: FirstLook, first: Plan): Promise<PlannedRelease> {
  const { replace = [], pardoned } = run.options;
  const again = look.documents.filter(
    ({ document, standing }) =>
      standing === 'served' && isStarting(first, document) && !replace.includes(document.deploymentAddress),
  );
  const plan = (await adoptAnew(run, again)) ? await planOf(run, 'adopted', replace) : first;
  const stale = staleDeployments(look, plan, pardoned);
  if (stale.length === 0) return { look, plan, replace };
  warn(
    run,
    `${namesOf(stale)}: AppConfig has another deployment than Terraform knows, so it is deployed again`,
  );
  const all = [...replace, ...stale.map(({ document }) => document.deploymentAddress)];
  return { look, plan: await planOf(run, 'stale', all), replace: all };
}

function planOf(run: Run, name: string, replace: readonly string[]): Promise<Plan> {
  tell(run, 'plan', `terraform plan of ${run.stack.name}${PLANS[name] ?? ''}`);
  return run.terraform.plan(join(run.secretFolder, `${name}.tfplan`), replace);
}

const PLANS: Readonly<Record<string, string>> = {
  adopted: ', with what is served',
  stale: ', deploying again',
  second: ', nothing replaced',
};

/** Before anything is touched: a release that is refused leaves everything as it was. */
async function makeRoom({ stack, options, clients, terraform, resources }: Run, release: PlannedRelease) {
  const { plan, look } = release;
  const isAllServed = look?.documents.every(({ standing }) => standing === 'served') ?? true;
  if (!plan.isNeeded && isAllServed) return false;
  const known = await deploymentsOf(terraform);
  const recorded = (): Promise<ReadonlySet<string>> => recordedFingerprints(resources);
  const intent = { stack, plan, known, recorded, look, trunk: options.trunk };
  return settleRunning(clients.control, intent, options);
}

/** Applies what a plan wants, without losing a version that a rollback needs. */
async function applySafely(run: Run, release: PlannedRelease): Promise<void> {
  const { stack, options, terraform, clients, resources } = run;
  const plan = await keepVersions(run, release);
  await deleteLeaving(clients.control, { stack, plan, resources }, options.onEvent);
  tell(run, 'apply', summaryOf(plan));
  await terraform.apply(plan);
}

/**
 * The plan to apply: one that creates versions and deletes none.
 *
 * Terraform replaces a hosted version by deleting its predecessor, while the new one is still growing and a rollback
 * would need the old one. What the plan would replace is taken out of the state, so that a second plan creates the
 * new version beside it. Killed in between, the next run plans just that.
 */
async function keepVersions(run: Run, { plan, replace }: PlannedRelease): Promise<Plan> {
  const { stack, terraform, secretFolder } = run;
  const replaced = plan.changes.filter(({ type, action }) => type === HOSTED_VERSION && action === 'replace');
  if (replaced.length === 0) return plan;
  const addresses = replaced.map(({ address }) => address);
  const kept = stack.documents.filter(({ versionAddress }) => addresses.includes(versionAddress));
  tell(run, 'keep', `keeping the stored version of ${kept.map(documentName).join(', ')}`);
  await terraform.forget(addresses, join(secretFolder, 'before.tfstate'));
  return planOf(run, 'second', replace);
}

async function verifyAndPrune(run: Run, deployments: readonly DeploymentReference[]): Promise<void> {
  tell(run, 'verify', 'reading every document back as a consumer');
  await verifyDeployments(run.clients.data, run.stack, deployments);
  await prune(run, deployments);
}

/** Housekeeping: it fails no release. */
async function prune(run: Run, deployments: readonly DeploymentReference[]): Promise<void> {
  const { clients, options } = run;
  for (const deployment of deployments) {
    try {
      const deleted = await pruneVersions(clients.control, deployment, options.keepVersions ?? KEPT_VERSIONS);
      if (deleted.length > 0)
        tell(run, 'prune', `${documentName(deployment)}: deleted stored version ${deleted.join(', ')}`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      warn(run, `${documentName(deployment)}: old versions stay, ${why}`);
    }
  }
}

/** Once per release: windows may close while it goes on. */
function onceOpen(run: Run): () => Promise<void> {
  let isAsked = false;
  return async () => {
    if (isAsked || run.options.gate === undefined) return;
    isAsked = true;
    tell(run, 'gate', 'alarms, blockers and windows');
    await run.options.gate();
  };
}

async function checkArtifact(run: Run): Promise<void> {
  if (run.options.artifact !== undefined) tell(run, 'check', await run.options.artifact());
}

function summaryOf({ changes }: Plan): string {
  const count = (actions: readonly string[]): number =>
    changes.filter(({ action }) => actions.includes(action)).length;
  return `terraform apply: ${count(['create', 'replace'])} to add, ${count(['update'])} to change, ${count(['delete', 'replace'])} to destroy`;
}
