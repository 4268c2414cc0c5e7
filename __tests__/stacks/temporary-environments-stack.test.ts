import type { Tools } from '../../compiler/project';
import { anEnvironment } from '../builders/environment';
import { aProject, aTools } from '../builders/project';
import { only, type TerraformJson, withSynthesized } from '../builders/synth';

const notify = ['arn:aws:sns:eu-west-1:999999999999:notices'];

function stackOf(tools: Tools = aTools({ notify })): TerraformJson {
  const environments = [
    anEnvironment({ name: 'local' }),
    anEnvironment({ name: 'beta' }),
    anEnvironment({ name: 'prod', account: '333333333333' }),
  ];
  return withSynthesized(aProject({ environments, tools }), ({ stack }) => stack('temporary-environments'), {
    environments: ['tools'],
  });
}

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** Of the role with this name. */
function statementsOf(stack: TerraformJson, role: string): Statement[] {
  const [id = ''] =
    Object.entries(stack.resource['aws_iam_role'] ?? {}).find(([, { name }]) => name === role) ?? [];
  const policy = Object.values(stack.resource['aws_iam_role_policy'] ?? {}).find(({ role: of }) =>
    String(of).includes(id),
  );
  return (JSON.parse(String(policy?.['policy'])) as { Statement: Statement[] }).Statement;
}

function commandsOf(stack: TerraformJson, phase: string): readonly string[] {
  const { buildspec } = only(stack, 'aws_codebuild_project')['source'] as { readonly buildspec: string };
  const { phases } = JSON.parse(buildspec) as {
    readonly phases: Readonly<Record<string, { readonly commands: readonly string[] }>>;
  };
  return phases[phase]?.commands ?? [];
}

test('TemporaryEnvironmentsStack starts its build by a schedule, one at a time', () => {
  const stack = stackOf();
  expect(only(stack, 'aws_cloudwatch_event_rule')).toMatchObject({
    name: 'dynconf-expire',
    schedule_expression: 'rate(3 hours)',
  });
  expect(only(stack, 'aws_cloudwatch_event_target')).toMatchObject({
    arn: expect.stringContaining('aws_codebuild_project.'),
    role_arn: expect.stringContaining('aws_iam_role.'),
  });
  expect(only(stack, 'aws_codebuild_project')).toMatchObject({
    concurrent_build_limit: 1,
    source_version: 'main',
    source: {
      location: 'https://github.com/example/shop-configuration.git',
      auth: { type: 'CODECONNECTIONS', resource: aTools().source.connection },
    },
  });
  expect(statementsOf(stack, 'dynconf-expire-start')).toEqual([
    {
      Sid: 'Start',
      Effect: 'Allow',
      Action: 'codebuild:StartBuild',
      Resource: 'arn:aws:codebuild:us-east-1:999999999999:project/dynconf-expire',
    },
  ]);
});

test('TemporaryEnvironmentsStack removes as the role of each environment, then sends what people must know', () => {
  const stack = stackOf();
  expect(commandsOf(stack, 'pre_build')).toContain(
    'npx dynconf environment list --format aws-config >> ~/.aws/config',
  );
  // Its role takes environments away: no package runs a program of its own beside it.
  expect(commandsOf(stack, 'install').at(-1)).toBe('npm ci --ignore-scripts --omit=dev');
  const [expire, send, last] = commandsOf(stack, 'build');
  expect(expire).toBe(
    'npx dynconf environment expire --notice-hours 24 --every-hours 3 --profiles dynconf-remove- > notices.txt || FAILED=yes',
  );
  expect(send).toMatch(
    /^test ! -s notices\.txt \|\| aws sns publish --region eu-west-1 --topic-arn \S+:notices /,
  );
  expect(last).toBe('test -z "$FAILED"');
});

test('TemporaryEnvironmentsStack may take on removal roles in the accounts of environments, and little else', () => {
  const statements = statementsOf(stackOf(), 'dynconf-expire');
  expect(statements.map(({ Sid }) => Sid)).toEqual(['Logs', 'Source', 'TakeOnRoles', 'GiveNotice']);
  expect(statements.find(({ Sid }) => Sid === 'TakeOnRoles')?.Resource).toEqual([
    'arn:aws:iam::111111111111:role/dynconf-remove-*',
    'arn:aws:iam::333333333333:role/dynconf-remove-*',
  ]);
  expect(statements.find(({ Sid }) => Sid === 'GiveNotice')?.Resource).toEqual(notify);
});

test('TemporaryEnvironmentsStack says so when a build fails', () => {
  expect(only(stackOf(), 'aws_codestarnotifications_notification_rule')).toMatchObject({
    event_type_ids: ['codebuild-project-build-state-failed'],
    target: [{ address: notify[0], type: 'SNS' }],
  });
});

test('TemporaryEnvironmentsStack does without topics, where there are none', () => {
  const stack = stackOf(aTools());
  expect(stack.resource['aws_codestarnotifications_notification_rule']).toBeUndefined();
  expect(statementsOf(stack, 'dynconf-expire').map(({ Sid }) => Sid)).not.toContain('GiveNotice');
  expect(commandsOf(stack, 'build')).toHaveLength(2);
});
