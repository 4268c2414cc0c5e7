import { stackOrder } from '../../delivery/stack-order';
import { anEnvironment } from '../builders/environment';
import { aProject, aTools } from '../builders/project';
import { only, withSynthesized } from '../builders/synth';

const project = aProject({
  environments: [anEnvironment({ name: 'beta' })],
  tools: aTools({ pullRequests: { provider: 'codebuild' } }),
});
const built = withSynthesized(project, ({ stack }) => stack('pull-requests'), { environments: ['tools'] });

test('PullRequestsStack has a role that writes its log and its report, and does nothing else', () => {
  const policy = JSON.parse(String(only(built, 'aws_iam_role_policy')['policy'])) as {
    Statement: { Action: string[]; Resource: string }[];
  };
  expect(policy.Statement.flatMap(({ Action }) => Action).sort()).toEqual([
    'codebuild:BatchPutTestCases',
    'codebuild:CreateReport',
    'codebuild:UpdateReport',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ]);
  expect(
    policy.Statement.filter(({ Resource }) => Resource.endsWith(':*') && !Resource.includes('log-stream')),
  ).toEqual([]);
});

test('PullRequestsStack makes the group that its role publishes reports in', () => {
  const { name, type } = only(built, 'aws_codebuild_report_group');
  const arn = `arn:aws:codebuild:us-east-1:999999999999:report-group/${String(name)}`;
  expect(type).toBe('TEST');
  const { buildspec } = only(built, 'aws_codebuild_project')['source'] as { buildspec: string };
  const { reports } = JSON.parse(buildspec.replaceAll('$${', '${')) as { reports: object };
  expect(Object.keys(reports)).toEqual([arn]);
  const policy = String(only(built, 'aws_iam_role_policy')['policy']);
  expect(policy).toContain(`"Resource":"${arn}"`);
});

test('PullRequestsStack reads with a credential that its role cannot ask for', () => {
  const source = only(built, 'aws_codebuild_project')['source'] as Record<string, unknown>;
  expect(source).not.toHaveProperty('auth');
  expect(source['report_build_status']).toBe(false);
  expect(JSON.stringify(built.resource)).not.toMatch(/connection|secretsmanager|kms:|s3:/);
});

test('PullRequestsStack starts for pull requests into the trunk only', () => {
  const webhook = only(built, 'aws_codebuild_webhook');
  expect(webhook).toMatchObject({
    manual_creation: true,
    filter_group: [
      {
        filter: [
          { type: 'EVENT', pattern: 'PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED, PULL_REQUEST_REOPENED' },
          { type: 'BASE_REF', pattern: '^refs/heads/main$' },
        ],
      },
    ],
  });
});

test('PullRequestsStack takes a trunk for a name, not for a pattern or a command', () => {
  const trunk = 'release/1.0+${x}';
  const tools = aTools({ pullRequests: { provider: 'codebuild' }, source: { ...aTools().source, trunk } });
  withSynthesized(
    { ...project, tools },
    ({ stack }) => {
      const { filter_group: groups } = only(stack('pull-requests'), 'aws_codebuild_webhook') as {
        filter_group: { filter: { pattern: string }[] }[];
      };
      // Terraform's own escape of ${.
      const pattern = (groups[0]?.filter[1]?.pattern ?? '').replaceAll('$${', '${');
      expect(new RegExp(pattern).test(`refs/heads/${trunk}`)).toBe(true);
      expect(new RegExp(pattern).test('refs/heads/release/1x0+${x}')).toBe(false);
      const { source } = only(stack('pull-requests'), 'aws_codebuild_project') as {
        source: { buildspec: string };
      };
      expect(source.buildspec).not.toContain('release/1.0');
    },
    { environments: ['tools'] },
  );
});

test('PullRequestsStack shows the page first, and fails last', () => {
  const { buildspec } = only(built, 'aws_codebuild_project')['source'] as { buildspec: string };
  const { phases } = JSON.parse(buildspec.replaceAll('$${', '${')) as {
    phases: { build: { commands: string[] } };
  };
  expect(phases.build.commands[0]).toBe('npx dynconf review --base "origin/$TRUNK" || FAILED=yes');
  expect(phases.build.commands.at(-1)).toBe('test -z "$FAILED"');
});

test('PullRequestsStack is there only when tools.yaml says so', () => {
  const names = (tools: ReturnType<typeof aTools>) =>
    stackOrder({ ...project, tools }).map(({ stack }) => stack);
  expect(names(aTools())).not.toContain('pull-requests');
  expect(names(aTools({ pullRequests: { provider: 'github', environment: 'plan' } }))).not.toContain(
    'pull-requests',
  );
  expect(names(project.tools ?? aTools())).toContain('pull-requests');
});

test.each([
  [undefined, 'GITHUB', 'https://github.com/example/shop.git'],
  ['https://github.example.com/api/v3', 'GITHUB_ENTERPRISE', 'https://github.example.com/example/shop.git'],
  ['https://api.octo.ghe.com', 'GITHUB_ENTERPRISE', 'https://octo.ghe.com/example/shop.git'],
])('PullRequestsStack reads the code from where the API %s belongs', (api, type, location) => {
  const source = { ...aTools().source, repository: 'example/shop', ...(api !== undefined && { api }) };
  const tools = aTools({ pullRequests: { provider: 'codebuild' }, source });
  withSynthesized(
    { ...project, tools },
    ({ stack }) => {
      expect(only(stack('pull-requests'), 'aws_codebuild_project')['source']).toMatchObject({
        type,
        location,
      });
    },
    { environments: ['tools'] },
  );
});
