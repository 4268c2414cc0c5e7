import type { StackKind } from '../compiler/names';

/**
 * The roles of the tools account: what runs there is trusted by name in the environments' accounts, so the names
 * are fixed.
 */
export const TOOLS_ROLES = {
  pipeline: 'dynconf-pipeline',
  build: 'dynconf-build',
  deploy: 'dynconf-deploy',
} as const;

/** What deploys one kind of stack in one environment. At most 64 characters: environment names have 32 at most. */
export function deployRoleName(environment: string, kind: StackKind): string {
  return `dynconf-deploy-${environment}-${kind}`;
}

/** What looks and changes nothing: awaiting, gates, verification. */
export function readRoleName(environment: string): string {
  return `dynconf-read-${environment}`;
}

export function roleArn(account: string, name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

/** Said by the pipeline whenever it takes a role on: a role is not taken on by mistake for another. */
export function externalId(roleName: string): string {
  return `dynconf:${roleName}`;
}
