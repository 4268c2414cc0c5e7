import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { Construct } from 'constructs';
import type { ArtifactName } from '../../delivery/pipeline/delivery-plan';
import { policyDocument, type Statement, tlsOnly } from '../policies/policy';

export interface ArtifactStoreProps {
  /** Globally unique. */
  readonly bucketName: string;
  readonly keepDays: number;
}

/** Of reports that CodeBuild exports. */
export const REPORTS_PREFIX = 'reports';
const LOOK_AT_BUCKET = ['s3:GetBucketLocation', 's3:GetBucketVersioning'];
const ENCRYPT = ['kms:Encrypt', 'kms:GenerateDataKey'];

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

  /** What an action needs to take its inputs: CodePipeline puts them under `<pipeline>/<artifact>/`. */
  readStatements(names: readonly ArtifactName[]): Statement[] {
    return [
      {
        Sid: 'ReadArtifacts',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Resource: names.map((name) => `${this.bucketArn}/dynconf-*/${name}/*`),
      },
      { Sid: 'ArtifactBucket', Effect: 'Allow', Action: LOOK_AT_BUCKET, Resource: this.bucketArn },
      { Sid: 'DecryptArtifacts', Effect: 'Allow', Action: ['kms:Decrypt'], Resource: this.keyArn },
    ];
  }

  /** What an action needs to leave an output. */
  writeStatements(name: ArtifactName): Statement[] {
    return this.putStatements('WriteArtifacts', `dynconf-*/${name}/*`);
  }

  /** Reports stay longer than CodeBuild's 30 days, and lie where no pipeline looks for artifacts. */
  reportStatements(): Statement[] {
    return this.putStatements('WriteReports', `${REPORTS_PREFIX}/*`);
  }

  private putStatements(Sid: string, keys: string): Statement[] {
    return [
      { Sid, Effect: 'Allow', Action: 's3:PutObject', Resource: `${this.bucketArn}/${keys}` },
      { Sid: `${Sid}Encrypted`, Effect: 'Allow', Action: ENCRYPT, Resource: this.keyArn },
    ];
  }

  private get bucketArn(): string {
    return `arn:aws:s3:::${this.bucketName}`;
  }

  /** What CodePipeline needs to hand on what actions take and leave. */
  accessStatements(): Statement[] {
    const bucket = this.bucketArn;
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
        Action: LOOK_AT_BUCKET,
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
