import { posix } from 'node:path';
import { isLocal, PROFILES, TOOLS } from '../../compiler/names';
import type { Project } from '../../compiler/project';
import { localStatePath } from '../../delivery/stack-files';
import { type OrderedStack, stackOrder } from '../../delivery/stack-order';

/** The first apply of one stack, by an administrator of its account. */
export interface FirstApply {
  readonly stack: string;
  readonly kind: OrderedStack['kind'];
  readonly environment: string;
  readonly account: string;
  readonly backend: OrderedStack['backend'];
  /** The AWS profile that it is applied with. */
  readonly profile: string;
  /** The AWS profile that reaches the state, where that is another one: the bucket is in the account of the tools. */
  readonly stateProfile?: string;
  /** What a person would type, in the project's folder. */
  readonly commands: readonly string[];
}

export interface BootstrapScope {
  /** Environments, or `tools`. @default - all of them */
  readonly environments?: readonly string[];
  /** Environment or account → AWS profile. @default dynconf-<environment> */
  readonly profiles?: Readonly<Record<string, string>>;
  /** As it is typed. */
  readonly cdktfOut: string;
}

/** Terraform reads files of this ending last: it puts the state beside the checkout while there is no bucket. */
export const OVERRIDE_FILE = 'backend_override.tf.json';

export function overrideText(stack: string): string {
  return JSON.stringify({ terraform: { backend: { local: { path: localStatePath(stack) } } } });
}

/** Flags and operations are the first release: it comes after. */
const RELEASED: readonly OrderedStack['kind'][] = PROFILES;

/** The ordered first applies: what the tools' account has, for access trusts roles in it, then environment by environment. */
export function planBootstrap(project: Project, scope: BootstrapScope): FirstApply[] {
  const stacks = stackOrder(project).filter(({ kind }) => !RELEASED.includes(kind));
  const ofTools = stacks.filter(({ environment }) => environment === TOOLS);
  const ofEnvironments = project.environments
    .filter((environment) => !isLocal(environment))
    .flatMap(({ name }) => stacks.filter(({ environment }) => environment === name));
  const ordered = [...ofTools, ...ofEnvironments];
  const hasStateStack = ordered.some(({ kind }) => kind === 'state');
  return ordered
    .filter(({ environment }) => scope.environments?.includes(environment) ?? true)
    .map((stack) => firstApply(stack, { scope, hasStateStack }));
}

function firstApply(
  { stack, kind, environment, account, backend }: OrderedStack,
  { scope, hasStateStack }: { scope: BootstrapScope; hasStateStack: boolean },
): FirstApply {
  const { profiles = {} } = scope;
  const profileOf = (owner: string): string => profiles[owner] ?? `dynconf-${owner}`;
  const profile = profiles[account] ?? profileOf(environment);
  const ofTools = profileOf(TOOLS);
  const isElsewhere = backend.type === 's3' && hasStateStack && environment !== TOOLS && profile !== ofTools;
  const step = {
    stack,
    kind,
    environment,
    account,
    backend,
    profile,
    ...(isElsewhere && { stateProfile: ofTools }),
  };
  return { ...step, commands: commandsOf(step, scope.cdktfOut) };
}

function commandsOf(step: Omit<FirstApply, 'commands'>, cdktfOut: string): string[] {
  const { stack, kind, backend, profile } = step;
  const folder = `${cdktfOut}/stacks/${stack}`;
  const terraform = (args: string): string => `AWS_PROFILE=${profile} terraform -chdir=${folder} ${args}`;
  if (backend.type !== 's3' || kind !== 'state') {
    const init = ['init', ...initArguments(step)].join(' ');
    const forget = step.stateProfile === undefined ? [] : [`rm ${folder}/.terraform/terraform.tfstate`];
    return [terraform(init), terraform('apply'), ...forget];
  }
  return [
    `echo '${overrideText(stack)}' > ${folder}/${OVERRIDE_FILE}`,
    terraform('init -reconfigure'),
    terraform('apply'),
    `rm ${folder}/${OVERRIDE_FILE}`,
    terraform('init -migrate-state -force-copy'),
    `rm ${posix.join(folder, localStatePath(stack))}*`,
  ];
}

/** Terraform takes `-reconfigure` for backends only, and refuses it where a `cloud` block is. */
export function initArguments(step: Pick<FirstApply, 'backend' | 'stateProfile'>): string[] {
  return step.backend.type === 'cloud' ? [] : ['-reconfigure', ...backendArguments(step)];
}

/** The administrator of an environment's account has no access to the bucket: its roles have. */
export function backendArguments({ stateProfile }: Pick<FirstApply, 'stateProfile'>): string[] {
  return stateProfile === undefined ? [] : [`-backend-config=profile=${stateProfile}`];
}
