import type { Environment, Project, Target } from '../../../compiler/project';
import { targetResources } from '../../../delivery/targets/target-resources';
import { anAlarm, anEnvironment, aWave } from '../../builders/environment';
import { aFlag } from '../../builders/flag';
import { anOperations } from '../../builders/operations';
import { aComponent, aProject } from '../../builders/project';

function resourcesOf(environment: Environment, project: Partial<Project> = {}) {
  const [wave = aWave()] = environment.waves;
  const target: Target = { environment, wave, region: wave.regions[0] ?? '' };
  return targetResources(aProject({ environments: [environment], ...project }), target);
}

test('targetResources() names stacks and applications as the contract says', () => {
  const { foundation, releases, applications } = resourcesOf(anEnvironment({ name: 'prod' }));
  expect(foundation).toBe('prod-us-east-1-foundation');
  expect(releases).toEqual([
    {
      components: ['checkout'],
      stacks: { flags: 'prod-us-east-1-flags', operations: 'prod-us-east-1-operations' },
    },
  ]);
  expect(applications.map(({ name }) => name)).toEqual(['checkout']);
});

test('targetResources() gives a temporary environment applications and tags of its own', () => {
  const temporary = { owner: 'ann', expires: '2026-12-01' };
  const { applications, tags } = resourcesOf(anEnvironment({ name: 'feat-x', temporary }));
  expect(applications).toMatchObject([{ component: 'checkout', name: 'checkout-feat-x', tags: {} }]);
  expect(tags).toEqual({ owner: 'ann', expires: '2026-12-01' });
});

test('targetResources() tags an application with the teams that own its definitions', () => {
  const component = aComponent({
    flags: [aFlag({ owner: 'team-b' })],
    operations: anOperations({ owner: 'team-a' }),
  });
  const { applications } = resourcesOf(anEnvironment(), { components: [component] });
  expect(applications[0]?.tags).toEqual({ owner: 'team-a team-b' });
});

test('targetResources() keeps the owner within the 256 characters of a tag, without half a name', () => {
  const owners = Array.from({ length: 40 }, (_, index) => `team-${String(index).padStart(5, '0')}`);
  const flags = owners.map((owner) => aFlag({ owner, key: owner }));
  const { applications } = resourcesOf(anEnvironment(), { components: [aComponent({ flags })] });
  const owner = applications[0]?.tags['owner'] ?? '';
  expect(owner.length).toBeLessThanOrEqual(256);
  expect(owner.split(' ').every((name) => owners.includes(name))).toBe(true);
});

test('targetResources() replaces placeholders in tags; one with ${component} tags each application', () => {
  const tags = { Where: '${environment}/${region}/${account}', What: '${component}', Text: '${other}' };
  const { tags: common, applications } = resourcesOf(anEnvironment({ tags }));
  expect(common).toEqual({ Where: 'beta/us-east-1/111111111111', Text: '${other}' });
  expect(applications[0]?.tags).toMatchObject({ What: 'checkout' });
});

test('targetResources() has one composite alarm per application as its monitor', () => {
  const { applications, alarms } = resourcesOf(
    anEnvironment({ alarms: [anAlarm(), anAlarm({ name: 'latency' })] }),
  );
  expect(applications[0]?.monitor).toEqual({
    type: 'composite',
    alarmName: 'checkout-beta-us-east-1',
    children: ['checkout-beta-us-east-1-faults', 'checkout-beta-us-east-1-latency'],
    alarms: [
      {
        name: 'checkout-beta-us-east-1',
        rule: 'ALARM("checkout-beta-us-east-1-faults") OR ALARM("checkout-beta-us-east-1-latency")',
        children: ['checkout-beta-us-east-1-faults', 'checkout-beta-us-east-1-latency'],
      },
    ],
  });
  expect(alarms).toHaveLength(2);
});

test('targetResources() creates an alarm once that watches several applications', () => {
  const components = [
    aComponent(),
    aComponent({ name: 'shared', watchedComponents: ['checkout', 'search'] }),
    aComponent({ name: 'search' }),
  ];
  const { alarms, applications } = resourcesOf(anEnvironment({ alarms: [anAlarm()] }), { components });
  expect(alarms.map(({ cloudWatchName }) => cloudWatchName)).toEqual([
    'checkout-beta-us-east-1-faults',
    'search-beta-us-east-1-faults',
  ]);
  expect(applications[1]?.monitor).toMatchObject({
    alarmName: 'shared-beta-us-east-1',
    children: ['checkout-beta-us-east-1-faults', 'search-beta-us-east-1-faults'],
  });
});

test('targetResources() has no monitor where there is no alarm, and nothing that says how the target is', () => {
  const resources = resourcesOf(anEnvironment());
  expect(resources.applications[0]?.monitor).toEqual({ type: 'none' });
  expect(resources).not.toHaveProperty('healthAlarmName');
});

test('targetResources() names the alarm over all monitors of a target', () => {
  expect(resourcesOf(anEnvironment({ alarms: [anAlarm()] })).healthAlarmName).toBe('beta-us-east-1-health');
});

test('targetResources() has the health alarm that pipelines look at before there is a component, and it never goes off', () => {
  const environment = anEnvironment({ alarms: [anAlarm()] });
  const { alarms, healthAlarms } = resourcesOf(environment, { components: [] });
  expect(alarms).toEqual([]);
  expect(healthAlarms).toEqual([{ name: 'beta-us-east-1-health', rule: 'FALSE', children: [] }]);
});

describe('targetResources() of local', () => {
  const alarmsNamed = (...names: string[]) => names.map((name) => anAlarm({ name }));
  const monitorsOf = (alarms: Environment['alarms'], watchedComponents = ['checkout']) => {
    const components = [aComponent({ watchedComponents })];
    const resources = resourcesOf(anEnvironment({ name: 'local', alarms }), { components });
    const [application] = resources.applications;
    return application?.monitor.type === 'named' ? application.monitor.alarmArns : [];
  };
  const arn = (name: string) => `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`;

  test('creates no alarms and names a role that nobody creates', () => {
    const resources = resourcesOf(anEnvironment({ name: 'local', alarms: [anAlarm()] }));
    expect(resources.alarms).toEqual([]);
    expect(resources.applications[0]?.monitor).toMatchObject({
      type: 'named',
      roleArn: 'arn:aws:iam::000000000000:role/dynconf-local-alarms',
    });
  });

  test('has each alarm as a monitor while AppConfig takes that many', () => {
    expect(monitorsOf(alarmsNamed('a', 'b', 'c', 'd', 'e'))).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => arn(`checkout-local-us-east-1-${name}`)),
    );
  });

  test('has one monitor per watched component from the sixth alarm on', () => {
    expect(monitorsOf(alarmsNamed('a', 'b', 'c'), ['checkout', 'search'])).toEqual([
      arn('checkout-local-us-east-1'),
      arn('search-local-us-east-1'),
    ]);
  });

  test('has one monitor where six components are watched', () => {
    const watched = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(monitorsOf(alarmsNamed('x'), watched)).toEqual([arn('checkout-local-us-east-1')]);
  });
});
