import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { Construct } from 'constructs';
import { policyDocument, type Statement, tlsOnly } from './policy';

export interface ArtifactStoreProps {
  /** Globally unique. */
  readonly bucketName: string;
  readonly keepDays: number;
}

/** Where a pipeline's artifacts lie: one bucket and one key, TLS only, nothing public. */
export class ArtifactStore extends Construct {
  readonly bucketName: string;
  readonly keyArn: string;

  constructor(scope: Construct, id: string, { bucketName, keepDays }: ArtifactStoreProps) {
    super(scope, id);
    const key = new KmsKey(this, 'Key', {
      description: 'Artifacts of the delivery pipeline',
      enableKeyRotation: true,
    });
    new KmsAlias(this, 'Alias', { name: 'alias/dynconf-artifacts', targetKeyId: key.keyId });
    const { bucket } = new S3Bucket(this, 'Bucket', { bucket: bucketName });
    new S3BucketServerSideEncryptionConfigurationA(this, 'Encryption', {
      bucket,
      rule: [
        {
          bucketKeyEnabled: true,
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn },
        },
      ],
    });
    new S3BucketPublicAccessBlock(this, 'PublicAccessBlock', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketLifecycleConfiguration(this, 'Lifecycle', {
      bucket,
      rule: [{ id: 'expire', status: 'Enabled', filter: [{ prefix: '' }], expiration: [{ days: keepDays }] }],
    });
    new S3BucketPolicy(this, 'Policy', { bucket, policy: policyDocument([tlsOnly(bucketName)]) });
    this.bucketName = bucketName;
    this.keyArn = key.arn;
  }

  /** What an action needs to take its input and leave its output. */
  accessStatements(): Statement[] {
    const bucket = `arn:aws:s3:::${this.bucketName}`;
    return [
      {
        Sid: 'Artifacts',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
        Resource: `${bucket}/*`,
      },
      {
        Sid: 'ArtifactBucket',
        Effect: 'Allow',
        Action: ['s3:GetBucketLocation', 's3:GetBucketVersioning'],
        Resource: bucket,
      },
      {
        Sid: 'ArtifactKey',
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
        Resource: this.keyArn,
      },
    ];
  }
}
