import type { Environment } from '../../../compiler/project';
import { workloadsOf } from '../../../compiler/workloads';
import type { Stage } from '../../../delivery/pipeline/delivery-plan';
import { planDeliveries, planDelivery } from '../../../delivery/pipeline/plan';
import { anAlarm, anEnvironment, aStrategy, aWave } from '../../builders/environment';
import { aFlag } from '../../builders/flag';
import { aComponent, aProject, aTools } from '../../builders/project';

function planOf(...environments: Environment[]) {
  return planDelivery(aProject({ environments, tools: aTools({ notify: [TOPIC] }) }));
}

function actionsOf(stage: Stage | undefined, kind: string) {
  return (stage?.actions ?? []).filter((action) => action.kind === kind);
}

const TOPIC = 'arn:aws:sns:us-east-1:999999999999:releases';
const windows = [{ days: 'mon-fri', from: '09:00', to: '16:00', timeZone: 'Europe/Dublin' }];
const prod = anEnvironment({
  name: 'prod',
  after: 'gamma',
  account: '333333333333',
  approval: { required: true, notify: ['arn:aws:sns:us-east-1:333333333333:approvals'] },
  windows,
  alarms: [anAlarm()],
  waves: [
    aWave({ name: 'first', regions: ['us-west-2'], bakeMinutes: 60 }),
    aWave({ name: 'rest', regions: ['eu-west-1', 'us-east-1'], bakeMinutes: 30 }),
  ],
});
const gamma = anEnvironment({ name: 'gamma', after: 'beta' });

test('planDelivery() goes from the source to the last wave, environments in rollout order', () => {
  const { stages } = planOf(anEnvironment(), gamma, prod);
  expect(stages.map(({ name }) => name)).toEqual([
    'Source',
    'Build',
    'Sign',
    'Beta',
    'Gamma',
    'Prod-Approval',
    'Prod-Gate',
    'Prod-First',
    'Prod-Rest-Gate',
    'Prod-Rest',
  ]);
});

test('planDelivery() leaves out what is not delivered: local and temporary environments', () => {
  const temporary = anEnvironment({ name: 'feat-x', temporary: { owner: 'ann', expires: '2026-12-01' } });
  const { stages } = planOf(anEnvironment({ name: 'local' }), temporary);
  expect(stages.map(({ name }) => name)).toEqual(['Source', 'Build', 'Sign']);
});

test('planDelivery() gates a wave, deploys foundation, flags and operations, reads them back and watches; regions side by side', () => {
  const rest = planOf(prod).stages.at(-1);
  expect(rest?.actions.map(({ runOrder, name, commands }) => [runOrder, name, ...commands])).toEqual([
    [1, 'gate', 'npx dynconf gate prod --before rest'],
    [2, 'foundation-eu-west-1', 'npx dynconf deploy prod-eu-west-1-foundation'],
    [2, 'foundation-us-east-1', 'npx dynconf deploy prod-us-east-1-foundation'],
    [3, 'flags-eu-west-1', 'npx dynconf deploy prod-eu-west-1-flags'],
    [3, 'flags-us-east-1', 'npx dynconf deploy prod-us-east-1-flags'],
    [4, 'operations-eu-west-1', 'npx dynconf deploy prod-eu-west-1-operations'],
    [4, 'operations-us-east-1', 'npx dynconf deploy prod-us-east-1-operations'],
    [
      5,
      'verify-eu-west-1',
      'npx dynconf verify served prod-eu-west-1-flags',
      'npx dynconf verify served prod-eu-west-1-operations',
    ],
    [
      5,
      'verify-us-east-1',
      'npx dynconf verify served prod-us-east-1-flags',
      'npx dynconf verify served prod-us-east-1-operations',
    ],
    [6, 'bake', 'npx dynconf bake prod rest'],
  ]);
});

test('planDelivery() deploys as the role of one kind in one environment, and looks as the one that only reads', () => {
  const wave = planOf(prod).stages.find(({ name }) => name === 'Prod-First');
  expect(wave?.actions.map(({ kind, role }) => [kind, role?.replace(/.*\//, '')])).toEqual([
    ['gate', 'dynconf-read-prod'],
    ['foundation', 'dynconf-deploy-prod-foundation'],
    ['flags', 'dynconf-deploy-prod-flags'],
    ['operations', 'dynconf-deploy-prod-operations'],
    ['verify', 'dynconf-read-prod'],
    ['bake', 'dynconf-read-prod'],
  ]);
  expect(wave?.actions.every(({ role }) => role?.startsWith('arn:aws:iam::333333333333:role/'))).toBe(true);
});

test('planDelivery() gives a rollout the time that it takes, Terraform half an hour, and a watch its minutes', () => {
  const strategy = aStrategy({ durationMinutes: 45, bakeMinutes: 30 });
  const strategies = { flags: strategy, operations: aStrategy({ durationMinutes: 1, bakeMinutes: 0 }) };
  const waves = [aWave({ bakeMinutes: 40 })];
  const stage = planOf(anEnvironment({ strategies, waves })).stages.at(-1);
  const timeouts = stage?.actions.map(({ kind, timeoutMinutes }) => [kind, timeoutMinutes]);
  expect(Object.fromEntries(timeouts ?? [])).toEqual({
    gate: 30,
    foundation: 30,
    flags: 105,
    operations: 31,
    verify: 15,
    bake: 55,
  });
});

test('planDelivery() estimates a stage: both rollouts one after the other, the tests, then the watch', () => {
  const strategy = aStrategy({ durationMinutes: 10, bakeMinutes: 5 });
  const strategies = { flags: strategy, operations: strategy };
  const tests = {
    integration: { commands: ['true'], reports: [], minutes: 4 },
    acceptance: { commands: ['true'], reports: [], minutes: 3 },
  };
  const regions = ['us-east-1', 'eu-west-1'];
  const waves = [aWave({ regions, bakeMinutes: 7 })];
  expect(planOf(anEnvironment({ strategies, waves, tests })).stages.at(-1)?.estimatedMinutes).toBe(44);
});

test('planDelivery() does not count a rollout of a profile that nothing has', () => {
  const flagsOnly = aProject({
    components: [{ name: 'checkout', flags: [aFlag()], watchedComponents: ['checkout'] }],
  });
  const wave = planDelivery(flagsOnly).stages.at(-1);
  expect(wave?.estimatedMinutes).toBe(6);
});

test('planDelivery() is ready for a rollout of a profile that nothing has yet: it changes with environments only', () => {
  const components = [{ name: 'checkout', flags: [aFlag()], watchedComponents: ['checkout'] }];
  const wave = planDelivery(aProject({ components })).stages.at(-1);
  expect(actionsOf(wave, 'operations')[0]?.timeoutMinutes).toBe(36);
  expect(actionsOf(wave, 'verify')[0]?.commands).toEqual([
    'npx dynconf verify served beta-us-east-1-flags',
    'npx dynconf verify served beta-us-east-1-operations',
  ]);
});

test('planDelivery() asks a person first, with a page to look at, and tells those who are on call', () => {
  const onCall = { checkout: ['arn:aws:sns:us-east-1:333333333333:on-call'] };
  const stage = planOf({ ...prod, onCall }).stages.find(({ kind }) => kind === 'approval');
  expect(stage?.actions).toMatchObject([
    {
      kind: 'page',
      commands: ['npx dynconf review --served prod'],
      runOrder: 1,
      role: 'arn:aws:iam::333333333333:role/dynconf-read-prod',
      exports: { namespace: 'Prod-Page', variables: ['BUILD_URL'] },
    },
    {
      kind: 'approve',
      runOrder: 2,
      timeoutMinutes: 10_080,
      approval: {
        notify: [
          'arn:aws:sns:us-east-1:333333333333:approvals',
          TOPIC,
          'arn:aws:sns:us-east-1:333333333333:on-call',
        ],
        question: 'Release configuration of #{Source.CommitId} to prod?',
        link: '#{Prod-Page.BUILD_URL}',
      },
    },
  ]);
});

test('planDelivery() lets each wave wait for the window, and asks the person once', () => {
  const kinds = planOf(prod)
    .stages.slice(3)
    .map(({ kind }) => kind);
  expect(kinds).toEqual(['approval', 'gate', 'wave', 'gate', 'wave']);
});

test('planDelivery() has a gate without a person where only windows close it', () => {
  const { stages } = planOf(anEnvironment({ windows }));
  expect(stages.map(({ kind }) => kind)).toEqual(['source', 'build', 'sign', 'gate', 'wave']);
});

test('planDelivery() never puts a window and an alarm into one condition: the window at the gate, the alarm at the wave', () => {
  const { stages } = planOf(prod);
  const conditions = stages.flatMap(({ name, entry, success }) => [
    ...(entry ? [[name, 'entry', ...entry.rules.map(({ type }) => type)]] : []),
    ...(success ? [[name, 'success', ...success.rules.map(({ type }) => type)]] : []),
  ]);
  expect(conditions).toEqual([
    ['Prod-Gate', 'entry', 'window'],
    ['Prod-First', 'entry', 'alarm'],
    ['Prod-First', 'success', 'alarm'],
    ['Prod-Rest-Gate', 'entry', 'window'],
    ['Prod-Rest', 'entry', 'alarm', 'alarm'],
    ['Prod-Rest', 'success', 'alarm', 'alarm'],
  ]);
});

test('planDelivery() looks at the health of the regions of a wave, with a role of the environment', () => {
  const rest = planOf(prod).stages.at(-1);
  expect(rest?.entry).toEqual({
    result: 'FAIL',
    rules: ['eu-west-1', 'us-east-1'].map((region) => ({
      type: 'alarm',
      name: `Health-${region}`,
      alarmName: `prod-${region}-health`,
      states: ['ALARM'],
      region,
      account: '333333333333',
      role: 'arn:aws:iam::333333333333:role/dynconf-watch-prod',
    })),
  });
});

test('planDelivery() has no condition on an alarm that nobody creates', () => {
  const wave = planOf(anEnvironment({ alarms: [] })).stages.at(-1);
  expect(wave?.entry).toBeUndefined();
  expect(wave?.success).toBeUndefined();
});

test('planDelivery() stops at a failure and tells the topics of the tools and of those on call', () => {
  const topic = (name: string, region = 'us-east-1') => `arn:aws:sns:${region}:333333333333:${name}`;
  const onCall = { checkout: [topic('on-call'), topic('on-call', 'eu-west-1')] };
  const { stages } = planOf({ ...prod, onCall });
  expect(stages[1]?.failure).toEqual({ result: 'stop', notify: [TOPIC] });
  // A topic of another region cannot be told.
  expect(stages.at(-1)?.failure).toEqual({ result: 'stop', notify: [TOPIC, topic('on-call')] });
});

test('planDelivery() tells of a workload only who is on call for what it releases, and everybody where that is shared', () => {
  const topicOf = (name: string) => `arn:aws:sns:us-east-1:111111111111:${name}`;
  const onCall = { checkout: [topicOf('checkout')], search: [topicOf('search')] };
  const named = ['checkout', 'search', 'shared'].map((name) => aComponent({ name }));
  const told = (workloads: Record<string, string[]>) =>
    planDeliveries(
      aProject({
        components: named,
        environments: [anEnvironment({ onCall })],
        tools: aTools({ workloads }),
      }),
    ).map(({ stages }) => stages.at(-1)?.failure.notify);
  expect(told({ a: ['checkout'], b: ['search', 'shared'] })).toEqual([
    [topicOf('checkout')],
    [topicOf('checkout'), topicOf('search')],
  ]);
});

test('planDelivery() hands one signed artifact to every action of an environment, verified by each', () => {
  const { stages } = planOf(anEnvironment(), prod);
  const later = stages
    .filter(({ environment }) => environment !== undefined)
    .flatMap(({ actions }) => actions)
    .filter(({ kind }) => kind !== 'approve');
  expect(later.length).toBeGreaterThan(10);
  expect(later.filter(({ input, verifiesArtifact }) => input !== 'Signed' || !verifiesArtifact)).toEqual([]);
  expect(stages.slice(0, 3).map(({ actions: [action] }) => [action?.input, action?.output])).toEqual([
    [undefined, 'Source'],
    ['Source', 'Build'],
    ['Build', 'Signed'],
  ]);
});

test('planDelivery() tells each action of an environment its command, role and time', () => {
  const [flags] = actionsOf(planOf(prod).stages.at(-1), 'flags');
  expect(flags?.variables).toEqual({
    COMMAND: 'npx dynconf deploy prod-eu-west-1-flags',
    ROLE_ARN: 'arn:aws:iam::333333333333:role/dynconf-deploy-prod-flags',
    EXTERNAL_ID: 'dynconf:dynconf-deploy-prod-flags',
    SESSION_TAGS: 'Key=Environment,Value=prod Key=Stack,Value=prod-eu-west-1-flags',
    TIMEOUT_MINUTES: '36',
    DYNCONF_COMMIT: '#{Source.CommitId}',
  });
});

test('planDelivery() names a project for every action in CodeBuild, each as long as its longest action', () => {
  const tests = { performance: { commands: ['npm run load'], reports: [], minutes: 20 } };
  const { stages, projects } = planOf({ ...prod, tests });
  const builds = stages.flatMap(({ actions }) => actions).filter(({ project }) => project !== undefined);
  for (const { name, project, role, timeoutMinutes } of builds) {
    const own = projects.find((candidate) => candidate.name === project);
    expect([name, own?.name]).toEqual([name, project]);
    expect(own?.timeoutMinutes).toBeGreaterThanOrEqual(timeoutMinutes);
    if (role !== undefined) expect(own?.takesOn).toContain(role);
  }
  expect(new Set(projects.map(({ name }) => name)).size).toBe(projects.length);
});

test('planDelivery() bounds every action, and names stages as CodePipeline takes them', () => {
  const waves = [aWave({ name: 'größe' }), aWave({ name: 'gr??e' }), aWave({ name: 'gate' })];
  const { stages } = planOf(anEnvironment({ waves, windows }), prod);
  for (const { name, actions } of stages) {
    expect(name).toMatch(/^[A-Za-z0-9.@_-]{1,100}$/);
    expect(new Set(actions.map((action) => action.name)).size).toBe(actions.length);
    for (const { timeoutMinutes } of actions) expect(timeoutMinutes).toBeGreaterThanOrEqual(5);
  }
  expect(new Set(stages.map(({ name }) => name)).size).toBe(stages.length);
});

const components = ['checkout', 'inventory', 'search'].map((name) => aComponent({ name }));
const workloads = { buying: ['checkout', 'inventory'], finding: ['search'] };

test('planDeliveries() gives each workload a pipeline of its own, that releases its own stacks on the one foundation', () => {
  const plans = planDeliveries(aProject({ components, tools: aTools({ workloads }) }));
  expect(plans.map(({ name, workload, components: own }) => [name, workload, own])).toEqual([
    ['dynconf-delivery-buying', 'buying', ['checkout', 'inventory']],
    ['dynconf-delivery-finding', 'finding', ['search']],
  ]);
  const stacks = plans.map(({ stages }) =>
    stages.flatMap(({ actions }) => actions.flatMap(({ stack }) => stack ?? [])),
  );
  expect(stacks).toEqual([
    ['beta-us-east-1-foundation', 'beta-us-east-1-buying-flags', 'beta-us-east-1-buying-operations'],
    ['beta-us-east-1-foundation', 'beta-us-east-1-finding-flags', 'beta-us-east-1-finding-operations'],
  ]);
});

test('planDelivery() reads back only what the workload released', () => {
  const project = aProject({ components, tools: aTools({ workloads }) });
  const finding = workloadsOf(project).find(({ name }) => name === 'finding');
  const [verify] = actionsOf(planDelivery(project, finding).stages.at(-1), 'verify');
  expect(verify?.commands).toEqual([
    'npx dynconf verify served beta-us-east-1-finding-flags',
    'npx dynconf verify served beta-us-east-1-finding-operations',
  ]);
});

test('planDelivery() watches only what the workload released', () => {
  const environments = [anEnvironment({ waves: [aWave({ bakeMinutes: 5 })] })];
  const project = aProject({ components, environments, tools: aTools({ workloads }) });
  const [buying] = planDeliveries(project);
  const [bake] = actionsOf(buying?.stages.at(-1), 'bake');
  expect(bake?.commands).toEqual(['npx dynconf bake beta all --workload buying']);
});
