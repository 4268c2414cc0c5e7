import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Environment, Tools } from '../../compiler/project';
import { BUILDSPEC_CHARACTERS } from '../../constructs/pipeline/buildspecs';
import { embedded } from '../../constructs/pipeline/embedded-script';
import { pipelineScripts } from '../../stacks/pipeline-scripts';
import { planDelivery } from '../../delivery/pipeline/plan';
import { anAlarm, anEnvironment, aWave } from '../builders/environment';
import { aProject, aTools } from '../builders/project';
import { only, type TerraformJson, withSynthesized } from '../builders/synth';

const notify = ['arn:aws:sns:us-east-1:999999999999:releases'];
const approval = { required: true, notify: [] };
const beta = anEnvironment({ account: '111111111111' });
const prod = anEnvironment({ name: 'prod', account: '333333333333', approval, after: 'beta' });
/** Alarms, a window, several waves, a watch, tests with reports. */
const busy = anEnvironment({
  ...prod,
  alarms: [anAlarm()],
  windows: [{ days: 'mon-fri', from: '09:00', to: '16:00', timeZone: 'Europe/Dublin' }],
  waves: [aWave({ name: 'first', regions: ['us-west-2'], bakeMinutes: 60 }), aWave({ name: 'rest' })],
  tests: {
    integration: { commands: ['npm run it'], reports: [{ files: ['it.xml'], format: 'JUNITXML' }] },
  },
  dependencies: { ledger: 'https://ledger.example.com/${v1}' },
});

function pipelineOf(tools: Tools, ...environments: Environment[]): TerraformJson {
  const project = aProject({ environments: environments.length > 0 ? environments : [prod], tools });
  return withSynthesized(project, ({ stack }) => stack('delivery-pipeline'), { environments: ['tools'] });
}

interface Rule {
  readonly rule_type_id: { readonly provider: string };
  readonly configuration: Readonly<Record<string, string>>;
}
interface Condition {
  readonly condition: { readonly result: string; readonly rule: readonly Rule[] };
}
interface Stage {
  readonly name: string;
  readonly before_entry?: Condition;
  readonly on_success?: Condition;
  readonly on_failure?: unknown;
  readonly action: readonly {
    readonly name: string;
    readonly provider: string;
    readonly run_order: number;
    readonly namespace?: string;
    readonly input_artifacts?: readonly string[];
    readonly output_artifacts?: readonly string[];
    readonly timeout_in_minutes?: number;
    readonly configuration: Readonly<Record<string, string>>;
  }[];
}
const stagesOf = (stack: TerraformJson) => only(stack, 'aws_codepipeline')['stage'] as Stage[];

function variablesOf({ configuration }: Stage['action'][number]): Record<string, string> {
  const set = JSON.parse(configuration['EnvironmentVariables'] ?? '[]') as { name: string; value: string }[];
  return Object.fromEntries(set.map(({ name, value }) => [name, value]));
}

interface Buildspec {
  readonly env?: { readonly variables: Readonly<Record<string, string>> };
  readonly phases: Readonly<Record<string, { readonly commands?: readonly string[] }>>;
  readonly reports?: Readonly<Record<string, { readonly files: readonly string[] }>>;
  readonly artifacts?: { readonly files: readonly string[] };
}

function projectOf(stack: TerraformJson, name: string) {
  const found = Object.values(stack.resource['aws_codebuild_project'] ?? {}).find(
    (each) => each['name'] === name,
  );
  if (!found) throw new Error(`no project ${name}`);
  return found;
}

/** As CodeBuild gets it: what Terraform would read as a template is none. */
function buildspecOf(stack: TerraformJson, name: string): { text: string; spec: Buildspec } {
  const { buildspec } = projectOf(stack, name)['source'] as { buildspec: string };
  const text = buildspec.replaceAll(/([$%])\1(?=\{)/g, '$1');
  return { text, spec: JSON.parse(text) as Buildspec };
}

interface Statement {
  readonly Sid?: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
}

/** What a role of the stack may do. */
function allowed(stack: TerraformJson, roleName: string): Statement[] {
  const { aws_iam_role, aws_iam_role_policy } = stack.resource;
  const [id = ''] = Object.entries(aws_iam_role ?? {}).find(([, role]) => role['name'] === roleName) ?? [];
  const own = Object.values(aws_iam_role_policy ?? {}).find(({ role }) =>
    String(role).includes(`aws_iam_role.${id}.`),
  );
  return (JSON.parse(String(own?.['policy'])) as { Statement: Statement[] }).Statement;
}

const actionsOf = (statements: readonly Statement[]) => statements.flatMap(({ Action }) => Action);
const script = (name: string) =>
  readFileSync(resolve(__dirname, '..', '..', 'scripts', name), 'utf8').trimEnd();

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
                includes: expect.arrayContaining(['flags/**', 'opconfig/**', 'environments/*']),
              },
            },
          ],
        },
      },
    ],
  });
});

test('DeliveryPipelineStack renders the plan: stages, actions, run orders, artifacts', () => {
  const tools = aTools();
  const rendered = stagesOf(pipelineOf(tools, beta, busy)).map(({ name, action }) => [
    name,
    action.map((each) => [
      each.run_order,
      each.name,
      each.input_artifacts?.[0],
      each.output_artifacts?.[0],
      each.configuration['ProjectName'],
    ]),
  ]);
  const { stages } = planDelivery(aProject({ environments: [beta, busy], tools }));
  expect(rendered).toEqual(
    stages.map(({ name, actions }) => [
      name,
      actions.map((each) => [each.runOrder, each.name, each.input, each.output, each.project]),
    ]),
  );
  expect(rendered.map(([name]) => name).slice(0, 3)).toEqual(['Source', 'Build', 'Sign']);
});

test('DeliveryPipelineStack tells an action its command, its role, its commit and its time', () => {
  const [, , flags] = stagesOf(pipelineOf(aTools())).at(-1)?.action ?? [];
  expect(flags && variablesOf(flags)).toEqual({
    COMMAND: 'npx dynconf deploy prod-us-east-1-flags',
    ROLE_ARN: 'arn:aws:iam::333333333333:role/dynconf-deploy-prod-flags',
    EXTERNAL_ID: 'dynconf:dynconf-deploy-prod-flags',
    SESSION_TAGS: 'Key=Environment,Value=prod Key=Stack,Value=prod-us-east-1-flags',
    TIMEOUT_MINUTES: '36',
    DYNCONF_COMMIT: '#{Source.CommitId}',
  });
});

test('DeliveryPipelineStack enters a wave when its alarms are silent, and is done with it when they still are', () => {
  const first = stagesOf(pipelineOf(aTools(), busy)).find(({ name }) => name === 'Prod-First');
  const health = {
    condition: {
      result: 'FAIL',
      rule: [
        {
          name: 'Health-us-west-2',
          rule_type_id: { category: 'Rule', owner: 'AWS', provider: 'CloudWatchAlarm', version: '1' },
          configuration: { AlarmName: 'prod-us-west-2-health', AlarmStates: 'ALARM' },
          region: 'us-west-2',
          role_arn: 'arn:aws:iam::333333333333:role/dynconf-watch-prod',
        },
      ],
    },
  };
  expect(first).toMatchObject({ before_entry: health, on_success: health });
});

test('DeliveryPipelineStack waits for the window in a stage of its own: with an alarm it would look at the alarm only before', () => {
  const stages = stagesOf(pipelineOf(aTools(), busy));
  const gate = stages.find(({ name }) => name === 'Prod-Gate');
  expect(gate?.before_entry?.condition.rule).toMatchObject([
    {
      rule_type_id: { provider: 'DeploymentWindow' },
      configuration: { Cron: '* * 9-14 ? * MON,TUE,WED,THU,FRI *', TimeZone: 'Europe/Dublin' },
    },
  ]);
  const kinds = stages.map(({ before_entry }) => [
    ...new Set(before_entry?.condition.rule.map((rule) => rule.rule_type_id.provider)),
  ]);
  expect(kinds.filter((providers) => providers.length > 1)).toEqual([]);
});

test('DeliveryPipelineStack leads whoever is asked to the log of the page', () => {
  const stack = pipelineOf(aTools(), busy);
  const [page, approve] = stagesOf(stack).find(({ name }) => name === 'Prod-Approval')?.action ?? [];
  expect([page?.run_order, approve?.run_order]).toEqual([1, 2]);
  const [, exported = ''] =
    /^#\{Prod-Page\.(\w+)\}$/.exec(approve?.configuration['ExternalEntityLink'] ?? '') ?? [];
  const { spec } = buildspecOf(stack, 'dynconf-release-prod');
  expect(spec.env).toMatchObject({ 'exported-variables': [exported] });
  expect(spec.phases['build']?.commands).toContain(`export ${exported}="$CODEBUILD_BUILD_URL"`);
});

test('DeliveryPipelineStack leaves a red stage red: nothing is rolled back that AppConfig has rolled back already', () => {
  expect(stagesOf(pipelineOf(aTools(), busy)).filter((stage) => stage.on_failure !== undefined)).toEqual([]);
});

test('DeliveryPipelineStack counts the watch from when the build of the run began', () => {
  const stack = pipelineOf(aTools(), busy);
  const actions = stagesOf(stack).flatMap(({ action }) => action);
  const bake = actions.find(({ name }) => name === 'bake');
  expect(bake && variablesOf(bake)).toMatchObject({ DYNCONF_SINCE: '#{Build.STARTED}' });
  expect(actions.filter(({ namespace }) => namespace).map((each) => [each.name, each.namespace])).toEqual([
    ['source', 'Source'],
    ['build', 'Build'],
    ['page', 'Prod-Page'],
  ]);
  const { spec } = buildspecOf(stack, 'dynconf-build');
  expect(spec.env).toMatchObject({ 'exported-variables': ['STARTED'] });
  expect(spec.phases['install']?.commands?.[0]).toBe('export STARTED=$(date -u +%FT%TZ)');
});

test('DeliveryPipelineStack keeps values and buildspecs as short as AWS takes them', () => {
  const stack = pipelineOf(aTools({ notify }), beta, busy);
  const values = stagesOf(stack)
    .flatMap(({ action }) => action)
    .flatMap(({ configuration }) => Object.values(configuration));
  expect(Math.max(...values.map((value) => value.length))).toBeLessThanOrEqual(1000);
  const projects = Object.values(stack.resource['aws_codebuild_project'] ?? {});
  const lengths = projects.map(({ name }) => buildspecOf(stack, String(name)).text.length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(BUILDSPEC_CHARACTERS);
});

test('DeliveryPipelineStack bounds approvals itself and builds by their project: CodePipeline takes no other timeouts', () => {
  const stack = pipelineOf(aTools());
  const actions = stagesOf(stack).flatMap(({ action }) => action);
  expect(actions.filter((action) => action.timeout_in_minutes !== undefined).map(({ name }) => name)).toEqual(
    ['approve'],
  );
  const projects = Object.values(stack.resource['aws_codebuild_project'] ?? {});
  expect(Object.fromEntries(projects.map(({ name, build_timeout }) => [name, build_timeout]))).toEqual({
    'dynconf-build': 30,
    'dynconf-review': 10,
    'dynconf-sign': 10,
    'dynconf-release-prod': 46,
  });
});

test('DeliveryPipelineStack runs the steps of the plan in its build, and leaves out what no manifest lists', () => {
  const { spec } = buildspecOf(pipelineOf(aTools()), 'dynconf-build');
  const commands = spec.phases['build']?.commands ?? [];
  expect(commands[0]).toBe('npm ci');
  expect(commands.at(-1)).toBe('npm run build:artifact');
  expect(spec.artifacts).toEqual({
    files: ['**/*'],
    'exclude-paths': ['node_modules/**/*', '.git/**/*', '.dynconf/**/*', 'reports/**/*', 'coverage/**/*'],
  });
});

test('DeliveryPipelineStack verifies the artifact first, before npm, with the text and the key of the pipeline', () => {
  const stack = pipelineOf(aTools(), busy);
  for (const name of ['dynconf-release-prod', 'dynconf-test-prod-integration']) {
    const { spec } = buildspecOf(stack, name);
    const commands = Object.values(spec.phases).flatMap((phase) => phase.commands ?? []);
    expect(Object.keys(spec.phases)).toEqual(['install', 'pre_build', 'build']);
    expect(commands[0]).toContain(`\n${script('verify-artifact.sh')}\n`);
    expect(commands.filter((command) => command.startsWith('npm '))).toEqual([
      name.includes('test') ? 'npm ci --ignore-scripts' : 'npm ci --ignore-scripts --omit=dev',
    ]);
    expect(commands.slice(-2)).toEqual([
      'test -z "$ROLE_ARN" || export AWS_PROFILE=release',
      'timeout --signal=INT "$TIMEOUT_MINUTES"m sh -c "$COMMAND"',
    ]);
    expect(projectOf(stack, name)['environment']).toMatchObject({
      environment_variable: [
        { name: 'DYNCONF_SIGNING_KEY', value: expect.stringMatching(/^\$\{aws_kms_key\..*\.arn\}$/) },
      ],
    });
  }
});

test('DeliveryPipelineStack signs in a project that runs one script, no npm, and nothing of the artifact', () => {
  const stack = pipelineOf(aTools());
  const { spec } = buildspecOf(stack, 'dynconf-sign');
  const commands = Object.values(spec.phases).flatMap((phase) => phase.commands ?? []);
  expect(commands).toEqual([
    embedded({ name: 'sign-artifact.sh', text: script('sign-artifact.sh'), interpreter: 'sh' }),
  ]);
  expect(
    actionsOf(allowed(stack, 'dynconf-sign')).filter((action) => /kms:(Sign|Verify)/.test(action)),
  ).toEqual(['kms:Sign']);
});

test('DeliveryPipelineStack lets nobody but the signer sign, and nobody after it write an artifact', () => {
  const stack = pipelineOf(aTools(), beta, busy);
  const roles = Object.values(stack.resource['aws_iam_role'] ?? {}).map(({ name }) => String(name));
  const may = (action: string, resource = /./) =>
    roles.filter((role) =>
      allowed(stack, role).some(
        ({ Action, Resource }) =>
          [Action].flat().includes(action) && [Resource].flat().some((arn) => resource.test(arn)),
      ),
    );
  expect(may('kms:Sign')).toEqual(['dynconf-sign']);
  // Reports lie elsewhere in the bucket.
  expect(may('s3:PutObject', /^(?!.*\/reports\/)/).sort()).toEqual([
    'dynconf-build',
    'dynconf-pipeline',
    'dynconf-sign',
  ]);
  const written = (role: string) =>
    allowed(stack, role)
      .filter(({ Sid }) => Sid === 'WriteArtifacts')
      .map(({ Resource }) => Resource);
  expect(written('dynconf-build')).toEqual([expect.stringMatching(/\/dynconf-\*\/Build\/\*$/)]);
  expect(written('dynconf-sign')).toEqual([expect.stringMatching(/\/dynconf-\*\/Signed\/\*$/)]);
  const keys = Object.values(stack.resource['aws_kms_key'] ?? {});
  const signing = keys.find((key) => key['key_usage'] === 'SIGN_VERIFY');
  expect(signing).toMatchObject({ customer_master_key_spec: 'ECC_NIST_P256' });
  expect(JSON.parse(String(signing?.['policy']))).toMatchObject({
    Statement: [
      { Sid: 'AccountDecides', Action: expect.not.arrayContaining(['kms:Sign']) },
      {
        Action: 'kms:Sign',
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::999999999999:role/dynconf-sign' },
        },
      },
    ],
  });
});

test('DeliveryPipelineStack takes on a role in a session with tags, by a process that knows another profile', () => {
  const { spec } = buildspecOf(pipelineOf(aTools()), 'dynconf-release-prod');
  const takeOn = spec.phases['pre_build']?.commands?.find((command) =>
    command.includes('credential_process'),
  );
  expect(takeOn).toMatch(
    /^test -z "\$ROLE_ARN" \|\| aws configure set profile\.release\.credential_process "env -u AWS_PROFILE aws sts assume-role /,
  );
  expect(takeOn).toContain('--external-id $EXTERNAL_ID');
  expect(takeOn).toContain('--tags $SESSION_TAGS');
  expect(takeOn).toMatch(/--query \\"\{Version:to_number\('1'\),.*Expiration:Credentials\.Expiration\}\\""$/);
});

test('DeliveryPipelineStack looks at an account as its read role, and at blockers of the tools account as itself', () => {
  const blockers = ['arn:aws:cloudwatch:eu-west-1:999999999999:alarm:stop'];
  const stack = pipelineOf(aTools(), { ...prod, blockers });
  const { spec } = buildspecOf(stack, 'dynconf-release-prod');
  expect(spec.env?.variables).toMatchObject({ DYNCONF_READ_PROFILES: 'dynconf-read-' });
  expect(spec.phases['pre_build']?.commands?.slice(-4)).toEqual([
    'aws configure set profile.dynconf-read-333333333333.role_arn "arn:aws:iam::333333333333:role/dynconf-read-prod"',
    'aws configure set profile.dynconf-read-333333333333.external_id "dynconf:dynconf-read-prod"',
    'aws configure set profile.dynconf-read-333333333333.credential_source "EcsContainer"',
    'aws configure set profile.dynconf-read-999999999999.credential_process "env -u AWS_PROFILE aws configure export-credentials --format process"',
  ]);
  expect(allowed(stack, 'dynconf-release-prod')).toContainEqual({
    Sid: 'LookAtBlockers',
    Effect: 'Allow',
    Action: 'cloudwatch:DescribeAlarms',
    Resource: '*',
    Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1'] } },
  });
});

test('DeliveryPipelineStack lets each project take on the roles of its own actions and nothing else', () => {
  const stack = pipelineOf(aTools(), beta, busy);
  const roles = Object.values(stack.resource['aws_iam_role'] ?? {}).map(({ name }) => String(name));
  const assumes = roles.map((role) => [
    role,
    allowed(stack, role)
      .filter(({ Action }) => Action.includes('sts:AssumeRole'))
      .flatMap(({ Resource }) => Resource),
  ]);
  const of = (account: string, ...names: string[]) =>
    names.map((name) => `arn:aws:iam::${account}:role/dynconf-${name}`);
  expect(Object.fromEntries(assumes)).toEqual({
    'dynconf-build': [],
    'dynconf-review': [],
    'dynconf-sign': [],
    'dynconf-pipeline': of('333333333333', 'watch-prod'),
    'dynconf-test-prod': of('333333333333', 'read-prod'),
    'dynconf-release-beta': of(
      '111111111111',
      ...['read-beta', 'deploy-beta-foundation', 'deploy-beta-flags', 'deploy-beta-operations'],
    ),
    'dynconf-release-prod': of(
      '333333333333',
      ...['read-prod', 'deploy-prod-foundation', 'deploy-prod-flags', 'deploy-prod-operations'],
    ),
  });
});

test('DeliveryPipelineStack publishes reports, encrypted, and tells tests where their dependencies are', () => {
  const stack = pipelineOf(aTools(), busy);
  const groups = Object.values(stack.resource['aws_codebuild_report_group'] ?? {});
  expect(Object.fromEntries(groups.map(({ name, type }) => [name, type]))).toEqual({
    'dynconf-build-unit-tests': 'TEST',
    'dynconf-build-coverage': 'CODE_COVERAGE',
    'dynconf-build-specs': 'TEST',
    'dynconf-build-findings': 'TEST',
    'dynconf-test-prod-integration-integration': 'TEST',
  });
  for (const group of groups)
    expect(group).toMatchObject({
      export_config: { type: 'S3', s3_destination: { encryption_disabled: false, path: 'reports' } },
    });
  const { spec } = buildspecOf(stack, 'dynconf-test-prod-integration');
  const arn =
    'arn:aws:codebuild:us-east-1:999999999999:report-group/dynconf-test-prod-integration-integration';
  expect(spec.reports).toEqual({ [arn]: { files: ['it.xml'], 'file-format': 'JUNITXML' } });
  expect(spec.env?.variables).toMatchObject({
    DYNCONF_DEPENDENCY_LEDGER: 'https://ledger.example.com/${v1}',
    CODEBUILD_CONFIG_AUTO_DISCOVER: 'false',
  });
  expect(allowed(stack, 'dynconf-test-prod')).toContainEqual(
    expect.objectContaining({ Sid: 'PublishReports', Resource: [arn] }),
  );
});

test('DeliveryPipelineStack asks who reviewed a commit in a project that can do nothing else, unless told not to', () => {
  const stack = pipelineOf(aTools());
  const { spec } = buildspecOf(stack, 'dynconf-review');
  expect(spec.phases['build']?.commands).toEqual([
    embedded(pipelineScripts(resolve(__dirname, '..', '..')).review),
  ]);
  expect(spec.env?.variables).toEqual({
    DYNCONF_REPOSITORY: 'example/shop-configuration',
    DYNCONF_TRUNK: 'main',
    DYNCONF_REVIEW_SECRET: 'dynconf/review-token',
  });
  expect(actionsOf(allowed(stack, 'dynconf-review')).sort()).toEqual([
    'codepipeline:ListPipelineExecutions',
    'kms:Decrypt',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    's3:GetBucketLocation',
    's3:GetBucketVersioning',
    's3:GetObject',
    's3:GetObjectVersion',
    'secretsmanager:GetSecretValue',
  ]);
  const without = pipelineOf(aTools({ requireReview: false }));
  expect(() => projectOf(without, 'dynconf-review')).toThrow('no project');
  expect(stagesOf(without)[1]?.action.map(({ name }) => name)).toEqual(['build']);
});

test('DeliveryPipelineStack tells the notice topics of failures, of successes and of approvals that wait', () => {
  const elsewhere = 'arn:aws:sns:eu-west-1:999999999999:releases';
  const stack = pipelineOf(aTools({ notify: [elsewhere, ...notify] }));
  expect(only(stack, 'aws_codestarnotifications_notification_rule')).toMatchObject({
    event_type_ids: [
      'codepipeline-pipeline-pipeline-execution-failed',
      'codepipeline-pipeline-pipeline-execution-succeeded',
      'codepipeline-pipeline-manual-approval-needed',
    ],
    target: [{ address: notify[0], type: 'SNS' }],
  });
  const approve = stagesOf(stack)
    .flatMap(({ action }) => action)
    .find(({ name }) => name === 'approve');
  expect(approve?.configuration).toMatchObject({
    NotificationArn: notify[0],
    ExternalEntityLink: '#{Prod-Page.BUILD_URL}',
  });
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
  const keys = Object.values(stack.resource['aws_kms_key'] ?? {});
  expect(keys.map((key) => key['enable_key_rotation'] ?? key['key_usage']).sort()).toEqual([
    'SIGN_VERIFY',
    true,
  ]);
});

test('DeliveryPipelineStack has a pipeline and a role per workload, and each project once', () => {
  const stack = pipelineOf(aTools({ workloads: { one: ['checkout'], two: ['checkout'] } }), busy);
  const pipelines = Object.values(stack.resource['aws_codepipeline'] ?? {});
  expect(pipelines.map(({ name }) => name)).toEqual(['dynconf-delivery-one', 'dynconf-delivery-two']);
  const roles = Object.values(stack.resource['aws_iam_role'] ?? {}).map(({ name }) => name);
  expect(roles).toEqual(expect.arrayContaining(['dynconf-pipeline-one', 'dynconf-pipeline-two']));
  expect(new Set(roles).size).toBe(roles.length);
});
