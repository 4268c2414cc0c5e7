import type { Json, JsonObject } from '../../compiler/project';
import { build, CLEAN, policy, resource } from './planted-stacks';

const EVERYTHING = policy({ Effect: 'Allow', Action: '*', Resource: '*' });
const ROLE = '${aws_iam_role.x.name}';
const QUEUE = 'arn:aws:sqs:us-east-1:111111111111:dynconf-x';

/** Expressions that Terraform evaluates, and that none of this project's stacks has. */
export const EVIL_EXPRESSIONS: readonly string[] = [
  '${file/* */("/proc/self/environ")}',
  '${file("${path.module}/assets/c" == "" ? "" : "/proc/self/environ")}',
  '${file("${path.module}/assets/../../x")}',
  '${~ file("/etc/passwd") ~}',
  '${try(templatefile("/etc/passwd", {}), "")}',
  '${one(fileset("/", "**"))}',
  '${abspath(path.root)}',
  '${path.module}',
  '${true}',
  '${"x"}',
  '${\n"x"}',
  '$${x}${"y"}',
  '%{ if true }x%{ endif }',
  '%%{x}%{ for x in [1] }x%{ endfor }',
  '${var.x}',
  '${local.x}',
  '${each.key}',
  '${count.index}',
  '${terraform.applying}',
  '${self.arn}',
  '${contains(["COMPLETE"], self.arn)}',
  '${aws_ssm_parameter.p.value}',
  '${aws_iam_role.x.inline_policy}',
  '${aws_appconfig_hosted_configuration_version.x.content}',
  '${aws_iam_role.x.arn == "" ? 1 : 2}',
  '${aws_iam_role.x[0].arn}',
  '${aws_iam_role.x.arn}${aws_iam_role.x.tags}',
  '${data.aws_iam_policy_document.x.json}',
  '${data.terraform_remote_state.x.outputs.evil}',
  '${data.terraform_remote_state.x.outputs["cross-stack-output-x"]}',
];

/** What is hidden in values, and not in blocks of their own: the address is always `….evil`. */
export const PLANTED_VALUES: readonly (readonly [
  what: string,
  rules: readonly string[],
  changes: JsonObject,
])[] = [
  ...EVIL_EXPRESSIONS.map((text) => expression(text, { output: { evil: { value: ['x', text] } } })),
  ...EVIL_EXPRESSIONS.map((text) => expression(text, { output: { evil: { value: { [text]: 'x' } } } })),
  ['a reference in a key', ['UNKNOWN_EXPRESSION'], { output: { evil: { value: { [ROLE]: 'x' } } } }],
  ['an inline policy', ['ACTION_WILDCARD', 'RESOURCE_WILDCARD'], inline({ policy: EVERYTHING })],
  ['an inline policy in lists', ['ACTION_WILDCARD', 'RESOURCE_WILDCARD'], inline([[{ policy: EVERYTHING }]])],
  [
    'an inline policy that is generated',
    ['GENERATED_BLOCK', 'ACTION_WILDCARD', 'RESOURCE_WILDCARD'],
    resource('aws_iam_role', {
      dynamic: { inline_policy: { for_each: [1], content: { policy: EVERYTHING } } },
    }),
  ],
  ['a tag that is named so', [], resource('aws_sqs_queue', { tags: { dynamic: 'x', policy: 'x' } })],
  ['a block that is not there', ['GENERATED_BLOCK'], resource('aws_sqs_queue', { count: 0 })],
  [
    'a policy of AWS behind an expression',
    ['UNKNOWN_EXPRESSION', 'POLICY_OF_OTHERS'],
    attached({ policy_arn: 'arn:aws:iam::aws:policy/${"AdministratorAccess"}' }),
  ],
  [
    'a policy of AWS behind a loop',
    ['GENERATED_BLOCK', 'UNKNOWN_EXPRESSION', 'POLICY_OF_OTHERS'],
    attached({
      for_each: { AdministratorAccess: 'x' },
      policy_arn: 'arn:aws:iam::aws:policy/${each.key}',
    }),
  ],
  [
    'policies of others on a role',
    ['POLICY_OF_OTHERS', 'POLICY_OF_OTHERS'],
    resource('aws_iam_role', {
      managed_policy_arns: ['arn:aws:iam::111111111111:policy/x', '${aws_iam_policy.none.arn}'],
    }),
  ],
  [
    'a policy of the stack',
    [],
    {
      resource: {
        aws_iam_policy: {
          a: { policy: policy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE }) },
        },
        aws_iam_role_policy_attachment: { a: { role: ROLE, policy_arn: '${aws_iam_policy.a.arn}' } },
      },
    },
  ],
  [
    'a policy in a parameter',
    ['UNKNOWN_EXPRESSION', 'UNREADABLE_POLICY'],
    written('${aws_ssm_parameter.p.value}'),
  ],
  [
    'a policy for a role of others',
    ['ROLE_OF_OTHERS'],
    resource('aws_iam_role_policy', { role: 'AccountAdmin' }),
  ],
  ['a policy that is a reference', ['UNREADABLE_POLICY'], written('${aws_iam_policy.a.arn}')],
  [
    'a policy with a key twice',
    ['UNREADABLE_POLICY', 'ACTION_WILDCARD'],
    written('{"Statement":[{"Effect":"Allow","Action":"x:Y","Action":"*","Resource":"' + QUEUE + '"}]}'),
  ],
  [
    'a policy in escapes',
    ['UNREADABLE_POLICY'],
    written('{"Statement":[{"Effect":"Allow","Action":"\\u0078:Y","Resource":"' + QUEUE + '"}]}'),
  ],
  ['a policy in small letters', ['UNREADABLE_POLICY'], statement({ action: '*', Resource: QUEUE })],
  ['an effect that is none', ['UNREADABLE_POLICY'], statement({ Effect: 'deny', Action: 's3:GetObject' })],
  [
    'an action that is known later',
    ['UNREADABLE_POLICY'],
    statement({ Action: '${aws_kms_key.x.arn}', Resource: QUEUE }),
  ],
  [
    'a resource that a person named',
    ['UNREADABLE_POLICY'],
    statement({ Action: 's3:GetObject', Resource: '${aws_s3_bucket.x.bucket}' }),
  ],
  [
    'a variable of IAM',
    ['UNREADABLE_POLICY'],
    statement({ Action: 's3:GetObject', Resource: `${QUEUE}/$\${*}` }),
  ],
  ['a key that is known later', [], statement({ Action: 'kms:Decrypt', Resource: '${aws_kms_key.x.arn}' })],
  ...[
    'arn:*',
    'arn:aws:s3:::*',
    'arn:aws:sqs:*:*:*',
    '**',
    'arn:aws:iam::*:role/x',
    'arn:aws:*:us-east-1:111111111111:x',
  ].map(
    (wild) =>
      [
        `every resource as ${wild}`,
        ['RESOURCE_WILDCARD'],
        statement({ Action: 's3:GetObject', Resource: wild }),
      ] as const,
  ),
  ...[
    { AWS: 'arn:aws:iam::111111111111:user/ann' },
    { AWS: 'AIDACKCEVSQ6C2EXAMPLE' },
    { Service: '*' },
    { CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' },
  ].map(
    (Principal) => [`trust in ${JSON.stringify(Principal)}`, ['TRUSTS_ACCOUNT'], trust(Principal)] as const,
  ),
  [
    'another account',
    ['ACCOUNT_NOT_DEFINED'],
    providers({ allowed_account_ids: ['999999999999'], alias: 'evil' }),
  ],
  [
    'an account behind an expression',
    ['UNKNOWN_EXPRESSION', 'ACCOUNT_NOT_DEFINED'],
    providers({ allowed_account_ids: ['${"999999999999"}'], alias: 'evil' }),
  ],
  [
    'privileges behind an expression',
    ['UNKNOWN_EXPRESSION', 'BUILD_WITH_PRIVILEGES'],
    build({ privileged_mode: '${true}' }),
  ],
  ['privileges in words', ['BUILD_WITH_PRIVILEGES'], build({ privileged_mode: 'true' })],
  ['an image of somebody', ['CODE_FROM_ELSEWHERE'], build({ image: 'evil/image' })],
  ['an image with a password', ['CODE_FROM_ELSEWHERE'], build({ registry_credential: { credential: 'x' } })],
  [
    'a buildspec in a bucket',
    ['CODE_FROM_ELSEWHERE'],
    build({}, { source: { type: 'CODEPIPELINE', buildspec: 'arn:aws:s3:::evil/x' } }),
  ],
  [
    'a build of nothing',
    ['CODE_FROM_ELSEWHERE'],
    build({}, { source: { type: 'NO_SOURCE', buildspec: '{\n}' } }),
  ],
  [
    'a second source',
    ['CODE_FROM_ELSEWHERE'],
    build({}, { secondary_sources: [{ location: 'https://example.com/x' }] }),
  ],
  [
    'a secret whose type is known later',
    ['SECRET_IN_BUILD'],
    build({ environment_variable: { name: 'NPM_TOKEN', type: '${aws_iam_role.x.name}' } }),
  ],
  [
    'a function',
    ['UNKNOWN_RESOURCE', 'CODE_FROM_ELSEWHERE'],
    resource('aws_lambda_function', { s3_bucket: 'evil' }),
  ],
  ['a canary of somebody', ['CODE_FROM_ELSEWHERE'], resource('aws_synthetics_canary', { s3_bucket: 'evil' })],
  [
    'a secret that is read',
    ['UNKNOWN_RESOURCE'],
    { data: { aws_secretsmanager_secret_version: { evil: {} } } },
  ],
  [
    'a log that is kept for 0 days',
    ['LOG_WITHOUT_END'],
    resource('aws_cloudwatch_log_group', { retention_in_days: '0' }),
  ],
  [
    'a key whose kind is known later',
    ['KEY_WITHOUT_ROTATION'],
    resource('aws_kms_key', { customer_master_key_spec: '${aws_iam_role.x.name}' }),
  ],
  [
    'a value for other stacks',
    ['CROSS_STACK_VALUE'],
    { output: { 'cross-stack-output-aws_kms_keyaarn': { value: '*' } } },
  ],
  [
    'a value under another name',
    ['CROSS_STACK_VALUE'],
    { output: { 'cross-stack-output-aws_kms_keyaarn': { value: '${aws_kms_key.b.arn}' } } },
  ],
  [
    'a value under its name',
    [],
    { output: { 'cross-stack-output-aws_kms_keya-1arn': { value: '${aws_kms_key.a-1.arn}' } } },
  ],
  ['a state that says what nobody told', ['CROSS_STACK_VALUE'], state({ defaults: { evil: '*' } })],
  ['a state of another workspace', ['CROSS_STACK_VALUE'], state({ workspace: 'evil' })],
];

function expression(text: string, changes: JsonObject) {
  const rule = /file|abspath|\{path\./.test(text) ? 'READS_OTHER_FILE' : 'UNKNOWN_EXPRESSION';
  return [text, [rule], changes] as const;
}

function inline(policies: Json): JsonObject {
  return resource('aws_iam_role', { inline_policy: policies });
}

function attached(body: JsonObject): JsonObject {
  return resource('aws_iam_role_policy_attachment', { role: ROLE, ...body });
}

function written(text: string): JsonObject {
  return resource('aws_iam_role_policy', { role: ROLE, policy: text });
}

function statement(body: JsonObject): JsonObject {
  return written(policy({ Effect: 'Allow', ...body }));
}

function trust(Principal: JsonObject): JsonObject {
  return resource('aws_iam_role', {
    assume_role_policy: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }),
  });
}

function providers(second: JsonObject): JsonObject {
  const [own = null] = (CLEAN['provider'] as { aws: Json[] }).aws;
  return { provider: { aws: [own, { region: 'us-east-1', ...second }] } };
}

function state(body: JsonObject): JsonObject {
  const config = { path: '../../../.dynconf/state/beta-us-east-1-foundation.tfstate' };
  return { data: { terraform_remote_state: { evil: { backend: 'local', config, ...body } } } };
}
