import type { StateBucketResources, StateTenant } from '../../delivery/state-resources';
import type { Statement } from './policy';

/** What Terraform lists at every init, looking for workspaces; there are none, so nothing is learned from it. */
const WORKSPACE_PREFIX = 'env:/';

/** Who else writes into the bucket, or deletes from it, is none of the roles that a release runs as. */
const RELEASE_ROLES = roles('*');
/** Roles that only look, in any account. */
const LOOKING_ROLES = ['read', 'inspect', 'plan'].map((kind) => roles(`${kind}-*`));
/** Those that plan and apply the stack of an environment's roles, or look at it for a pull request. */
const ACCESS_ROLES = ['platform', 'inspect', 'plan'].map((kind) => roles(`${kind}-*`));
/** The states that each of these may write: a release of flags must not say what there is of roles. */
const WRITTEN_BY = [
  { writer: 'deploy-*-foundation', states: '*-foundation' },
  { writer: 'deploy-*-flags', states: '*-flags' },
  { writer: 'deploy-*-operations', states: '*-operations' },
  { writer: 'platform-*', states: '*/access-*' },
];

function roles(name: string): string {
  return `arn:aws:iam::*:role/dynconf-${name}`;
}

/**
 * Each environment's roles reach their own states, each kind writes those of its own stacks, and nothing else in the
 * bucket.
 *
 * A role can be named as the principal of a policy only once it exists, and these come later: so the principal is
 * their account, and the condition names them. S3 takes 20 KB of policy, an environment is about 1.2 KB of it.
 */
export function stateBucketStatements(
  { bucket, tenants }: StateBucketResources,
  account: string,
): Statement[] {
  const arn = `arn:aws:s3:::${bucket}`;
  return [
    ...objectDenials(arn),
    // A state is overwritten, and a lock is removed.
    {
      ...denial('StatesStay', ['s3:DeleteObject', 's3:DeleteObjectVersion']),
      NotResource: `${arn}/*.tflock`,
      Condition: { ArnLike: { 'aws:PrincipalArn': RELEASE_ROLES } },
    },
    {
      ...denial('ReadersRead', WRITE),
      Resource: `${arn}/*`,
      Condition: { ArnLike: { 'aws:PrincipalArn': LOOKING_ROLES } },
    },
    ...WRITTEN_BY.map(({ writer, states }): Statement => ({
      ...denial(undefined, WRITE),
      NotResource: `${arn}/${states}.tfstate*`,
      Condition: { ArnLike: { 'aws:PrincipalArn': roles(writer) } },
    })),
    ...(tenants.length > 0 ? [accessStates(tenants, arn)] : []),
    ...tenants.flatMap((tenant) => tenantStatements(tenant, arn)),
    ...tenants.filter((tenant) => tenant.account === account).map((tenant) => staysWithItsOwn(tenant, arn)),
  ];
}

const WRITE = ['s3:PutObject', 's3:DeleteObject'];

/** Whoever writes such a state says which roles there are to whoever applies it; and what it says is nobody else's. */
function accessStates(tenants: readonly StateTenant[], bucket: string): Statement {
  return {
    ...denial('RolesStay', ['s3:GetObject', 's3:GetObjectVersion', ...WRITE]),
    Resource: tenants.map(({ environment }) => `${bucket}/${environment}/access-${environment}.tfstate*`),
    Condition: {
      ArnLike: { 'aws:PrincipalArn': RELEASE_ROLES },
      ArnNotLike: { 'aws:PrincipalArn': ACCESS_ROLES },
    },
  };
}

function objectDenials(bucket: string): Statement[] {
  return [
    {
      ...denial('TlsOnly', 's3:*'),
      Resource: [bucket, `${bucket}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      ...denial('EncryptedWithTheKeyOnly', 's3:PutObject'),
      Resource: `${bucket}/*`,
      // Without the header S3 takes the bucket's own key.
      Condition: {
        StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
        Null: { 's3:x-amz-server-side-encryption': 'false' },
      },
    },
  ];
}

function tenantStatements(tenant: StateTenant, bucket: string): Statement[] {
  const { environment, writers, readers } = tenant;
  const states = `${bucket}/${environment}/*.tfstate`;
  const everyone = [...writers, ...readers];
  return [
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: bucket,
      ...onlyFor(tenant, everyone, { StringLike: { 's3:prefix': [WORKSPACE_PREFIX, `${environment}/*`] } }),
    },
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      Resource: [states, `${states}.tflock`],
      ...onlyFor(tenant, everyone),
    },
  ];
}

/** In the bucket's own account a role needs no bucket policy: it has to be held back. */
function staysWithItsOwn({ environment, writers, readers }: StateTenant, bucket: string): Statement {
  return {
    ...denial(undefined, ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:DeleteObject']),
    NotResource: `${bucket}/${environment}/*`,
    Condition: { ArnEquals: { 'aws:PrincipalArn': [...writers, ...readers] } },
  };
}

function denial(
  Sid: string | undefined,
  Action: Statement['Action'],
): Pick<Statement, 'Sid' | 'Effect' | 'Principal' | 'Action'> {
  return { ...(Sid !== undefined && { Sid }), Effect: 'Deny', Principal: '*', Action };
}

/** The key of one region, and what it encrypts there. */
export interface StateKeyUse {
  /** Whose key it is. */
  readonly account: string;
  readonly region: string;
  readonly buckets: readonly StateBucketResources[];
}

/**
 * The key opens only what lies under the environment's prefix.
 *
 * The encryption context is the object's ARN only without S3's bucket keys (S3 user guide, SSE-KMS).
 */
export function stateKeyStatements({ account, region, buckets }: StateKeyUse): Statement[] {
  return [
    {
      Sid: 'AccountDecides',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: [...ADMINISTER_KEY, ...USE_KEY],
      Resource: '*',
    },
    ...buckets.flatMap(({ bucket, tenants }) =>
      tenants.map((tenant): Statement => {
        const { environment, writers, readers } = tenant;
        return {
          Effect: 'Allow',
          Action: USE_KEY,
          Resource: '*',
          ...onlyFor(tenant, [...writers, ...readers], {
            StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
            StringLike: { 'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${bucket}/${environment}/*` },
          }),
        };
      }),
    ),
  ];
}

const USE_KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];
const ADMINISTER_KEY = [
  ...['CancelKeyDeletion', 'CreateAlias', 'DeleteAlias', 'DescribeKey', 'EnableKeyRotation', 'GetKeyPolicy'],
  ...['GetKeyRotationStatus', 'ListResourceTags', 'PutKeyPolicy', 'ScheduleKeyDeletion', 'TagResource'],
  ...['UntagResource', 'UpdateAlias', 'UpdateKeyDescription'],
].map((action) => `kms:${action}`);

function onlyFor(
  { account }: StateTenant,
  roles: readonly string[],
  condition: Statement['Condition'] = {},
): Pick<Statement, 'Principal' | 'Condition'> {
  return {
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Condition: { ArnEquals: { 'aws:PrincipalArn': roles }, ...condition },
  };
}
