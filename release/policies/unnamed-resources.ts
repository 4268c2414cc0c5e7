/**
 * Every action that a policy allows on `*`, and why no resource can be named; `dynconf verify policies` refuses all others.
 *
 * The reasons are those of the Service Authorization Reference, unless they say otherwise.
 */
export const UNNAMED_RESOURCES: Readonly<Record<string, string>> = {
  'appconfig:CreateApplication': 'an application has no ARN before it is created',
  'appconfig:CreateDeploymentStrategy': 'a strategy has no ARN before it is created',
  'appconfig:CreateExtensionAssociation': 'IAM asks for neither the extension nor what it is associated with',
  'appconfig:GetAccountSettings': 'settings are of the account, which is no resource',
  'appconfig:ListApplications': 'lists are of the whole region',
  'appconfig:ListDeploymentStrategies': 'lists are of the whole region',
  'cloudwatch:DescribeAlarmHistory':
    'the history of a composite alarm is told to those who may ask about * only (CloudWatch API reference, DescribeAlarmHistory)',
  'cloudwatch:DescribeAlarms':
    'composite alarms can be described with * only (AppConfig user guide, permissions for rollback by alarms)',
  'cloudwatch:PutMetricData': 'metrics are no resources; the condition names the namespace',
  'codestar-notifications:DeleteTarget': 'targets are no resources',
  'kms:CreateKey': 'a key has no ARN before it is created',
  'kms:ListAliases': 'lists are of the whole region',
  'logs:DescribeLogGroups': 'lists are of the whole region',
  's3:ListAllMyBuckets':
    'what Synthetics asks of every canary (CloudWatch user guide, "Required roles and permissions for canaries")',
};
