import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Tools } from '../../compiler/project';
import { anEnvironment, aWave } from '../builders/environment';
import { aProject, aTools } from '../builders/project';
import { anAnnouncement, aPipelineEvent, aRolloutEvent } from '../builders/aws-events';
import { matchesPattern } from '../builders/event-pattern';
import { only, type TerraformJson, withSynthesized } from '../builders/synth';

const TOPIC = 'arn:aws:sns:us-east-1:999999999999:releases';
const ELSEWHERE = 'arn:aws:sns:eu-west-1:999999999999:releases';
const APPROVERS = 'arn:aws:sns:us-east-1:999999999999:approvers';
const ON_CALL = 'arn:aws:sns:us-east-1:333333333333:on-call';
const ON_CALL_THERE = 'arn:aws:sns:us-west-2:333333333333:on-call';
const environments = [
  anEnvironment({ name: 'local' }),
  anEnvironment({ name: 'beta', account: '111111111111' }),
  anEnvironment({
    name: 'prod',
    account: '333333333333',
    waves: [aWave({ name: 'all', regions: ['us-west-2', 'eu-west-1'] })],
    approval: { required: true, notify: [APPROVERS] },
    onCall: { checkout: [ON_CALL, ON_CALL_THERE] },
  }),
  anEnvironment({
    name: 'feat',
    account: '111111111111',
    temporary: { owner: 'ann', expires: '2099-01-01' },
  }),
];

function stackOf(name: string, tools: Tools = aTools({ notify: [TOPIC, ELSEWHERE] })): TerraformJson {
  const owner = environments.find((environment) => name.includes(environment.name))?.name ?? 'tools';
  const project = aProject({ environments, tools });
  return withSynthesized(project, ({ stack }) => stack(name), { environments: [owner] });
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
  const told = targets.filter(({ arn }) => String(arn).includes(':sns:'));
  expect(
    told.filter(({ rule }) => /Notices_Rule_/.test(String(rule)) && !/_Pipeline/.test(String(rule))),
  ).toMatchObject([{ arn: TOPIC }]);
  for (const { dead_letter_config: queue } of told)
    expect(queue).toEqual({ arn: expect.stringContaining('aws_sqs_queue.') as string });
  expect(JSON.parse(String(only(stack, 'aws_sqs_queue_policy')['policy']))).toMatchObject({
    Statement: [
      {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: {
          ArnLike: {
            'aws:SourceArn': 'arn:aws:events:us-east-1:999999999999:rule/dynconf-release-events/*',
          },
        },
      },
    ],
  });
  expect(only(stack, 'aws_cloudwatch_event_archive')).toMatchObject({ retention_days: 90 });
});

test('ReleaseEventsStack has no queue where nobody is to be told', () => {
  withSynthesized(aProject({ tools: aTools() }), ({ stack }) => {
    expect(stack('release-events').resource).not.toHaveProperty('aws_sqs_queue');
  });
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

/** Who is told of an event, in the order of the topics, and with which role. */
function toldOf(stack: TerraformJson, event: Parameters<typeof matchesPattern>[1]) {
  const { aws_cloudwatch_event_rule: rules = {}, aws_cloudwatch_event_target: targets = {} } = stack.resource;
  const hearing = Object.entries(rules).filter(([, { event_pattern: pattern }]) =>
    matchesPattern(JSON.parse(String(pattern)), event),
  );
  return Object.values(targets).filter(
    ({ arn, rule }) =>
      String(arn).includes(':sns:') && hearing.some(([id]) => String(rule).includes(`.${id}.`)),
  );
}

test('ReleaseEventsStack tells on-call of an approval and of a failure, as a role where the topic is another account’s', () => {
  const stack = stackOf('release-events');
  const role = expect.stringMatching(/^\$\{aws_iam_role\.Role_/) as string;
  const approval = aPipelineEvent('Action', { stage: 'Prod-Approval', category: 'Approval' });
  expect(toldOf(stack, approval)).toMatchObject([{ arn: ON_CALL, role_arn: role }]);
  const failed = aPipelineEvent('Stage', { stage: 'Prod', state: 'FAILED' });
  const [target] = toldOf(stack, failed);
  expect(target).toMatchObject({
    arn: ON_CALL,
    input_transformer: {
      input_paths: { stage: '$.detail.stage', pipeline: '$.detail.pipeline' },
      input_template: expect.stringMatching(
        /^"The stage <stage> of <pipeline> has failed: https:.*"$/,
      ) as string,
    },
  });
  expect(toldOf(stack, aPipelineEvent('Stage', { stage: 'Beta', state: 'FAILED' }))).toEqual([]);
  const policies = Object.values(stack.resource['aws_iam_role_policy'] ?? {}).map(({ policy }) => policy);
  expect(
    policies.filter((policy) => String(policy).includes(`"sns:Publish","Resource":["${ON_CALL}"]`)),
  ).toHaveLength(1);
});

test('FoundationStack tells on-call of a rollback, by AppConfig’s extension, and of nothing else', () => {
  const stack = stackOf('prod-us-west-2-foundation');
  expect(only(stack, 'aws_appconfig_extension_association')).toMatchObject({
    extension_arn:
      'arn:aws:appconfig:us-west-2::extension/AWS.AppConfig.DeploymentNotificationsToEventBridge/1',
    resource_arn: expect.stringMatching(
      /^\$\{aws_appconfig_environment\.checkout_Environment_\w+\.arn\}$/,
    ) as string,
    lifecycle: { ignore_changes: ['extension_arn'] },
  });
  for (const name of ['On Deployment Rolled Back', 'On Deployment Rollback'])
    expect(toldOf(stack, aRolloutEvent({ name }))).toMatchObject([{ arn: ON_CALL_THERE }]);
  expect(toldOf(stack, aRolloutEvent())).toEqual([]);
  // The region has no topic of its own.
  expect(
    toldOf(stackOf('prod-eu-west-1-foundation'), aRolloutEvent({ name: 'On Deployment Rollback' })),
  ).toEqual([]);
});

test('FoundationStack says in the notice what was rolled back where, all of which the event has', () => {
  const stack = stackOf('prod-us-west-2-foundation');
  const event = aRolloutEvent({ name: 'On Deployment Rolled Back', region: 'us-west-2' });
  const [target] = toldOf(stack, event);
  const { input_paths: places, input_template: template } = target?.['input_transformer'] as {
    input_paths: Record<string, string>;
    input_template: string;
  };
  const valueAt = (path: string) =>
    path
      .split('.')
      .slice(1)
      .reduce((value: unknown, key) => (value as Record<string, unknown>)[key], event);
  const said = Object.entries(places).reduce(
    (text, [name, path]) => text.replaceAll(`<${name}>`, String(valueAt(path))),
    template,
  );
  expect(JSON.parse(said)).toBe(
    'AppConfig rolled back deployment 1 of checkout in prod, us-west-2: the profile flags is as it was before version 1.',
  );
});

test('FoundationStack has what tells of a rollback with the application, so that it stays as long', () => {
  const { resource } = stackOf('prod-us-west-2-foundation');
  const rules = Object.entries(resource['aws_cloudwatch_event_rule'] ?? {});
  const rule = rules.find(([, { name }]) => name === 'dynconf-prod-rollback-checkout');
  expect(rule?.[1]['depends_on']).toEqual([
    expect.stringMatching(/^aws_appconfig_environment\.checkout_Environment_/),
  ]);
});

test('FoundationStack of a temporary environment, and of this machine, has no extension', () => {
  for (const name of ['feat-us-east-1-foundation', 'local-us-east-1-foundation'])
    expect(stackOf(name).resource).not.toHaveProperty('aws_appconfig_extension_association');
});

test('FoundationStack leaves the extension out where tools.yaml says that AppConfig sends its events', () => {
  const tools = aTools({ rolloutEvents: 'appconfig' });
  const { resource } = stackOf('prod-us-west-2-foundation', tools);
  expect(resource).not.toHaveProperty('aws_appconfig_extension_association');
  expect(Object.values(resource['aws_cloudwatch_event_rule'] ?? {})).toHaveLength(3);
});

test('FoundationStack needs more than five topics told by more than one rule', () => {
  const topics = Array.from({ length: 7 }, (_, index) => `arn:aws:sns:us-east-1:111111111111:t${index}`);
  const beta = anEnvironment({ name: 'beta', account: '111111111111', onCall: { checkout: topics } });
  withSynthesized(aProject({ environments: [beta] }), ({ stack }) => {
    const foundation = stack('beta-us-east-1-foundation');
    const rules = Object.values(foundation.resource['aws_cloudwatch_event_rule'] ?? {});
    expect(rules.map(({ name }) => name).sort()).toEqual([
      'dynconf-beta-rollback-checkout',
      'dynconf-beta-rollback-checkout_2',
    ]);
    const event = aRolloutEvent({ name: 'On Deployment Rollback', environment: 'beta' });
    expect(toldOf(foundation, event).map(({ arn }) => arn)).toEqual(expect.arrayContaining(topics));
  });
});

test('AccessStack lets EventBridge publish to on-call of other accounts only, and within the boundary', () => {
  const prod = anEnvironment({
    name: 'prod',
    account: '333333333333',
    onCall: { checkout: [ON_CALL, 'arn:aws:sns:us-east-1:777777777777:pager'] },
  });
  withSynthesized(aProject({ environments: [prod], tools: aTools() }), ({ stack }) => {
    const { aws_iam_role_policy: policies = {}, aws_iam_policy: managed = {} } =
      stack('access-prod').resource;
    const publishing = Object.values(policies).filter(({ policy }) => String(policy).includes('sns:Publish'));
    expect(publishing).toHaveLength(1);
    expect(String(publishing[0]?.['policy'])).toContain(
      '"Action":"sns:Publish","Resource":["arn:aws:sns:us-east-1:777777777777:pager"]',
    );
    const boundary = Object.values(managed).find(({ name }) => name === 'dynconf-roles-prod');
    expect(String(boundary?.['policy'])).toContain('"sns:Publish","Resource":"arn:aws:sns:*:777777777777:*"');
  });
});

test('every rule of a stack hears something that AWS documents: a pattern that matches nothing is silent for ever', () => {
  const events = [
    aRolloutEvent({ name: 'On Deployment Rolled Back' }),
    aPipelineEvent('Stage', { stage: 'Prod', state: 'FAILED' }),
    aPipelineEvent('Action', { stage: 'Prod-Approval', category: 'Approval' }),
    anAnnouncement(),
  ];
  withSynthesized(aProject({ environments, tools: aTools({ notify: [TOPIC] }) }), ({ outdir, stack }) => {
    const patterns = readdirSync(join(outdir, 'stacks')).flatMap((name) =>
      Object.values(stack(name).resource['aws_cloudwatch_event_rule'] ?? {}).flatMap(
        ({ name: rule, event_pattern: pattern }) =>
          pattern === undefined ? [] : [{ at: `${name} ${String(rule)}`, pattern: String(pattern) }],
      ),
    );
    expect(patterns.length).toBeGreaterThan(8);
    const silent = patterns.filter(
      ({ pattern }) => !events.some((event) => matchesPattern(JSON.parse(pattern), event)),
    );
    expect(silent).toEqual([]);
  });
});
