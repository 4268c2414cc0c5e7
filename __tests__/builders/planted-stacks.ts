import type { Json, JsonObject } from '../../compiler/project';
import { ARTIFACT } from './artifact';
const GITHUB = 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com';

export const NAME = 'beta-us-east-1-flags';

export const FILE = `cdktf.out/stacks/${NAME}/cdk.tf.json`;

export const CLEAN = JSON.parse(ARTIFACT[FILE] ?? '') as JsonObject;

const TRUSTED: Json = { Service: 'codebuild.amazonaws.com' };

const ROLE = 'arn:aws:iam::111111111111:role/deploy';

const CLOSED = {
  aws_s3_bucket: { evil: { bucket: 'evil' } },
  aws_s3_bucket_public_access_block: {
    a: {
      bucket: '${aws_s3_bucket.evil.bucket}',
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    },
  },
  aws_s3_bucket_policy: {
    a: {
      bucket: 'evil',
      policy: policy({
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    },
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    a: {
      bucket: 'evil',
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms' } }],
    },
  },
} satisfies JsonObject;

export const PLANTED: readonly (readonly [what: string, rules: readonly string[], changes: JsonObject])[] = [
  ['nothing', [], {}],
  [
    'a provisioner',
    ['PROVISIONER'],
    resource('aws_sqs_queue', { provisioner: { 'local-exec': { command: 'id' } } }),
  ],
  [
    'a provisioner in lists',
    ['PROVISIONER'],
    { resource: [{ aws_sqs_queue: [{ a: [{ provisioner: [{}] }] }] }] },
  ],
  [
    'terraform_data that provisions',
    ['PROVISIONER'],
    resource('terraform_data', { provisioner: [{ 'local-exec': {} }] }),
  ],
  [
    'a removed block that provisions',
    ['PROVISIONER', 'UNKNOWN_BLOCK'],
    { removed: [{ from: 'aws_x.y', provisioner: [{ 'local-exec': {} }] }] },
  ],
  ['a connection', ['PROVISIONER'], resource('aws_sqs_queue', { connection: { host: 'x' } })],
  [
    'external data',
    ['RUNS_PROGRAM', 'PROVIDER_NOT_LOCKED', 'UNKNOWN_RESOURCE'],
    { data: { external: { a: { program: ['id'] } } } },
  ],
  [
    'http data in lists',
    ['RUNS_PROGRAM', 'PROVIDER_NOT_LOCKED', 'UNKNOWN_RESOURCE'],
    { data: [{ http: [{ a: [{ url: 'http://x' }] }] }] },
  ],
  [
    'a local file',
    ['RUNS_PROGRAM', 'PROVIDER_NOT_LOCKED', 'READS_OTHER_FILE', 'UNKNOWN_RESOURCE'],
    resource('local_file', { filename: '/etc/x' }),
  ],
  [
    'a null resource',
    ['RUNS_PROGRAM', 'PROVIDER_NOT_LOCKED', 'UNKNOWN_RESOURCE'],
    resource('null_resource', {}),
  ],
  [
    'a call of a function',
    ['RUNS_PROGRAM', 'UNKNOWN_RESOURCE'],
    { data: { aws_lambda_invocation: { a: { function_name: 'x' } } } },
  ],
  ['terraform_data that does nothing', [], resource('terraform_data', { input: 'x' })],
  ['a module', ['MODULE'], { module: { evil: { source: 'git::https://example.com/x' } } }],
  ['a module of the same folder', ['MODULE'], { module: { evil: { source: './assets/x' } } }],
  ['an import', ['UNKNOWN_BLOCK'], { import: [{ to: 'aws_x.y', id: 'z' }] }],
  ['a check with its own data', ['UNKNOWN_BLOCK'], { check: { a: { data: { http: { b: {} } } } } }],
  ['an ephemeral resource', ['UNKNOWN_BLOCK'], { ephemeral: { aws_x: { a: {} } } }],
  [
    'settings of a provider',
    ['UNKNOWN_BLOCK'],
    { terraform: { ...(CLEAN['terraform'] as JsonObject), provider_meta: {} } },
  ],
  ['a file of the machine', ['READS_OTHER_FILE'], { output: { a: { value: '${file("/etc/passwd")}' } } }],
  [
    'a file of another stack',
    ['READS_OTHER_FILE'],
    { output: { a: { value: '${file("${path.module}/assets/../../x")}' } } },
  ],
  [
    'files behind comments',
    ['READS_OTHER_FILE', 'READS_OTHER_FILE'],
    { output: { a: { value: '${file /* ( */ ("x")}', description: '${file // (\n("x")}' } } },
  ],
  ['a template', ['READS_OTHER_FILE'], { output: { a: { value: 'x${templatefile("x", {})}' } } }],
  [
    'a file by a name that is computed',
    ['READS_OTHER_FILE'],
    { output: { a: { value: '${file("${path.module}/assets/${var.x}")}' } } },
  ],
  ['an own file', [], { output: { a: { value: '${file("${path.module}/assets/x/document.json")}' } } }],
  ['text that only looks like it', [], { output: { a: { value: '$${file("/etc/passwd")} file("x")' } } }],
  [
    'code from elsewhere',
    ['READS_OTHER_FILE', 'UNKNOWN_RESOURCE'],
    resource('aws_lambda_function', { filename: '../../../node_modules/evil.zip' }),
  ],
  ['code of its own', [], resource('aws_synthetics_canary', { zip_file: 'assets/Canary_Code/x/canary.zip' })],
  ['a state at a server', ['BACKEND_SETTING'], backend({ http: { address: 'https://example.com' } })],
  [
    'a state in a bucket of another server',
    ['BACKEND_SETTING', 'BACKEND_SETTING'],
    backend({
      s3: { bucket: 'a', region: 'us-east-1', endpoints: { s3: 'https://example.com' }, access_key: 'x' },
    }),
  ],
  [
    'a state that is read from a server',
    ['BACKEND_SETTING'],
    {
      data: {
        terraform_remote_state: { a: { backend: 'http', config: { address: 'https://example.com' } } },
      },
    },
  ],
  [
    'a state that is read from wherever an expression says',
    ['BACKEND_SETTING', 'UNKNOWN_EXPRESSION'],
    { data: { terraform_remote_state: { a: { backend: 's3', config: '${jsondecode("{}")}' } } } },
  ],
  [
    'another provider',
    ['PROVIDER_NOT_LOCKED'],
    {
      terraform: {
        ...(CLEAN['terraform'] as JsonObject),
        required_providers: { aws: { source: 'evil/aws', version: '5.100.0' } },
      },
    },
  ],
  [
    'another version',
    ['PROVIDER_NOT_LOCKED'],
    {
      terraform: {
        ...(CLEAN['terraform'] as JsonObject),
        required_providers: { aws: { source: 'aws', version: '5.99.0' } },
      },
    },
  ],
  [
    'a provider from elsewhere',
    ['PROVIDER_NOT_LOCKED'],
    {
      terraform: {
        ...(CLEAN['terraform'] as JsonObject),
        required_providers: [{ aws: { source: 'example.com/hashicorp/aws', version: '5.100.0' } }],
      },
    },
  ],
  [
    'keys',
    ['PROVIDER_CREDENTIALS', 'PROVIDER_CREDENTIALS'],
    provider({ access_key: 'AKIAIOSFODNN7EXAMPLE', secret_key: 'x' }),
  ],
  ['another role', ['PROVIDER_CREDENTIALS'], provider({ assume_role: [{ role_arn: ROLE }] })],
  [
    'the local AppConfig',
    [],
    provider({
      access_key: '111111111111',
      secret_key: 'local',
      endpoints: [{ appconfig: 'http://127.0.0.1:2770' }],
    }),
  ],
  [
    'a file with a program that makes credentials',
    ['PROVIDER_CREDENTIALS', 'PROVIDER_CREDENTIALS'],
    provider({ profile: 'x', shared_config_files: ['assets/notes.txt'] }),
  ],
  ['a setting that no synth writes', ['PROVIDER_SETTING'], provider({ ec2_metadata_service_endpoint: 'x' })],
  ['a check that is skipped', ['PROVIDER_SETTING'], provider({ skip_requesting_account_id: true })],
  [
    'a provider of something else',
    ['PROVIDER_SETTING'],
    { provider: { ...(CLEAN['provider'] as JsonObject), external: {} } },
  ],
  ['an endpoint', ['PROVIDER_ENDPOINT'], provider({ endpoints: [{ sts: 'http://127.0.0.1:2770' }] })],
  [
    'an endpoint elsewhere',
    ['PROVIDER_ENDPOINT'],
    provider({
      access_key: '111111111111',
      secret_key: 'local',
      endpoints: { sts: 'http://127.0.0.1.example.com' },
    }),
  ],
  ['any account', ['ANY_ACCOUNT'], { provider: { aws: { region: 'us-east-1' } } }],
  [
    'an action by wildcard',
    ['ACTION_WILDCARD'],
    allow({ Action: ['s3:GetObject', 'iam:*'], Resource: ROLE }),
  ],
  ['everything', ['ACTION_WILDCARD', 'RESOURCE_WILDCARD'], allow({ Action: '*', Resource: '*' })],
  ['every resource', ['RESOURCE_WILDCARD'], allow({ Action: 's3:GetObject', Resource: '*' })],
  ['every resource where there are none', [], allow({ Action: 'appconfig:ListApplications', Resource: '*' })],
  ['everything but something', ['EVERYTHING_BUT'], allow({ NotAction: 'iam:CreateUser', Resource: ROLE })],
  [
    'a denial of everything',
    [],
    resource('aws_iam_role_policy', { policy: policy({ Effect: 'Deny', Action: '*', Resource: '*' }) }),
  ],
  ['trust in a service', [], role({ Principal: TRUSTED })],
  ['trust in a role', [], role({ Principal: { AWS: ROLE } })],
  ['trust in an account', ['TRUSTS_ACCOUNT'], role({ Principal: { AWS: 'arn:aws:iam::111111111111:root' } })],
  ['trust in an account by its number', ['TRUSTS_ACCOUNT'], role({ Principal: { AWS: ['111111111111'] } })],
  ['trust in everybody', ['TRUSTS_ACCOUNT'], role({ Principal: '*' })],
  [
    'trust in everybody at a provider',
    ['TRUSTS_PROVIDER'],
    role({
      Principal: { Federated: GITHUB },
      Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
    }),
  ],
  [
    'trust in a pattern of subjects',
    ['TRUSTS_PROVIDER'],
    role({
      Principal: { Federated: GITHUB },
      Condition: {
        StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
        StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:example/*' },
      },
    }),
  ],
  [
    'trust in roles by wildcard',
    ['TRUSTS_ACCOUNT'],
    role({ Principal: { AWS: 'arn:aws:iam::111111111111:role/*' } }),
  ],
  [
    'an account whose roles are named',
    [],
    role({
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
      Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE } },
    }),
  ],
  [
    'an account whose roles are named by wildcard',
    ['TRUSTS_ACCOUNT'],
    role({
      Principal: { AWS: '111111111111' },
      Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/*' } },
    }),
  ],
  ['rules of an account', [], bus('arn:aws:events:*:111111111111:rule/dynconf-*')],
  ['rules of any account', ['TRUSTS_ACCOUNT'], bus('arn:aws:events:us-east-1:*:rule/dynconf-*')],
  [
    'a user’s key',
    ['LONG_LIVED_CREDENTIAL', 'UNKNOWN_RESOURCE'],
    resource('aws_iam_access_key', { user: 'x' }),
  ],
  [
    'an administrator',
    ['TOO_MUCH_ACCESS', 'POLICY_OF_OTHERS'],
    resource('aws_iam_role_policy_attachment', { policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
  ],
  [
    'a policy known later',
    ['UNREADABLE_POLICY', 'UNKNOWN_EXPRESSION'],
    resource('aws_iam_policy', { policy: '${data.aws_iam_policy_document.x.json}' }),
  ],
  [
    'an open bucket',
    ['BUCKET_NOT_CLOSED', 'BUCKET_WITHOUT_TLS', 'BUCKET_WITHOUT_KEY'],
    resource('aws_s3_bucket', { bucket: 'evil' }),
  ],
  ['a closed bucket', [], { resource: CLOSED }],
  [
    'a bucket beside a closed one',
    ['BUCKET_NOT_CLOSED', 'BUCKET_WITHOUT_TLS', 'BUCKET_WITHOUT_KEY'],
    { resource: { ...CLOSED, aws_s3_bucket: { evil: { bucket: 'evil' }, evil2: { bucket: 'evil2' } } } },
  ],
  ['a key that is not rotated', ['KEY_WITHOUT_ROTATION'], resource('aws_kms_key', {})],
  [
    'a key that signs',
    [],
    resource('aws_kms_key', { customer_master_key_spec: 'ECC_NIST_P256', key_usage: 'SIGN_VERIFY' }),
  ],
  ['a log without an end', ['LOG_WITHOUT_END'], resource('aws_cloudwatch_log_group', { name: 'x' })],
  ['a build with privileges', ['BUILD_WITH_PRIVILEGES'], build({ privileged_mode: true })],
  [
    'a secret of a build',
    ['SECRET_IN_BUILD'],
    build({ environment_variable: [{ name: 'NPM_TOKEN', value: 'x' }] }),
  ],
];

function backend(body: JsonObject): JsonObject {
  return { terraform: { ...(CLEAN['terraform'] as JsonObject), backend: body } };
}

function bus(source: string): JsonObject {
  return resource('aws_cloudwatch_event_bus_policy', {
    policy: policy({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111111111111:root' },
      Action: 'events:PutEvents',
      Resource: 'arn:aws:events:us-east-1:999999999999:event-bus/releases',
      Condition: { ArnLike: { 'aws:SourceArn': [source] } },
    }),
  });
}

function provider(body: JsonObject): JsonObject {
  return { provider: { aws: [{ region: 'us-east-1', allowed_account_ids: ['111111111111'], ...body }] } };
}

/** A build that is clean but for this. */
export function build(environment: JsonObject, more: JsonObject = {}): JsonObject {
  const image = 'aws/codebuild/standard:7.0';
  const source = { type: 'CODEPIPELINE', buildspec: '{\n}' };
  return resource('aws_codebuild_project', { source, ...more, environment: [{ image, ...environment }] });
}

export function resource(type: string, body: Json): JsonObject {
  return { resource: { [type]: { evil: body } } };
}

export function policy(statement: JsonObject): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

function role(statement: JsonObject): JsonObject {
  return resource('aws_iam_role', {
    assume_role_policy: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }),
  });
}

function allow(statement: JsonObject): JsonObject {
  return resource('aws_iam_role_policy', { policy: policy({ Effect: 'Allow', ...statement }) });
}
