/** Rules of EventBridge and what they hand on to. */
export const RULE_VERBS = [
  ...['DescribeRule', 'PutRule', 'DeleteRule', 'ListTargetsByRule', 'PutTargets', 'RemoveTargets'],
];
/** The same of most services. */
export const TAG_VERBS = ['ListTagsForResource', 'TagResource', 'UntagResource'];
/** A bucket with a policy and an end of what is in it; the rest is what the provider asks of every bucket that it reads. */
export const BUCKET_VERBS = [
  ...['CreateBucket', 'ListBucket', 'GetBucketLocation'],
  ...['GetBucketPolicy', 'PutBucketPolicy', 'DeleteBucketPolicy'],
  ...['GetBucketPublicAccessBlock', 'PutBucketPublicAccessBlock'],
  ...['GetLifecycleConfiguration', 'PutLifecycleConfiguration', 'GetBucketTagging', 'PutBucketTagging'],
  ...['GetBucketAcl', 'GetBucketCORS', 'GetBucketWebsite', 'GetBucketVersioning', 'GetBucketLogging'],
  ...['GetAccelerateConfiguration', 'GetBucketRequestPayment', 'GetReplicationConfiguration'],
  ...['GetEncryptionConfiguration', 'GetBucketObjectLockConfiguration'],
];
/** A connection has two names in IAM (Developer Tools user guide): the older one still counts for older connections. */
export const USE_CONNECTION = ['codeconnections', 'codestar-connections'].flatMap((service) =>
  ['UseConnection', 'GetConnection', 'GetConnectionToken'].map((action) => `${service}:${action}`),
);
