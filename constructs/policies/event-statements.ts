import type { AccessScope } from './access-statements';
import { allow, type Statement } from './policy';
import { RULE_VERBS, TAG_VERBS } from './verbs';

/** What deploying the rules takes that tell of rollouts and of AWS's notices; nothing where nobody is told. */
export function deployEventStatements({
  environment,
  account,
  regions,
  eventRoleArn,
}: AccessScope): Statement[] {
  if (eventRoleArn === undefined) return [];
  const rules = regions.flatMap((region) =>
    ['rollouts', 'health', 'rollback-*'].map(
      (rule) => `arn:aws:events:${region}:${account}:rule/dynconf-${environment}-${rule}`,
    ),
  );
  return [
    allow('ManageEventRules', MANAGE_RULES, rules),
    {
      ...allow('PassEventRole', 'iam:PassRole', eventRoleArn),
      Condition: { StringEquals: { 'iam:PassedToService': 'events.amazonaws.com' } },
    },
  ];
}

const MANAGE_RULES = [...RULE_VERBS, ...TAG_VERBS].map((verb) => `events:${verb}`);
