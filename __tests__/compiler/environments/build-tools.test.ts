import { loadProject } from '../../../compiler/load-project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

const TOOLS =
  'kind: tools\naccount: "999999999999"\nregion: us-east-1\nsource: { connection: "arn:aws:codeconnections:us-east-1:999999999999:connection/abc", repository: example/shop }\n';

function toolsWith(rest: string) {
  return loadProject(writeProject({ ...SMALL_PROJECT, 'environments/tools.yaml': `${TOOLS}${rest}` })).project
    ?.tools;
}

test('buildTools() leaves pull requests to nobody unless the file says who', () => {
  const tools = toolsWith('');
  expect(tools).toMatchObject({ account: '999999999999', requireReview: true });
  expect(tools).not.toHaveProperty('pullRequests');
});

test('buildTools() calls the environment that approves plans `plan`, unless it is named', () => {
  expect(toolsWith('pull-requests: { provider: github }\n')?.pullRequests).toEqual({
    provider: 'github',
    environment: 'plan',
  });
  expect(toolsWith('pull-requests: { provider: github, environment: look }\n')?.pullRequests).toEqual({
    provider: 'github',
    environment: 'look',
  });
  expect(toolsWith('pull-requests: { provider: codebuild }\n')?.pullRequests).toEqual({
    provider: 'codebuild',
  });
});

test('buildTools() lets AWS’s extension send the events of rollouts, unless the file says that AppConfig does', () => {
  expect(toolsWith('')?.rolloutEvents).toBe('extension');
  expect(toolsWith('rollout-events: appconfig\n')?.rolloutEvents).toBe('appconfig');
});

test('buildTools() takes a source of GitHub for granted, and keeps what it says of another host', () => {
  const { source } = toolsWith('') ?? {};
  expect(source).toEqual({
    connection: 'arn:aws:codeconnections:us-east-1:999999999999:connection/abc',
    repository: 'example/shop',
    trunk: 'main',
    provider: 'github',
  });
  const text = TOOLS.replace(
    'example/shop',
    'example/teams/shop, provider: gitlab, api: https://gitlab.example.com/api/v4',
  );
  const other = loadProject(writeProject({ ...SMALL_PROJECT, 'environments/tools.yaml': text }));
  expect(other.diagnostics).toEqual([]);
  expect(other.project?.tools?.source).toMatchObject({
    repository: 'example/teams/shop',
    provider: 'gitlab',
    api: 'https://gitlab.example.com/api/v4',
  });
});

test('buildTools() lets Bitbucket protect its trunk by itself', () => {
  const text = TOOLS.replace('example/shop', 'example/shop, provider: bitbucket');
  const files = { ...SMALL_PROJECT, 'environments/tools.yaml': `${text}require-review: false\n` };
  const { project, diagnostics } = loadProject(writeProject(files));
  expect(diagnostics).toEqual([]);
  expect(project?.tools).toMatchObject({ requireReview: false, source: { provider: 'bitbucket' } });
});
