import type { StateBucketResources, StateTenant } from '../delivery/state-resources';
import type { Statement } from './policy';

/** What Terraform lists at every init, looking for workspaces; there are none, so nothing is learned from it. */
const WORKSPACE_PREFIX = 'env:/';

/**
 * Each environment's roles reach their own states, and nothing else in the bucket.
 *
 * A role can be named as the principal of a policy only once it exists, and these come later: so the principal is
 * their account, and the condition names them.
 */
export function stateBucketStatements({ bucket, tenants }: StateBucketResources): Statement[] {
  const arn = `arn:aws:s3:::${bucket}`;
  return [
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Sid: 'EncryptedWithTheKeyOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: `${arn}/*`,
      // Without the header S3 takes the bucket's own key.
      Condition: {
        StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
        Null: { 's3:x-amz-server-side-encryption': 'false' },
      },
    },
    ...tenants.flatMap((tenant) => tenantStatements(tenant, arn)),
  ];
}

function tenantStatements(tenant: StateTenant, bucket: string): Statement[] {
  const { environment, writers, readers } = tenant;
  const states = `${bucket}/${environment}/*.tfstate`;
  const lock = `${states}.tflock`;
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
      Action: 's3:GetObject',
      Resource: [states, lock],
      ...onlyFor(tenant, everyone),
    },
    {
      Effect: 'Allow',
      Action: 's3:PutObject',
      Resource: [states, lock],
      ...onlyFor(tenant, writers),
    },
    {
      Effect: 'Allow',
      Action: 's3:DeleteObject',
      Resource: lock,
      ...onlyFor(tenant, writers),
    },
    {
      Effect: 'Deny',
      Principal: '*',
      Action: [
        's3:GetObject',
        's3:GetObjectVersion',
        's3:PutObject',
        's3:DeleteObject',
        's3:DeleteObjectVersion',
      ],
      NotResource: `${bucket}/${environment}/*`,
      Condition: { ArnEquals: { 'aws:PrincipalArn': everyone } },
    },
  ];
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
