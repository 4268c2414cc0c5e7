import { accessResources } from '../../delivery/access-resources';
import { anEnvironment, aWave } from '../builders/environment';
import { aTools } from '../builders/project';

const waves = [aWave({ regions: ['us-east-1'] }), aWave({ name: 'rest', regions: ['eu-west-1'] })];
const tags = { Product: 'shop', Where: '${region}' };
const resources = accessResources(anEnvironment({ name: 'prod', waves, tags }), aTools());

test('accessResources() has a role per kind of stack and one that looks', () => {
  expect(resources.stack).toBe('access-prod');
  expect(resources.roles.map(({ name }) => name)).toEqual([
    'dynconf-deploy-prod-foundation',
    'dynconf-deploy-prod-flags',
    'dynconf-deploy-prod-operations',
    'dynconf-read-prod',
  ]);
});

test('accessResources() trusts one role of the tools account, by name', () => {
  expect(new Set(resources.roles.map(({ trustedArn }) => trustedArn))).toEqual(
    new Set(['arn:aws:iam::999999999999:role/dynconf-deploy']),
  );
  expect(new Set(resources.roles.map(({ externalId }) => externalId)).size).toBe(4);
});

test('accessResources() lets a temporary environment be removed by the build that does only that', () => {
  const temporary = { owner: 'team-a', expires: '2099-01-01', from: 'prod' };
  const { roles } = accessResources(anEnvironment({ name: 'feat-x', temporary }), aTools());
  expect(roles.find(({ kind }) => kind === 'remove')).toMatchObject({
    name: 'dynconf-remove-feat-x',
    trustedArn: 'arn:aws:iam::999999999999:role/dynconf-expire',
    externalId: 'dynconf:dynconf-remove-feat-x',
  });
  expect(resources.roles.some(({ kind }) => kind === 'remove')).toBe(false);
});

test('accessResources() reaches every region of the environment, and has tags that need none', () => {
  expect(resources.regions).toEqual(['us-east-1', 'eu-west-1']);
  expect(resources.tags).toEqual({ Product: 'shop' });
});

test('accessResources() names roles within the 64 characters of IAM', () => {
  const name = `e${'x'.repeat(31)}`;
  for (const role of accessResources(anEnvironment({ name }), aTools()).roles) {
    expect(role.name.length).toBeLessThanOrEqual(64);
  }
});
