import { accessResources } from '../../delivery/access-resources';
import { anEnvironment, aWave } from '../builders/environment';
import { aTools } from '../builders/project';

const waves = [aWave({ regions: ['us-east-1'] }), aWave({ name: 'rest', regions: ['eu-west-1'] })];
const tags = { Product: 'shop', Where: '${region}' };
const resources = accessResources(anEnvironment({ name: 'prod', waves, tags }), aTools());

test('accessResources() has a role per kind of stack, one that looks, one that CodePipeline looks at alarms with, and two for roles', () => {
  expect(resources.stack).toBe('access-prod');
  expect(resources.roles.map(({ name }) => name)).toEqual([
    'dynconf-deploy-prod-foundation',
    'dynconf-deploy-prod-flags',
    'dynconf-deploy-prod-operations',
    'dynconf-read-prod',
    'dynconf-watch-prod',
    'dynconf-inspect-prod',
    'dynconf-platform-prod',
  ]);
});

const arn = (name: string) => `arn:aws:iam::999999999999:role/${name}`;

test('accessResources() trusts the role of the tools account that releases to this environment, and CodePipeline to watch', () => {
  const trusted = resources.roles.map(({ kind, trustedArns }) => [kind, ...trustedArns]);
  expect(trusted).toEqual([
    ['foundation', arn('dynconf-release-prod')],
    ['flags', arn('dynconf-release-prod')],
    ['operations', arn('dynconf-release-prod')],
    ['read', arn('dynconf-release-prod')],
    ['watch', arn('dynconf-pipeline')],
    ['inspect', arn('dynconf-inspect')],
    ['platform', arn('dynconf-platform')],
  ]);
  const told = resources.roles.flatMap(({ externalId }) => externalId ?? []);
  expect(new Set(told).size).toBe(6);
});

test('accessResources() lets tests look where there are tests, and every workload’s pipeline watch', () => {
  const tests = { integration: { commands: ['true'], reports: [] } };
  const { roles } = accessResources(anEnvironment({ name: 'prod', tests }), {
    ...aTools(),
    workloads: { buying: ['checkout'], finding: ['search'] },
  });
  const trustOf = (kind: string) => roles.find((role) => role.kind === kind)?.trustedArns;
  expect(trustOf('read')).toEqual([arn('dynconf-release-prod'), arn('dynconf-test-prod')]);
  expect(trustOf('watch')).toEqual([arn('dynconf-pipeline-buying'), arn('dynconf-pipeline-finding')]);
  expect(trustOf('flags')).toEqual([arn('dynconf-release-prod')]);
});

test('accessResources() lets the tests of one environment look at no other', () => {
  const tests = { integration: { commands: ['true'], reports: [] } };
  const trusted = ['beta', 'gamma', 'prod'].map((name) => {
    const { roles } = accessResources(anEnvironment({ name, tests }), aTools());
    return roles.flatMap(({ trustedArns }) => trustedArns.filter((each) => each.includes('-test')));
  });
  expect(trusted).toEqual(['beta', 'gamma', 'prod'].map((name) => [arn(`dynconf-test-${name}`)]));
});

test('accessResources() looks at alarms where a blocker of the same account is, too', () => {
  const blockers = ['333333333333', '999999999999'].map(
    (account) => `arn:aws:cloudwatch:eu-north-1:${account}:alarm:stop`,
  );
  const environment = anEnvironment({ account: '333333333333', blockers });
  expect(accessResources(environment, aTools()).alarmRegions).toEqual(['us-east-1', 'eu-north-1']);
  expect(accessResources({ ...environment, account: '444444444444' }, aTools()).alarmRegions).toEqual([
    'us-east-1',
  ]);
});

test('accessResources() lets a temporary environment be removed by the build that does only that', () => {
  const temporary = { owner: 'team-a', expires: '2099-01-01', from: 'prod' };
  const { roles } = accessResources(anEnvironment({ name: 'feat-x', temporary }), aTools());
  // The pipelines know nothing of it.
  expect(roles.map(({ kind }) => kind)).toEqual(['remove']);
  expect(roles[0]).toMatchObject({
    name: 'dynconf-remove-feat-x',
    trustedArns: ['arn:aws:iam::999999999999:role/dynconf-expire'],
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
