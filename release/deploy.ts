import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AwaitOptions, awaitDeployments } from './await-deployments';
import { deleteLeaving } from './delete-leaving';
import { KEPT_VERSIONS, pruneVersions } from './prune-versions';
import { type Reach, reachOf } from './reach';
import { type DeploymentReference, type ReleaseStep, documentName } from './release-event';
import { deploymentsOf } from './released-deployments';
import { settleRunning } from './settle-running';
import { HOSTED_VERSION, type StackFolder } from './stack-folder';
import type { Plan } from './terraform';
import { verifyDeployments } from './verify-deployments';

export interface DeployOptions extends AwaitOptions {
  /** For Terraform, from terraformEnvironment(). */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @default KEPT_VERSIONS */
  readonly keepVersions?: number;
  /** Addresses of deployments to start again although nothing changed. @default none */
  readonly replace?: readonly string[];
  /** @default the real Terraform and AppConfig */
  readonly reach?: Reach;
}

export interface Deployed {
  /** False: Terraform had nothing to do; the rollouts were checked all the same. */
  readonly isChanged: boolean;
  readonly deployments: readonly DeploymentReference[];
}

/** One run of a release: the stack, what it talks to, and where its secret files lie. */
interface Run extends Reach {
  readonly stack: StackFolder;
  readonly options: DeployOptions;
  /** Readable by this user only; plans and state backups contain the documents. */
  readonly secretFolder: string;
}

/**
 * Releases one stack: plan, keep the versions it would replace, apply, await, verify what is served, prune.
 *
 * Each step looks at what is there instead of remembering what was done, so a release that was killed at any point
 * is finished by running it again.
 */
export async function deployStack(stack: StackFolder, options: DeployOptions): Promise<Deployed> {
  const run: Run = {
    ...(options.reach ?? reachOf(stack, options)),
    stack,
    options,
    secretFolder: mkdtempSync(join(tmpdir(), 'dynconf-release-')),
  };
  try {
    return await releaseSteps(run);
  } finally {
    run.clients.destroy();
    rmSync(run.secretFolder, { recursive: true, force: true });
  }
}

async function releaseSteps(run: Run): Promise<Deployed> {
  const { stack, options, terraform, clients, secretFolder } = run;
  tell(run, 'init', `terraform init in ${stack.name}`);
  await terraform.init();
  tell(run, 'plan', `terraform plan of ${stack.name}`);
  const plan = await terraform.plan(join(secretFolder, 'first.tfplan'), options.replace);
  if (plan.isNeeded) await applySafely(run, plan);
  const deployments = await deploymentsOf(terraform);
  if (deployments.length > 0) {
    tell(run, 'await', `following ${deployments.length} rollouts to COMPLETE`);
    await awaitDeployments(clients.control, deployments, options);
    tell(run, 'verify', 'reading every document back as a consumer');
    await verifyDeployments(clients.data, stack, deployments);
    await prune(run, deployments);
  }
  return { isChanged: plan.isNeeded, deployments };
}

/** Applies what a plan wants, once nobody else is in the way, and without losing a version that a rollback needs. */
async function applySafely(run: Run, plan: Plan): Promise<void> {
  const { stack, options, terraform, clients, resources } = run;
  // Before anything is touched: a release that is refused leaves everything as it was.
  await settleRunning(clients.control, { stack, plan, known: await deploymentsOf(terraform) }, options);
  const keeping = await keepVersions(run, plan);
  await deleteLeaving(clients.control, { stack, plan: keeping, resources }, options.onEvent);
  tell(run, 'apply', summaryOf(keeping));
  await terraform.apply(keeping);
}

/**
 * The plan to apply: one that creates versions and deletes none.
 *
 * Terraform replaces a hosted version by deleting its predecessor, while the new one is still growing and a rollback
 * would need the old one. What the plan would replace is taken out of the state, so that a second plan creates the
 * new version beside it. Killed in between, the next run plans just that.
 */
async function keepVersions(run: Run, plan: Plan): Promise<Plan> {
  const { stack, options, terraform, secretFolder } = run;
  const replaced = plan.changes.filter(({ type, action }) => type === HOSTED_VERSION && action === 'replace');
  if (replaced.length === 0) return plan;
  const addresses = replaced.map(({ address }) => address);
  const kept = stack.documents.filter(({ versionAddress }) => addresses.includes(versionAddress));
  tell(run, 'keep', `keeping the stored version of ${kept.map(documentName).join(', ')}`);
  await terraform.forget(addresses, join(secretFolder, 'before.tfstate'));
  tell(run, 'plan', `terraform plan of ${stack.name}, nothing replaced`);
  return terraform.plan(join(secretFolder, 'second.tfplan'), options.replace);
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
      options.onEvent({ type: 'warning', text: `${documentName(deployment)}: old versions stay, ${why}` });
    }
  }
}

function summaryOf({ changes }: Plan): string {
  const count = (actions: readonly string[]): number =>
    changes.filter(({ action }) => actions.includes(action)).length;
  return `terraform apply: ${count(['create', 'replace'])} to add, ${count(['update'])} to change, ${count(['delete', 'replace'])} to destroy`;
}

function tell({ options }: Run, step: ReleaseStep, detail: string): void {
  options.onEvent({ type: 'step', step, detail });
}
