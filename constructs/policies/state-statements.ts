import type { StackKind } from '../../compiler/names';
import type { Backend } from '../../compiler/project';
import type { Statement } from './policy';

/** Where the states of an environment, or of the tools, lie. */
export interface StatePlace {
  /** The folder in the bucket. */
  readonly environment: string;
  readonly backend: Backend;
}

/** Stacks, `*` for what an author chooses. */
export interface StateReach {
  readonly reads: readonly string[];
  /** @default - none; what is written is read, too */
  readonly writes?: readonly string[];
}

/** The stacks of one kind in all targets of an environment; the end of the name is never an author's. */
function stacksOf(environment: string, kind: StackKind): string {
  return `${environment}-*-${kind}`;
}

/** The stacks of all targets: that of access is not among them. */
export function targetStatesOf(environment: string): string[] {
  return [
    stacksOf(environment, 'foundation'),
    stacksOf(environment, 'flags'),
    stacksOf(environment, 'operations'),
  ];
}

/**
 * What deploying one kind of stack takes: its own states, the foundation's outputs, and for a foundation a look at
 * what is still released.
 */
export function stateReachOf(environment: string, kind: StackKind): StateReach {
  const reads = kind === 'foundation' ? targetStatesOf(environment) : [stacksOf(environment, 'foundation')];
  return { reads, writes: [stacksOf(environment, kind)] };
}

/** Only the states that are named, and their lock files; HCP Terraform keeps its own. */
export function stateStatements(
  { environment, backend }: StatePlace,
  { reads, writes = [] }: StateReach,
): Statement[] {
  if (backend.type !== 's3') return [];
  const bucket = `arn:aws:s3:::${backend.bucket}`;
  const statesOf = (stacks: readonly string[]): string[] =>
    [...new Set(stacks)].map((stack) => `${bucket}/${environment}/${stack}.tfstate`);
  const locks = statesOf(writes).map((state) => `${state}.tflock`);
  return [
    {
      Sid: 'ListStates',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: bucket,
      // Terraform looks for workspaces under `env:/` at every init.
      Condition: { StringLike: { 's3:prefix': ['env:/', `${environment}/*`] } },
    },
    ...allowOn('ReadState', ['s3:GetObject'], statesOf(reads.filter((stack) => !writes.includes(stack)))),
    // A state and its lock; no name of a stack has a dot.
    ...allowOn(
      'WriteState',
      ['s3:GetObject', 's3:PutObject'],
      statesOf(writes).map((state) => `${state}*`),
    ),
    ...allowOn('UnlockState', ['s3:DeleteObject'], locks),
    ...(backend.kmsKey === undefined ? [] : [useStateKey(backend.kmsKey, writes.length > 0)]),
  ];
}

/** IAM refuses a statement about nothing. */
function allowOn(Sid: string, Action: readonly string[], Resource: readonly string[]): Statement[] {
  return Resource.length > 0 ? [{ Sid, Effect: 'Allow', Action, Resource }] : [];
}

/** An alias is no resource of a policy (KMS developer guide): the keys that carry it are. */
function useStateKey(kmsKey: string, writes: boolean): Statement {
  const [keys, alias] = kmsKey.split(/:(?=alias\/)/);
  const use: Statement = {
    Sid: 'UseStateKey',
    Effect: 'Allow',
    Action: writes ? ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'],
    Resource: kmsKey,
  };
  if (alias === undefined) return use;
  return {
    ...use,
    Resource: `${keys ?? ''}:key/*`,
    Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias } },
  };
}
