import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { StateBucketResources } from '../delivery/state-resources';
import { policyDocument } from './policies/policy';
import { stateBucketStatements } from './policies/state-policies';

export interface StateBucketProps {
  readonly resources: StateBucketResources;
  /** Whose bucket it is. */
  readonly account: string;
  /** ARN, or what else KMS knows a key by. */
  readonly keyArn: string;
  readonly provider: TerraformProvider;
}

/** Long enough to notice that a state is wrong, and to go back. */
const KEPT_DAYS = 365;
const UPLOAD_DAYS = 7;

/** Where Terraform's states lie: every version kept for a year, TLS only, nothing public, a prefix per environment. */
export class StateBucket extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: StateBucketProps,
  ) {
    super(scope, id);
    const { resources, provider } = props;
    const { bucket } = new S3Bucket(this, 'Bucket', {
      bucket: resources.bucket,
      provider,
      lifecycle: { preventDestroy: true },
    });
    const versioning = new S3BucketVersioningA(this, 'Versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
      provider,
    });
    this.addEncryption(bucket);
    this.addLifecycle(bucket).node.addDependency(versioning);
    this.closeToOthers(bucket);
  }

  private addEncryption(bucket: string): void {
    new S3BucketServerSideEncryptionConfigurationA(this, 'Encryption', {
      bucket,
      // No bucket key: with it the key could not tell one environment's states from another's.
      rule: [
        {
          bucketKeyEnabled: false,
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: this.props.keyArn },
        },
      ],
      provider: this.props.provider,
    });
  }

  private addLifecycle(bucket: string): S3BucketLifecycleConfiguration {
    return new S3BucketLifecycleConfiguration(this, 'Lifecycle', {
      bucket,
      rule: [
        {
          id: 'old-versions',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [{ noncurrentDays: KEPT_DAYS }],
          // Each unlock leaves a marker behind.
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: UPLOAD_DAYS }],
        },
      ],
      provider: this.props.provider,
    });
  }

  private closeToOthers(bucket: string): void {
    const { resources, account, provider } = this.props;
    const closed = new S3BucketPublicAccessBlock(this, 'PublicAccessBlock', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
      provider,
    });
    new S3BucketOwnershipControls(this, 'OwnershipControls', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
      provider,
    });
    new S3BucketPolicy(this, 'Policy', {
      bucket,
      policy: policyDocument(stateBucketStatements(resources, account)),
      provider,
      // S3 refuses two changes of a bucket's access at once.
      dependsOn: [closed],
    });
  }
}
