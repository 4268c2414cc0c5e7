import type { Tools } from '../../compiler/project';
import { anEnvironment } from '../builders/environment';
import { aProject, aTools } from '../builders/project';
import { only, type TerraformJson, withSynthesized } from '../builders/synth';

const notify = ['arn:aws:sns:us-east-1:999999999999:releases'];
const approval = { required: true, notify: [] };

function pipelineOf(tools: Tools): TerraformJson {
  const project = aProject({
    environments: [anEnvironment({ name: 'prod', account: '333333333333', approval })],
    tools,
  });
  return withSynthesized(project, ({ stack }) => stack('delivery-pipeline'), { environments: ['tools'] });
}

interface Stage {
  readonly name: string;
  readonly action: readonly {
    readonly name: string;
    readonly provider: string;
    readonly run_order: number;
    readonly timeout_in_minutes?: number;
    readonly configuration: Readonly<Record<string, string>>;
  }[];
}
const stagesOf = (stack: TerraformJson) => only(stack, 'aws_codepipeline')['stage'] as Stage[];

test('DeliveryPipelineStack releases the trunk only, and only when something that is released changed', () => {
  expect(only(pipelineOf(aTools()), 'aws_codepipeline')).toMatchObject({
    pipeline_type: 'V2',
    execution_mode: 'SUPERSEDED',
    trigger: [
      {
        provider_type: 'CodeStarSourceConnection',
        git_configuration: {
          source_action_name: 'source',
          push: [
            {
              branches: { includes: ['main'] },
              file_paths: {
                includes: expect.arrayContaining(['flags/**', 'opconfig/**', 'environments/*.yaml']),
              },
            },
          ],
        },
      },
    ],
  });
});

test('DeliveryPipelineStack renders the plan: stages, actions, run orders', () => {
  const stages = stagesOf(pipelineOf(aTools()));
  const rendered = stages.map(({ name, action }) => [
    name,
    ...action.map((a) => `${a.run_order} ${a.name} ${a.provider}`),
  ]);
  expect(rendered).toEqual([
    ['Source', '1 source CodeStarSourceConnection'],
    ['Build', '1 build CodeBuild'],
    ['Prod-Approval', '1 approve Manual'],
    [
      'Prod',
      '1 gate CodeBuild',
      '2 foundation-us-east-1 CodeBuild',
      '3 flags-us-east-1 CodeBuild',
      '4 operations-us-east-1 CodeBuild',
      '5 verify-us-east-1 CodeBuild',
    ],
  ]);
});

test('DeliveryPipelineStack tells an action its command, its role and its time', () => {
  const [, , flags] = stagesOf(pipelineOf(aTools())).at(-1)?.action ?? [];
  const variables = JSON.parse(flags?.configuration['EnvironmentVariables'] ?? '[]') as {
    name: string;
    value: string;
  }[];
  expect(Object.fromEntries(variables.map(({ name, value }) => [name, value]))).toEqual({
    COMMAND: 'npx dynconf deploy prod-us-east-1-flags',
    ROLE_ARN: 'arn:aws:iam::333333333333:role/dynconf-deploy-prod-flags',
    EXTERNAL_ID: 'dynconf:dynconf-deploy-prod-flags',
    SESSION_TAGS: 'Key=Environment,Value=prod Key=Stack,Value=prod-us-east-1-flags',
    TIMEOUT_MINUTES: '36',
  });
});

test('DeliveryPipelineStack keeps configuration values within the 1000 characters of CodePipeline', () => {
  const values = stagesOf(pipelineOf(aTools({ notify })))
    .flatMap(({ action }) => action)
    .flatMap(({ configuration }) => Object.values(configuration));
  expect(Math.max(...values.map((value) => value.length))).toBeLessThanOrEqual(1000);
});

test('DeliveryPipelineStack bounds approvals itself and builds by their project: CodePipeline takes no other timeouts', () => {
  const stack = pipelineOf(aTools());
  const actions = stagesOf(stack).flatMap(({ action }) => action);
  expect(actions.filter((action) => action.timeout_in_minutes !== undefined).map(({ name }) => name)).toEqual(
    ['approve'],
  );
  const projects = Object.values(stack.resource['aws_codebuild_project'] ?? {});
  expect(projects.map(({ name, build_timeout }) => [name, build_timeout])).toEqual([
    ['dynconf-build', 30],
    ['dynconf-deploy', 46],
  ]);
});

test('DeliveryPipelineStack runs the npm scripts in its builds', () => {
  const projects = Object.values(pipelineOf(aTools()).resource['aws_codebuild_project'] ?? {});
  const [build = '', deploy = ''] = projects.map(({ source }) => (source as { buildspec: string }).buildspec);
  const commands = (JSON.parse(build) as Buildspec).phases.build.commands;
  expect(commands[0]).toBe('npm ci');
  expect(commands).toContain('npm run build:synth');
  expect((JSON.parse(deploy) as Buildspec).phases.build.commands).toEqual([
    'AWS_PROFILE=release timeout --signal=INT "$TIMEOUT_MINUTES"m sh -c "$COMMAND"',
  ]);
});

test('DeliveryPipelineStack takes on a role in a session with tags, by a process that knows another profile', () => {
  const projects = Object.values(pipelineOf(aTools()).resource['aws_codebuild_project'] ?? {});
  const { buildspec } = (projects[1] as { source: { buildspec: string } }).source;
  const [takeOn = ''] = (JSON.parse(buildspec) as Buildspec).phases.pre_build?.commands ?? [];
  expect(takeOn).toMatch(
    /^aws configure set profile\.release\.credential_process "env -u AWS_PROFILE aws sts assume-role /,
  );
  expect(takeOn).toContain('--external-id $EXTERNAL_ID');
  expect(takeOn).toContain('--tags $SESSION_TAGS');
  expect(takeOn).toMatch(/--query \\"\{Version:to_number\('1'\),.*Expiration:Credentials\.Expiration\}\\""$/);
});

test('DeliveryPipelineStack lets the deploy project take on the roles of the plan and nothing else', () => {
  const policies = Object.values(pipelineOf(aTools()).resource['aws_iam_role_policy'] ?? {});
  const statements = policies.flatMap(({ policy }) => (JSON.parse(String(policy)) as Policy).Statement);
  const assume = statements.filter(({ Action }) => Action.includes('sts:AssumeRole'));
  expect(assume.map(({ Resource }) => Resource)).toEqual([
    [
      'arn:aws:iam::333333333333:role/dynconf-read-prod',
      'arn:aws:iam::333333333333:role/dynconf-deploy-prod-foundation',
      'arn:aws:iam::333333333333:role/dynconf-deploy-prod-flags',
      'arn:aws:iam::333333333333:role/dynconf-deploy-prod-operations',
    ],
  ]);
  expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  expect(statements.filter(({ Resource }) => Resource === '*')).toEqual([]);
});

test('DeliveryPipelineStack tells the notice topics of failures and of approvals that wait', () => {
  const stack = pipelineOf(aTools({ notify }));
  expect(only(stack, 'aws_codestarnotifications_notification_rule')).toMatchObject({
    event_type_ids: [
      'codepipeline-pipeline-pipeline-execution-failed',
      'codepipeline-pipeline-manual-approval-needed',
    ],
    target: [{ address: notify[0], type: 'SNS' }],
  });
  const approve = stagesOf(stack)
    .flatMap(({ action }) => action)
    .find(({ name }) => name === 'approve');
  expect(approve?.configuration['NotificationArn']).toBe(notify[0]);
});

test('DeliveryPipelineStack keeps artifacts encrypted, private and behind TLS', () => {
  const stack = pipelineOf(aTools());
  expect(only(stack, 'aws_s3_bucket_public_access_block')).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(String(only(stack, 'aws_s3_bucket_policy')['policy'])).toContain('"aws:SecureTransport":"false"');
  expect(only(stack, 'aws_kms_key')['enable_key_rotation']).toBe(true);
});

interface Buildspec {
  readonly phases: {
    readonly pre_build?: { readonly commands: readonly string[] };
    readonly build: { readonly commands: readonly string[] };
  };
}
interface Policy {
  readonly Statement: readonly { readonly Action: string | string[]; readonly Resource: string | string[] }[];
}
