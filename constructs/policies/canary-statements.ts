import type { AccessScope } from './access-statements';
import { inAnyRegion } from './any-region';
import { allow, type Statement } from './policy';
import { BUCKET_VERBS, TAG_VERBS } from './verbs';

/** What deploying a canary takes: Synthetics makes a function and a layer with the permissions of who asks for it. */
export function deployCanaryStatements(scope: AccessScope): Statement[] {
  const { environment, account, regions, canaryBuckets } = scope;
  if (canaryBuckets.length === 0) return [];
  const in_ = (service: string, rest: string): string[] =>
    regions.map((region) => `arn:aws:${service}:${region}:${account}:${rest}`);
  const buckets = inAnyRegion(canaryBuckets, regions).map((bucket) => `arn:aws:s3:::${bucket}`);
  return [
    allow('ManageCanary', MANAGE_CANARY, in_('synthetics', `canary:dynconf-${environment}-*`)),
    allow('ManageCanaryFunction', MANAGE_FUNCTION, in_('lambda', `function:cwsyn-dynconf-${environment}-*`)),
    allow('ManageCanaryLayer', MANAGE_LAYER, in_('lambda', `layer:cwsyn-dynconf-${environment}-*`)),
    allow('ManageCanaryBucket', MANAGE_BUCKET, buckets),
    allow(
      'EmptyCanaryBucket',
      ['s3:DeleteObject', 's3:DeleteObjectVersion'],
      buckets.map((bucket) => `${bucket}/*`),
    ),
  ];
}

/** CloudWatchSyntheticsFullAccess, AWS's own policy, as far as one canary needs it. */
const MANAGE_CANARY = [
  ...['CreateCanary', 'GetCanary', 'UpdateCanary', 'DeleteCanary', 'StartCanary', 'StopCanary'],
  ...TAG_VERBS,
].map((action) => `synthetics:${action}`);
const MANAGE_FUNCTION = [
  ...['CreateFunction', 'GetFunction', 'GetFunctionConfiguration', 'UpdateFunctionCode', 'DeleteFunction'],
  ...['UpdateFunctionConfiguration', 'PublishVersion', 'AddPermission'],
  ...['ListTags', 'TagResource', 'UntagResource'],
].map((action) => `lambda:${action}`);
const MANAGE_LAYER = ['PublishLayerVersion', 'GetLayerVersion', 'DeleteLayerVersion'].map(
  (action) => `lambda:${action}`,
);
const MANAGE_BUCKET = [...BUCKET_VERBS, 'DeleteBucket', 'ListBucketVersions'].map((verb) => `s3:${verb}`);
