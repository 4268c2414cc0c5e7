import type { StackKind } from '../compiler/names';
import type { Tools } from '../compiler/project';

/**
 * The roles of the tools account: what runs there is trusted by name in the environments' accounts, so the names
 * are fixed.
 */
export const TOOLS_ROLES = {
  pipeline: 'dynconf-pipeline',
  build: 'dynconf-build',
  /** Signs artifacts, and runs nothing of them. */
  sign: 'dynconf-sign',
  /** Asks who reviewed a commit, and runs nothing of it. */
  review: 'dynconf-review',
  /** Plans the pipelines and the roles, before anybody has said yes to them. */
  inspect: 'dynconf-inspect',
  /** Applies the pipelines and the roles. */
  platform: 'dynconf-platform',
  /** Removes temporary environments that have expired. */
  expire: 'dynconf-expire',
} as const;

/** What removes a temporary environment, followed by its name. */
export const REMOVE_PREFIX = 'dynconf-remove-';

export function removeRoleName(environment: string): string {
  return `${REMOVE_PREFIX}${environment}`;
}

/** Of projects that each environment has its own of. */
export const RELEASE_PREFIX = 'dynconf-release-';
export const TEST_PREFIX = 'dynconf-test-';

/**
 * What runs the actions of one environment in the account of the tools: one role each, so that what runs in beta can
 * take on no role of prod before somebody has said yes to prod.
 */
export function releaseRoleName(environment: string): string {
  return `${RELEASE_PREFIX}${environment}`;
}

/**
 * What runs the tests of one environment: commands of its own file. It takes on the role that looks at this
 * environment, and at no other.
 */
export function testRoleName(environment: string): string {
  return `${TEST_PREFIX}${environment}`;
}

/** What each delivery pipeline is in AWS: one role per workload. */
export function pipelineRoleName(workload?: string): string {
  return workload === undefined ? TOOLS_ROLES.pipeline : `${TOOLS_ROLES.pipeline}-${workload}`;
}

export function pipelineRoleNames({ workloads }: Pick<Tools, 'workloads'>): string[] {
  const names = Object.keys(workloads);
  return names.length === 0 ? [pipelineRoleName()] : names.map(pipelineRoleName);
}

/** What deploys one kind of stack in one environment. At most 64 characters: environment names have 32 at most. */
export function deployRoleName(environment: string, kind: StackKind): string {
  return `dynconf-deploy-${environment}-${kind}`;
}

/** What looks and changes nothing: awaiting, gates, verification. */
export function readRoleName(environment: string): string {
  return `dynconf-read-${environment}`;
}

/** What CodePipeline itself looks at health alarms with, for the conditions of stages. */
export function watchRoleName(environment: string): string {
  return `dynconf-watch-${environment}`;
}

/** What plans the roles of an environment and changes nothing. */
export function inspectRoleName(environment: string): string {
  return `dynconf-inspect-${environment}`;
}

/** What changes the roles of an environment: the access stack, applied by the platform pipeline. */
export function platformRoleName(environment: string): string {
  return `dynconf-platform-${environment}`;
}

/** Roles and policies that foundation makes are under it, and nothing else is. */
export function foundationPath(environment: string): string {
  return `/dynconf/${environment}/`;
}

/** What limits the roles that foundation makes; not under its path, for it may not change this. */
export function boundaryName(environment: string): string {
  return `dynconf-boundary-${environment}`;
}

/** What limits the roles of an access stack; `tools` is the owner of those in the account of the tools. */
export function rolesBoundaryName(owner: string): string {
  return `dynconf-roles-${owner}`;
}

/** What limits the roles of an access stack that only look, and that run before anybody has said yes. */
export function looksBoundaryName(environment: string): string {
  return `dynconf-looks-${environment}`;
}

export function boundaryArn({ name, account }: { readonly name: string; readonly account: string }): string {
  return policyArn(account, boundaryName(name));
}

export function policyArn(account: string, name: string): string {
  return `arn:aws:iam::${account}:policy/${name}`;
}

export function roleArn(account: string, name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

/** Said by the pipeline whenever it takes a role on: a role is not taken on by mistake for another. */
export function externalId(roleName: string): string {
  return `dynconf:${roleName}`;
}
