import type { AccessScope } from './access-statements';
import type { Statement } from './policy';

/** What deploying the rules takes that tell of rollouts and of AWS's notices; nothing where nobody is told. */
export function deployEventStatements({
  environment,
  account,
  regions,
  eventRoleArn,
}: AccessScope): Statement[] {
  if (eventRoleArn === undefined) return [];
  return [
    {
      Sid: 'ManageEventRules',
      Effect: 'Allow',
      Action: MANAGE_RULES,
      Resource: regions.flatMap((region) =>
        ['rollouts', 'health', 'rollback-*'].map(
          (rule) => `arn:aws:events:${region}:${account}:rule/dynconf-${environment}-${rule}`,
        ),
      ),
    },
    {
      Sid: 'PassEventRole',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: eventRoleArn,
      Condition: { StringEquals: { 'iam:PassedToService': 'events.amazonaws.com' } },
    },
  ];
}

const MANAGE_RULES = [
  ...['DescribeRule', 'PutRule', 'DeleteRule', 'ListTargetsByRule', 'PutTargets', 'RemoveTargets'],
  ...['ListTagsForResource', 'TagResource', 'UntagResource'],
].map((action) => `events:${action}`);
