import { isLocal, STACK_KINDS } from '../compiler/names';
import type { Backend, Environment, Project, Tools } from '../compiler/project';
import { accessResources, type RoleResources } from './access-resources';
import { roleArn } from './role-names';

/** What the `state` stack holds: every bucket that a backend of type s3 names, and the keys that nobody brought along. */
export interface StateResources {
  readonly account: string;
  /** Of the stack's own provider. */
  readonly region: string;
  readonly backend: Backend;
  /** By name. */
  readonly buckets: readonly StateBucketResources[];
}

export interface StateBucketResources {
  readonly bucket: string;
  readonly region: string;
  /** A key that exists already. @default - the state stack creates one per region */
  readonly kmsKey?: string;
  readonly tenants: readonly StateTenant[];
}

/** An environment whose states lie under a prefix of their own. */
export interface StateTenant {
  /** The name of the environment, and of its folder in the bucket. */
  readonly environment: string;
  readonly account: string;
  /** Exact roles, which may not exist yet. */
  readonly writers: readonly string[];
  /** Only read. */
  readonly readers: readonly string[];
}

export const STATE_STACK = 'state';
/** The alias of the key that the state stack creates in each region with a bucket. */
export const STATE_KEY_ALIAS = 'alias/dynconf-state';

/** Not the role that only watches alarms. */
const WRITERS: readonly RoleResources['kind'][] = [...STACK_KINDS, 'platform', 'remove'];
const READERS: readonly RoleResources['kind'][] = ['read', 'inspect'];

type S3Backend = Extract<Backend, { type: 's3' }>;

/** Names what the state stack creates; nothing without a backend in S3, or without an account to create it in. */
export function stateResources({ environments, tools }: Project): StateResources | undefined {
  if (!tools) return undefined;
  const delivered = environments.filter((environment) => !isLocal(environment));
  const backends = [tools.backend, ...delivered.map(({ backend }) => backend)].filter(isS3);
  if (backends.length === 0) return undefined;
  const { account, region, backend } = tools;
  const names = [...new Set(backends.map(({ bucket }) => bucket))].sort();
  return {
    account,
    region,
    backend,
    buckets: names.map((name) => {
      const named = backends.filter(({ bucket }) => bucket === name);
      const tenants = delivered.filter(({ backend }) => isS3(backend) && backend.bucket === name);
      return bucketResources(named, { tenants, tools });
    }),
  };
}

/** A key that the backends leave out is the one of the state stack, named by its alias: it is known before it exists. */
export function withStateKeys(project: Project): Project {
  const { environments, tools } = project;
  if (!tools) return project;
  const complete = (backend: Backend): Backend =>
    backend.type === 's3' && backend.kmsKey === undefined
      ? { ...backend, kmsKey: stateKeyArn(backend.region, tools) }
      : backend;
  return {
    ...project,
    environments: environments.map((environment) => ({
      ...environment,
      backend: complete(environment.backend),
    })),
    tools: { ...tools, backend: complete(tools.backend) },
  };
}

function bucketResources(
  named: readonly S3Backend[],
  { tenants, tools }: { tenants: readonly Environment[]; tools: Tools },
): StateBucketResources {
  const { bucket = '', region = '' } = named[0] ?? {};
  const own = stateKeyArn(region, tools);
  const brought = named.map(({ kmsKey }) => kmsKey).find((key) => key !== undefined && key !== own);
  return {
    bucket,
    region,
    ...(brought !== undefined && { kmsKey: brought }),
    tenants: tenants.map((environment) => tenantOf(environment, tools)),
  };
}

function tenantOf(environment: Environment, tools: Tools): StateTenant {
  const { name, account } = environment;
  const { roles, plan } = accessResources(environment, tools);
  const arns = (wanted: (role: RoleResources) => boolean): string[] =>
    roles.filter(wanted).map((role) => roleArn(account, role.name));
  return {
    environment: name,
    account,
    writers: arns(({ kind }) => WRITERS.includes(kind)),
    readers: [...arns(({ kind }) => READERS.includes(kind)), ...(plan ? [roleArn(account, plan.name)] : [])],
  };
}

function stateKeyArn(region: string, tools: Tools): string {
  return `arn:aws:kms:${region}:${tools.account}:${STATE_KEY_ALIAS}`;
}

function isS3(backend: Backend): backend is S3Backend {
  return backend.type === 's3';
}
