import { rmSync } from 'node:fs';
import {
  type AppConfigClient,
  GetAccountSettingsCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import { type AppConfigClients, connectAppConfig } from '../appconfig/appconfig-clients';
import { deleteVersions, profileIdsOf } from '../appconfig/delete-versions';
import { storedVersions } from '../appconfig/prune-versions';
import { ReleaseError } from '../release-error';
import type { OnReleaseEvent } from '../release-event';
import { describeRunning, findRunning } from '../appconfig/running-deployments';
import { unlessGone } from '../appconfig/unless-gone';
import { pause } from '../pause';
import { ENVIRONMENT, PROFILE } from '../terraform/resource-types';
import type { StackFolder } from '../terraform/stack-folder';
import { Terraform, type TerraformOptions } from '../terraform/terraform';
import { localStateFile, readState, type StateResource } from '../terraform/terraform-state';

/** The stacks of one target, and for an environment with roles of its own, these. */
export interface RemovalStacks {
  readonly foundation: StackFolder;
  /** In the order in which they are applied. */
  readonly releases: readonly StackFolder[];
}

export interface RemovalOptions {
  /** For Terraform, from terraformEnvironment(). */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onEvent: OnReleaseEvent;
  readonly signal?: AbortSignal;
  /** Try again until AWS no longer protects what an application has read lately. @default false */
  readonly waits?: boolean;
  /** A profile of the AWS configuration. @default - the default chain */
  readonly profile?: string;
  readonly sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

const RETRY_MINUTES = 5;
/** Of Terraform's backends in AWS. */
const NO_CREDENTIALS = /No valid credential sources|refresh cached credentials|ExpiredToken/;
/** AppConfig's own words (user guide, deletion protection). */
const STILL_READ = /is actively being used in your application and cannot be deleted/;

/**
 * Removes everything of one target from AWS and answers with how many resources the states knew.
 *
 * Each step looks at what is there: killed at any point, it is finished by running it again.
 */
export async function removeTarget(stacks: RemovalStacks, options: RemovalOptions): Promise<number> {
  const { foundation, releases } = stacks;
  const { profile } = options;
  const clients = connectAppConfig({ ...foundation.access, ...(profile !== undefined && { profile }) });
  try {
    const resources = await resourcesOf(foundation, options);
    await stopRunning(clients, resources, options);
    let destroyed = 0;
    for (const stack of [...releases].reverse()) destroyed += await destroyStack(stack, options);
    await deleteLeftovers(clients.control, resources, options);
    return destroyed + (await destroyFoundation(clients.control, foundation, options));
  } finally {
    clients.destroy();
  }
}

/** Destroys what a stack's state knows, and answers with how many resources that were; often none. */
export async function destroyStack(stack: StackFolder, options: RemovalOptions): Promise<number> {
  const { length } = await resourcesOf(stack, options);
  if (length === 0) return 0;
  tell(options, `${stack.name}: ${length} resources`);
  const terraform = new Terraform(stack, terraformOptions(options));
  await terraform.init();
  await terraform.destroy();
  return length;
}

/** The synthesized stack, its state when that is a file, and the backups of it: they hold the documents in plain text. */
export function forgetStack(stack: StackFolder): void {
  const state = localStateFile(stack);
  if (state !== undefined) for (const file of [state, `${state}.backup`]) rmSync(file, { force: true });
  rmSync(stack.folder, { recursive: true, force: true });
}

async function resourcesOf(stack: StackFolder, options: RemovalOptions): Promise<readonly StateResource[]> {
  try {
    return (await readState(stack, terraformOptions(options))).resources;
  } catch (error) {
    throw error instanceof ReleaseError && error.kind === 'failed' ? unreadable(stack, error) : error;
  }
}

/** Only the state knows what is there, of an environment that was never deployed, too. */
function unreadable({ name }: StackFolder, { message }: ReleaseError): ReleaseError {
  const hasNobody = NO_CREDENTIALS.test(message);
  const why = hasNobody ? 'AWS credentials are missing or expired' : 'Terraform cannot read its state';
  return new ReleaseError(
    hasNobody ? 'prerequisite' : 'failed',
    `${name}: ${why}, so nothing is removed; of what was never deployed only the definition is to be deleted\n${message}`,
  );
}

function terraformOptions({ env, signal, profile }: RemovalOptions): TerraformOptions {
  const variables = profile === undefined ? env : { ...env, AWS_PROFILE: profile };
  return { env: variables, ...(signal && { signal }) };
}

/** What is rolling out has nowhere to arrive any more. */
async function stopRunning(
  { control }: AppConfigClients,
  resources: readonly StateResource[],
  options: RemovalOptions,
): Promise<void> {
  for (const { attributes } of resources.filter(({ type }) => type === ENVIRONMENT)) {
    const place = {
      applicationId: String(attributes['application_id']),
      environmentId: String(attributes['environment_id']),
    };
    const running = await unlessGone(findRunning(control, place));
    if (running?.DeploymentNumber === undefined) continue;
    tell(options, `stopping ${describeRunning(running)}`);
    await control.send(
      new StopDeploymentCommand({
        ApplicationId: place.applicationId,
        EnvironmentId: place.environmentId,
        DeploymentNumber: running.DeploymentNumber,
      }),
    );
  }
}

/**
 * Deletes the versions that no state knows: those that a release kept for a rollback, and those made by hand.
 *
 * AppConfig deletes no profile that still has one.
 */
async function deleteLeftovers(
  client: AppConfigClient,
  resources: readonly StateResource[],
  options: RemovalOptions,
): Promise<void> {
  for (const { type, attributes } of resources) {
    if (type !== PROFILE) continue;
    const profile = profileIdsOf({ attributes });
    const versions = (await unlessGone(storedVersions(client, profile))) ?? [];
    if (versions.length === 0) continue;
    tell(options, `${String(attributes['name'])} profile: stored versions ${versions.join(', ')}`);
    await deleteVersions(client, profile, versions);
  }
}

/** AWS does not say when something was last read: the only way to learn that it is protected is to try. */
async function destroyFoundation(
  client: AppConfigClient,
  stack: StackFolder,
  options: RemovalOptions,
): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await destroyStack(stack, options);
    } catch (error) {
      if (!(error instanceof ReleaseError) || !STILL_READ.test(error.message)) throw error;
      const minutes = await protectionMinutes(client);
      const isOver = attempt * RETRY_MINUTES > minutes + RETRY_MINUTES;
      if (options.waits !== true || isOver) throw stillRead(stack, { minutes, isOver });
      options.onEvent({
        type: 'warning',
        text: `an application has read ${stack.name} in the last ${minutes} minutes: next try in ${RETRY_MINUTES}`,
      });
      await (options.sleep ?? pause)(RETRY_MINUTES * 60_000, options.signal);
      if (options.signal?.aborted === true) throw new ReleaseError('interrupted', 'waiting was interrupted');
    }
  }
}

function stillRead(
  { name }: StackFolder,
  { minutes, isOver }: { readonly minutes: number; readonly isOver: boolean },
): ReleaseError {
  const advice = isOver
    ? 'It is still being read: stop what reads it, then run this again.'
    : `Stop what reads it and run this again in ${minutes} minutes, or now with --wait.`;
  return new ReleaseError(
    'refused',
    `${name}: AWS deletes nothing that an application has read in the last ${minutes} minutes (deletion protection).\n${advice}`,
  );
}

/** AppConfig's default is an hour. */
async function protectionMinutes(client: AppConfigClient): Promise<number> {
  const { DeletionProtection: protection } = await client.send(new GetAccountSettingsCommand({}));
  return protection?.ProtectionPeriodInMinutes ?? 60;
}

function tell({ onEvent }: RemovalOptions, detail: string): void {
  onEvent({ type: 'step', step: 'destroy', detail });
}
