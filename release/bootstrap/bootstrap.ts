import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localStatePath } from '../../delivery/stack-files';
import {
  backendArguments,
  type FirstApply,
  initArguments,
  OVERRIDE_FILE,
  overrideText,
} from './bootstrap-plan';
import { ReleaseError } from '../release-error';
import type { OnReleaseEvent } from '../release-event';
import { openStack, type StackFolder } from '../terraform/stack-folder';
import { WAITS_FOR_LOCK } from '../terraform/state-lock';
import { Terraform } from '../terraform/terraform';

export interface BootstrapOptions {
  readonly cdktfOut: string;
  /** For Terraform, from terraformEnvironment(). */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onEvent: OnReleaseEvent;
  readonly signal?: AbortSignal;
}

/** What a state holds, as text to compare; Terraform gives it another lineage and serial when it moves. */
interface State {
  readonly content: string;
  readonly isEmpty: boolean;
}

interface Run {
  readonly step: FirstApply;
  readonly stack: StackFolder;
  readonly terraform: Terraform;
  readonly onEvent: OnReleaseEvent;
}

/** Of many stacks the first show where they are. */
const MOST_NAMED = 3;
/** Keys in the environment would outrank the profile (AWS SDK, order of credential providers). */
const OUTRANKING = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/**
 * Applies one stack for the first time; false when there was nothing to do.
 *
 * Each step looks at what is there, so a bootstrap that was killed at any point is finished by running it again.
 */
export async function applyFirst(step: FirstApply, options: BootstrapOptions): Promise<boolean> {
  const run = openRun(step, options);
  // What an earlier run may have left: it is decided anew where the state lies.
  rmSync(overrideOf(run), { force: true });
  if (step.backend.type === 's3' && (await startsLocally(run))) return applyLocally(run);
  tell(run, 'init', `terraform init of ${step.stack}`);
  await run.terraform.init(initArguments(step));
  const isChanged = await applyPlanned(run);
  forgetBackend(run);
  return isChanged;
}

/** Refuses what cannot be applied from here; of several stacks before the first of them is. */
export function requireOwnState(steps: readonly FirstApply[]): void {
  const stacks = steps.filter(({ backend }) => backend.type === 'cloud').map(({ stack }) => stack);
  if (stacks.length === 0) return;
  const which = `${stacks.slice(0, MOST_NAMED).join(', ')}${stacks.length > MOST_NAMED ? ` and ${stacks.length - MOST_NAMED} more` : ''}`;
  throw new ReleaseError(
    'usage',
    `HCP Terraform applies ${which}: start the workspaces in the order of \`npx dynconf pipeline --format json\` (docs/bootstrap.md), and name the other environments with --environment`,
  );
}

function openRun(step: FirstApply, { cdktfOut, env, onEvent, signal }: BootstrapOptions): Run {
  requireOwnState([step]);
  const stack = openStack(cdktfOut, step.stack);
  const kept = Object.entries(env).filter(([name]) => !OUTRANKING.includes(name));
  const terraform = new Terraform(stack, {
    env: { ...Object.fromEntries(kept), AWS_PROFILE: step.profile },
    ...(signal && { signal }),
    onMessage: (message) => {
      if (['apply_complete', 'apply_errored', WAITS_FOR_LOCK].includes(message.type))
        onEvent({ type: 'resource', text: message['@message'] });
    },
  });
  return { step, stack, terraform, onEvent };
}

/** True while the bucket is not there, or does not yet have what was applied before it was. */
async function startsLocally(run: Run): Promise<boolean> {
  const { step, stack } = run;
  const local = readState(localStateOf(run));
  const remote = await readRemoteState(run);
  if (remote === 'no bucket') {
    if (step.kind === 'state') return true;
    throw new ReleaseError(
      'prerequisite',
      `${stack.name}: there is no bucket for its state yet, apply state first`,
    );
  }
  if (local.isEmpty) return false;
  if (remote.isEmpty) return true;
  if (remote.content !== local.content) {
    throw new ReleaseError(
      'refused',
      `${stack.name} has two states that differ, one in the bucket and one in ${localStateOf(run)}: remove the wrong one`,
    );
  }
  removeLocalState(run);
  return false;
}

async function readRemoteState({ terraform, step }: Run): Promise<State | 'no bucket'> {
  try {
    await terraform.init(initArguments(step));
  } catch (error) {
    if (error instanceof ReleaseError && /NoSuchBucket|bucket "[^"]*" does not exist/.test(error.message))
      return 'no bucket';
    throw error;
  }
  return parseState(await terraform.pullState());
}

async function applyLocally(run: Run): Promise<boolean> {
  const { step, stack, terraform } = run;
  tell(run, 'init', `terraform init of ${step.stack}, with its state on this machine`);
  writeFileSync(overrideOf(run), overrideText(stack.name));
  await terraform.init(['-reconfigure']);
  const isChanged = await applyPlanned(run);
  rmSync(overrideOf(run));
  tell(run, 'init', `moving the state of ${step.stack} into the bucket`);
  await terraform.init(['-migrate-state', '-force-copy', ...backendArguments(step)]);
  await requireMoved(run);
  removeLocalState(run);
  forgetBackend(run);
  return isChanged;
}

async function applyPlanned(run: Run): Promise<boolean> {
  const { stack, terraform } = run;
  const secretFolder = mkdtempSync(join(tmpdir(), 'dynconf-bootstrap-'));
  try {
    tell(run, 'plan', `terraform plan of ${stack.name}`);
    const plan = await terraform.plan(join(secretFolder, 'first.tfplan'));
    if (!plan.isNeeded) return false;
    tell(run, 'apply', `terraform apply: ${plan.changes.length} resources`);
    await terraform.apply(plan);
    return true;
  } finally {
    rmSync(secretFolder, { recursive: true, force: true });
  }
}

async function requireMoved(run: Run): Promise<void> {
  const moved = parseState(await run.terraform.pullState());
  const local = readState(localStateOf(run));
  // Terraform leaves the file as it was; were it empty, only the bucket could have it.
  if (!moved.isEmpty && (local.isEmpty || moved.content === local.content)) return;
  throw new ReleaseError(
    'failed',
    `the state of ${run.stack.name} did not arrive in the bucket: it is still in ${localStateOf(run)}`,
  );
}

function removeLocalState(run: Run): void {
  for (const file of [localStateOf(run), `${localStateOf(run)}.backup`]) rmSync(file, { force: true });
}

/** What was told about the backend is for administrators only: a release finds it by the role that it has. */
function forgetBackend({ stack }: Run): void {
  rmSync(join(stack.folder, '.terraform', 'terraform.tfstate'), { force: true });
}

function overrideOf({ stack }: Run): string {
  return join(stack.folder, OVERRIDE_FILE);
}

function localStateOf({ stack }: Run): string {
  return join(stack.folder, localStatePath(stack.name));
}

function readState(file: string): State {
  return parseState(existsSync(file) ? readFileSync(file, 'utf8') : '');
}

function parseState(text: string): State {
  const { resources = [], outputs = {} } = (text.trim() === '' ? {} : JSON.parse(text)) as StateFile;
  return { content: JSON.stringify({ resources, outputs }), isEmpty: resources.length === 0 };
}

interface StateFile {
  readonly resources?: readonly unknown[];
  readonly outputs?: Readonly<Record<string, unknown>>;
}

function tell({ onEvent }: Run, step: 'init' | 'plan' | 'apply', detail: string): void {
  onEvent({ type: 'step', step, detail });
}
