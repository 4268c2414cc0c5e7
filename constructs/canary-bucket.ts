import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { Construct } from 'constructs';
import { policyDocument, tlsOnly } from './policies/policy';

/** A run that failed is looked into within days. */
export const KEPT_DAYS = 31;

/** Where a canary leaves what its runs wrote: TLS only, nothing public, gone after a month. */
export class CanaryBucket extends Construct {
  /** S3 takes what a canary brings once this is so. */
  readonly closed: S3BucketPublicAccessBlock;

  constructor(scope: Construct, id: string, bucketName: string) {
    super(scope, id);
    // Nothing in it is missed when the canary goes.
    const { bucket } = new S3Bucket(this, 'Bucket', { bucket: bucketName, forceDestroy: true });
    this.closed = new S3BucketPublicAccessBlock(this, 'PublicAccessBlock', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, 'Policy', {
      bucket,
      policy: policyDocument([tlsOnly(bucketName)]),
      // S3 refuses two changes of a bucket's access at once.
      dependsOn: [this.closed],
    });
    new S3BucketLifecycleConfiguration(this, 'Lifecycle', {
      bucket,
      rule: [
        { id: 'expire', status: 'Enabled', filter: [{ prefix: '' }], expiration: [{ days: KEPT_DAYS }] },
      ],
    });
  }
}
