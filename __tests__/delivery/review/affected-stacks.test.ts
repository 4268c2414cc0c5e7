import type { Project } from '../../../compiler/project';
import { affectedStacks, pipelineEstimates } from '../../../delivery/review/affected-stacks';
import { anAlarm, anEnvironment, aWave } from '../../builders/environment';
import { aFlag } from '../../builders/flag';
import { aComponent, aProject, aTools } from '../../builders/project';

const beta = anEnvironment({ name: 'beta' });
const prod = anEnvironment({
  name: 'prod',
  account: '333333333333',
  waves: [aWave({ regions: ['us-east-1', 'eu-west-1'] })],
});

function shop(overrides: Partial<Project> = {}): Project {
  return aProject({ environments: [beta, prod], tools: aTools(), ...overrides });
}

function namesOf(base: Project, head: Project): string[] {
  return affectedStacks(base, head).map(({ stack, change }) => `${stack} ${change}`);
}

test('affectedStacks() finds none between equal projects, wherever things are written', () => {
  const moved = { ...beta.at, line: 7 };
  expect(
    namesOf(shop(), shop({ environments: [{ ...beta, at: moved, places: { waves: moved } }, prod] })),
  ).toEqual([]);
});

test('affectedStacks() of a flag are the flags of the targets where it reads differently', () => {
  const flag = aFlag({ overrides: { 'prod/eu-west-1': { enabled: true, attributes: {} } } });
  expect(namesOf(shop(), shop({ components: [aComponent({ flags: [flag] })] }))).toEqual([
    'prod-eu-west-1-flags changed',
  ]);
});

test('affectedStacks() of an alarm are the foundations of its environment, and what watches them', () => {
  const watched = { ...prod, alarms: [anAlarm()] };
  const names = namesOf(shop(), shop({ environments: [beta, watched] }));
  expect(names).toContain('prod-us-east-1-foundation changed');
  expect(names).toContain('prod-eu-west-1-foundation changed');
  expect(names.filter((name) => /beta|-flags|-operations/.test(name))).toEqual([]);
});

test('affectedStacks() of a new region are its stacks, and the roles that reach it', () => {
  const wider = { ...prod, waves: [aWave({ regions: ['us-east-1', 'eu-west-1', 'us-west-2'] })] };
  const names = namesOf(shop(), shop({ environments: [beta, wider] }));
  expect(names).toEqual(
    expect.arrayContaining([
      'access-prod changed',
      'prod-us-west-2-foundation added',
      'prod-us-west-2-flags added',
      'prod-us-west-2-operations added',
    ]),
  );
});

test('affectedStacks() of an environment that is gone are removed, after all others', () => {
  const removed = affectedStacks(shop(), shop({ environments: [beta] })).filter(
    ({ change }) => change === 'removed',
  );
  expect(removed.map(({ stack }) => stack)).toEqual(
    expect.arrayContaining(['access-prod', 'prod-eu-west-1-operations', 'prod-us-east-1-foundation']),
  );
  expect(removed).toHaveLength(7);
});

test('affectedStacks() of another account are all stacks of the environment', () => {
  const moved = { ...prod, account: '444444444444' };
  const ofProd = namesOf(shop(), shop({ environments: [beta, moved] })).filter((name) =>
    name.includes('prod-'),
  );
  expect(ofProd).toHaveLength(6);
});

test('pipelineEstimates() tell of the pipelines that have something to release', () => {
  const flag = aFlag({ default: { enabled: true, attributes: {} } });
  const workloads = { payments: ['checkout'], rest: ['search'] };
  const components = [aComponent(), aComponent({ name: 'search' })];
  const base = shop({ components, tools: aTools({ workloads }) });
  const head = { ...base, components: [aComponent({ flags: [flag] }), aComponent({ name: 'search' })] };
  const [only, ...others] = pipelineEstimates(head, affectedStacks(base, head));
  expect(only?.pipeline).toBe('dynconf-delivery-payments');
  expect(others).toEqual([]);
  expect(only?.stages.every(({ minutes }) => minutes > 0)).toBe(true);
  expect(only?.stages.some(({ name }) => name.toLowerCase().includes('prod'))).toBe(true);
  expect(pipelineEstimates(head, [])).toEqual([]);
});
