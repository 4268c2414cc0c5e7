import type { AwsEvent } from './event-pattern';

/** Events as AWS shows them in its documentation, with the names of this project in them. */

interface Place {
  readonly account?: string;
  readonly region?: string;
}

const COMMON = { version: '0', id: 'c53dbd72-c1a0-2302-9ed6-c076e9128277', time: '2022-07-09T01:44:15Z' };

/** What AWS's extension for EventBridge sends (AppConfig user guide, the page of the extension). */
export function aRolloutEvent({
  name = 'On Deployment Complete',
  application = 'checkout',
  environment = 'prod',
  account = '333333333333',
  region = 'us-east-1',
}: Place & { name?: string; application?: string; environment?: string } = {}): AwsEvent {
  return {
    ...COMMON,
    'detail-type': name,
    source: 'aws.appconfig',
    account,
    region,
    resources: [`arn:aws:appconfig:${region}:${account}:extensionassociation/z763ff5`],
    detail: {
      InvocationId: '5tfjcig',
      Parameters: {},
      Type: name.replaceAll(' ', ''),
      Application: { Id: 'ba8toh7', Name: application },
      Environment: { Id: 'pgil2o7', Name: environment },
      ConfigurationProfile: { Id: 'ga3tqep', Name: 'flags' },
      DeploymentNumber: 1,
      ConfigurationVersion: '1',
    },
  };
}

/** A call of AppConfig as CloudTrail tells EventBridge of it (EventBridge user guide, "AWS service events delivered via AWS CloudTrail"). */
export function aCallOfAppConfig(): AwsEvent {
  return {
    ...COMMON,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.appconfig',
    account: '333333333333',
    region: 'us-east-1',
    resources: [],
    detail: { eventSource: 'appconfig.amazonaws.com', eventName: 'StartDeployment' },
  };
}

/** CodePipeline user guide, "Monitoring CodePipeline events": the examples for pipelines, stages and actions. */
export function aPipelineEvent(
  what: 'Pipeline' | 'Stage' | 'Action',
  detail: { pipeline?: string; stage?: string; action?: string; state?: string; category?: string } = {},
): AwsEvent {
  const { pipeline = 'dynconf-delivery', stage = 'Prod-Approval', action = 'approve' } = detail;
  const { state = 'STARTED', category = 'Build' } = detail;
  const provider = category === 'Approval' ? 'Manual' : 'CodeBuild';
  return {
    ...COMMON,
    'detail-type': `CodePipeline ${what} Execution State Change`,
    source: 'aws.codepipeline',
    account: '999999999999',
    region: 'us-east-1',
    resources: [`arn:aws:codepipeline:us-east-1:999999999999:${pipeline}`],
    detail: {
      pipeline,
      'execution-id': '12345678-1234-5678-abcd-12345678abcd',
      'start-time': '2023-10-26T13:49:39.208Z',
      ...(what !== 'Pipeline' && { stage }),
      ...(what === 'Action' && {
        action,
        region: 'us-east-1',
        type: { owner: 'AWS', provider, category, version: '1' },
      }),
      state,
      version: 3,
      'pipeline-execution-attempt': 1,
    },
  };
}

/** AWS Health user guide, "Reference: AWS Health events Amazon EventBridge schema". */
export function anAnnouncement({
  service = 'LAMBDA',
  eventTypeCategory = 'scheduledChange',
  eventScopeCode = 'ACCOUNT_SPECIFIC',
}: { service?: string; eventTypeCategory?: string; eventScopeCode?: string } = {}): AwsEvent {
  return {
    ...COMMON,
    'detail-type': 'AWS Health Event',
    source: 'aws.health',
    account: '333333333333',
    region: 'us-east-1',
    resources: [],
    detail: {
      eventArn: `arn:aws:health:us-east-1::event/${service}/AWS_${service}_PLANNED_LIFECYCLE_EVENT/1`,
      service,
      eventScopeCode,
      eventTypeCode: `AWS_${service}_PLANNED_LIFECYCLE_EVENT`,
      eventTypeCategory,
      startTime: 'Wed, 10 Jun 2026 07:00:00 GMT',
      statusCode: 'upcoming',
      affectedAccount: '333333333333',
    },
  };
}
