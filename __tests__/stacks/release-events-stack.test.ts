import type { Tools } from '../../compiler/project';
import { anEnvironment, aWave } from '../builders/environment';
import { aProject, aTools } from '../builders/project';
import { only, type TerraformJson, withSynthesized } from '../builders/synth';

const TOPIC = 'arn:aws:sns:us-east-1:999999999999:releases';
const ELSEWHERE = 'arn:aws:sns:eu-west-1:999999999999:releases';
const environments = [
  anEnvironment({ name: 'local' }),
  anEnvironment({ name: 'beta', account: '111111111111' }),
  anEnvironment({
    name: 'prod',
    account: '333333333333',
    waves: [aWave({ name: 'all', regions: ['us-west-2', 'eu-west-1'] })],
  }),
  anEnvironment({
    name: 'feat',
    account: '111111111111',
    temporary: { owner: 'ann', expires: '2099-01-01' },
  }),
];

function stackOf(name: string, tools: Tools = aTools({ notify: [TOPIC, ELSEWHERE] })): TerraformJson {
  return withSynthesized(aProject({ environments, tools }), ({ stack }) => stack(name));
}

test('ReleaseEventsStack takes events from the rules of lasting environments only, by account, region and name', () => {
  const stack = stackOf('release-events');
  const { policy } = only(stack, 'aws_cloudwatch_event_bus_policy');
  expect(JSON.parse(String(policy))).toMatchObject({
    Statement: [
      {
        Principal: { AWS: ['arn:aws:iam::111111111111:root', 'arn:aws:iam::333333333333:root'] },
        Action: 'events:PutEvents',
        Resource: 'arn:aws:events:us-east-1:999999999999:event-bus/dynconf-release-events',
        Condition: {
          ArnLike: {
            'aws:SourceArn': [
              'arn:aws:events:us-east-1:111111111111:rule/dynconf-beta-*',
              'arn:aws:events:us-west-2:333333333333:rule/dynconf-prod-*',
              'arn:aws:events:eu-west-1:333333333333:rule/dynconf-prod-*',
            ],
          },
        },
      },
    ],
  });
});

test('ReleaseEventsStack tells the topics of its region of what AWS announces, and keeps what it could not tell', () => {
  const stack = stackOf('release-events');
  const targets = Object.values(stack.resource['aws_cloudwatch_event_target'] ?? {});
  expect(targets.filter(({ arn }) => String(arn).includes(':sns:'))).toMatchObject([
    { arn: TOPIC, dead_letter_config: { arn: expect.stringContaining('aws_sqs_queue.') as string } },
  ]);
  expect(JSON.parse(String(only(stack, 'aws_sqs_queue_policy')['policy']))).toMatchObject({
    Statement: [
      {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: {
          ArnEquals: {
            'aws:SourceArn': expect.stringMatching(
              /^\$\{aws_cloudwatch_event_rule\.Notices_Rule_\w+\.arn\}$/,
            ) as string,
          },
        },
      },
    ],
  });
  expect(only(stack, 'aws_cloudwatch_event_archive')).toMatchObject({ retention_days: 90 });
});

test('ReleaseEventsStack has no queue where nobody is to be told', () => {
  expect(stackOf('release-events', aTools({ notify: [] })).resource).not.toHaveProperty('aws_sqs_queue');
});

test('ReleaseEventsStack looks at the tools account, too', () => {
  const rules = Object.values(stackOf('release-events').resource['aws_cloudwatch_event_rule'] ?? {});
  const own = rules.find(({ name }) => name === 'dynconf-tools-health');
  expect(JSON.parse(String(own?.['event_pattern']))).toEqual({
    source: ['aws.health'],
    'detail-type': ['AWS Health Event'],
    detail: {
      service: expect.arrayContaining(['LAMBDA', 'CODEBUILD', 'CODEPIPELINE', 'APPCONFIG']) as string[],
      eventScopeCode: ['ACCOUNT_SPECIFIC'],
      eventTypeCategory: ['scheduledChange', 'accountNotification'],
    },
  });
});

test('FoundationStack tells the tools of rollouts and notices, with the role of the access stack', () => {
  const stack = stackOf('prod-eu-west-1-foundation');
  const rules = Object.values(stack.resource['aws_cloudwatch_event_rule'] ?? {});
  expect(rules.map(({ name }) => name).sort()).toEqual(['dynconf-prod-health', 'dynconf-prod-rollouts']);
  const targets = Object.values(stack.resource['aws_cloudwatch_event_target'] ?? {});
  expect(targets).toHaveLength(2);
  for (const target of targets) {
    expect(target).toMatchObject({
      arn: 'arn:aws:events:us-east-1:999999999999:event-bus/dynconf-release-events',
      role_arn: 'arn:aws:iam::333333333333:role/dynconf-events-prod',
    });
  }
});

test('FoundationStack hears of both spellings of a rollback, and of no call that CloudTrail saw', () => {
  const rules = Object.values(
    stackOf('beta-us-east-1-foundation').resource['aws_cloudwatch_event_rule'] ?? {},
  );
  const pattern = rules.find(({ name }) => name === 'dynconf-beta-rollouts')?.['event_pattern'];
  expect(JSON.parse(String(pattern))).toEqual({
    source: ['aws.appconfig'],
    'detail-type': [{ prefix: 'On Deployment ' }],
  });
});

test('FoundationStack of a temporary environment tells nobody: its account may be that of a lasting one', () => {
  expect(stackOf('feat-us-east-1-foundation').resource).not.toHaveProperty('aws_cloudwatch_event_rule');
  const names = Object.values(stackOf('access-feat').resource['aws_iam_role'] ?? {}).map(({ name }) => name);
  expect(names).not.toContain('dynconf-events-feat');
});

test('ReleaseEventsStack hears of every run, stage and action of the pipelines', () => {
  const rules = Object.values(stackOf('release-events').resource['aws_cloudwatch_event_rule'] ?? {});
  const rule = rules.find(({ name }) => name === 'dynconf-tools-pipelines');
  // CodePipeline puts its events on the default bus.
  expect(rule).not.toHaveProperty('event_bus_name');
  expect(JSON.parse(String(rule?.['event_pattern']))).toEqual({
    source: ['aws.codepipeline'],
    'detail-type': [
      'CodePipeline Pipeline Execution State Change',
      'CodePipeline Stage Execution State Change',
      'CodePipeline Action Execution State Change',
    ],
    detail: { pipeline: [{ prefix: 'dynconf-' }] },
  });
});
