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
