import { loadProject } from '../../../compiler/load-project';
import type { Environment } from '../../../compiler/project';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

const TEMPORARY = 'temporary: { owner: team-a, expires: 2099-01-01 }\n';

function environment(name: string, yaml: string): Environment | undefined {
  const root = writeProject({ ...SMALL_PROJECT, [`environments/temporary/${name}.yaml`]: yaml });
  const { project, diagnostics } = loadProject(root);
  expect(diagnostics).toEqual([]);
  return project?.environments.find((each) => each.name === name);
}

test('buildEnvironment() says what a temporary environment was taken from, and inherits its account', () => {
  expect(environment('feat-x', `extends: beta\n${TEMPORARY}`)).toMatchObject({
    account: '111111111111',
    temporary: { owner: 'team-a', expires: '2099-01-01', from: 'beta' },
  });
});

test('buildEnvironment() puts a temporary environment that extends local on this machine, without an account', () => {
  expect(environment('feat-x', `extends: local\n${TEMPORARY}`)).toMatchObject({
    account: '000000000000',
    temporary: { from: 'local' },
  });
});

test('buildEnvironment() names nothing that a temporary environment does not extend', () => {
  const alone = environment('feat-x', `account: "111111111111"\nregions: [us-east-1]\n${TEMPORARY}`);
  expect(alone?.temporary).toEqual({ owner: 'team-a', expires: '2099-01-01' });
});
