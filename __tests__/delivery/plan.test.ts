import type { Environment } from '../../compiler/project';
import { planDelivery } from '../../delivery/plan';
import { anEnvironment, aStrategy, aWave } from '../builders/environment';
import { aProject, aTools } from '../builders/project';

function planOf(...environments: Environment[]) {
  return planDelivery(aProject({ environments, tools: aTools() }));
}

const prod = anEnvironment({
  name: 'prod',
  after: 'gamma',
  account: '333333333333',
  approval: { required: true, notify: ['arn:aws:sns:us-east-1:333333333333:approvals'] },
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
    'Beta',
    'Gamma',
    'Prod-Gate',
    'Prod-First',
    'Prod-Rest',
  ]);
});

test('planDelivery() leaves out what is not delivered: local and temporary environments', () => {
  const temporary = anEnvironment({ name: 'feat-x', temporary: { owner: 'ann', expires: '2026-12-01' } });
  const { stages } = planOf(anEnvironment({ name: 'local' }), temporary);
  expect(stages.map(({ name }) => name)).toEqual(['Source', 'Build']);
});

test('planDelivery() deploys every stack of a wave once: foundation, then flags, then operations, regions side by side', () => {
  const rest = planOf(prod).stages.at(-1);
  expect(rest?.actions.map(({ runOrder, stack }) => [runOrder, stack])).toEqual([
    [1, 'prod-eu-west-1-foundation'],
    [1, 'prod-us-east-1-foundation'],
    [2, 'prod-eu-west-1-flags'],
    [2, 'prod-us-east-1-flags'],
    [3, 'prod-eu-west-1-operations'],
    [3, 'prod-us-east-1-operations'],
  ]);
});

test('planDelivery() deploys with the command that a person would type, as the role of that kind and environment', () => {
  const [, flags] = planOf(prod).stages[3]?.actions ?? [];
  expect(flags).toMatchObject({
    commands: ['npx dynconf deploy prod-us-west-2-flags'],
    role: 'arn:aws:iam::333333333333:role/dynconf-deploy-prod-flags',
  });
});

test('planDelivery() gives a rollout the time that it takes, and Terraform half an hour', () => {
  const strategy = aStrategy({ durationMinutes: 45, bakeMinutes: 30 });
  const strategies = { flags: strategy, operations: aStrategy({ durationMinutes: 1, bakeMinutes: 0 }) };
  const stage = planOf(anEnvironment({ strategies })).stages.at(-1);
  expect(stage?.actions.map(({ timeoutMinutes }) => timeoutMinutes)).toEqual([30, 105, 31]);
});

test('planDelivery() estimates a stage: both rollouts one after the other, then the watch', () => {
  const strategy = aStrategy({ durationMinutes: 10, bakeMinutes: 5 });
  const waves = [aWave({ bakeMinutes: 7 })];
  const stage = planOf(
    anEnvironment({ strategies: { flags: strategy, operations: strategy }, waves }),
  ).stages.at(-1);
  expect(stage?.estimatedMinutes).toBe(37);
});

test('planDelivery() asks a person before an environment that wants approval, and then checks once more', () => {
  const gate = planOf(prod).stages.find(({ kind }) => kind === 'gate');
  expect(gate?.actions).toMatchObject([
    { kind: 'approve', runOrder: 1, notify: ['arn:aws:sns:us-east-1:333333333333:approvals'] },
    {
      kind: 'gate',
      runOrder: 2,
      commands: ['npx dynconf gate prod'],
      role: 'arn:aws:iam::333333333333:role/dynconf-read-prod',
    },
  ]);
});

test('planDelivery() has a gate without a person where only windows close it', () => {
  const windows = [{ days: 'mon-fri', from: '09:00', to: '16:00', timeZone: 'UTC' }];
  const gate = planOf(anEnvironment({ windows })).stages.find(({ kind }) => kind === 'gate');
  expect(gate?.actions.map(({ kind }) => kind)).toEqual(['gate']);
});

test('planDelivery() bounds every action, and names stages as CodePipeline takes them', () => {
  const waves = [aWave({ name: 'größe' }), aWave({ name: 'gr??e' }), aWave({ name: 'gate' })];
  const { stages } = planOf(anEnvironment({ waves, approval: prod.approval }), prod);
  for (const { name, actions } of stages) {
    expect(name).toMatch(/^[A-Za-z0-9.@_-]{1,100}$/);
    for (const { timeoutMinutes } of actions) expect(timeoutMinutes).toBeGreaterThanOrEqual(5);
  }
  expect(new Set(stages.map(({ name }) => name)).size).toBe(stages.length);
});
