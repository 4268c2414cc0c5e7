import { inAnyRegion } from './any-region';
import { SERVE } from './appconfig-statements';
import type { AccessScope } from './access-statements';
import { inRegions, type Statement } from './policy';

/**
 * The most that a role made by foundation may ever do, whatever its policies say.
 *
 * Foundation's deploy role writes those policies: without a boundary that it cannot touch it could make a role that
 * may do more than itself.
 */
export function boundaryStatements(scope: AccessScope): Statement[] {
  const { account, regions } = scope;
  const here = inRegions(regions);
  return [
    {
      Sid: 'ReadAlarms',
      Effect: 'Allow',
      Action: 'cloudwatch:DescribeAlarms',
      Resource: '*',
      Condition: here,
    },
    {
      Sid: 'ReadConfiguration',
      Effect: 'Allow',
      Action: SERVE,
      Resource: `arn:aws:appconfig:*:${account}:application/*/environment/*/configuration/*`,
      Condition: here,
    },
    ...(scope.canaryBuckets.length > 0 ? canaryStatements(scope) : []),
  ];
}

function canaryStatements({ environment, account, regions, canaryBuckets }: AccessScope): Statement[] {
  const buckets = inAnyRegion(canaryBuckets, regions).map((bucket) => `arn:aws:s3:::${bucket}`);
  return [
    {
      Sid: 'CanaryArtifacts',
      Effect: 'Allow',
      Action: ['s3:PutObject', 's3:GetObject', 's3:GetBucketLocation'],
      Resource: buckets.flatMap((bucket) => [bucket, `${bucket}/*`]),
    },
    { Sid: 'CanaryFindsBucket', Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' },
    {
      Sid: 'CanaryLogs',
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `arn:aws:logs:*:${account}:log-group:/aws/lambda/cwsyn-dynconf-${environment}-*`,
      Condition: inRegions(regions),
    },
    {
      Sid: 'CanaryMetrics',
      Effect: 'Allow',
      Action: 'cloudwatch:PutMetricData',
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' } },
    },
  ];
}
