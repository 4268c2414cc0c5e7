import { findWorkload, releaseStackName, releaseStackNames, workloadsOf } from '../../compiler/workloads';
import { anEnvironment, aWave } from '../builders/environment';
import { aComponent, aProject, aTools } from '../builders/project';

const components = ['checkout', 'inventory', 'search'].map((name) => aComponent({ name }));
const split = aProject({
  components,
  tools: aTools({ workloads: { finding: ['search'], buying: ['inventory', 'checkout'] } }),
});
const whole = aProject({ components, tools: aTools() });
const target = { environment: anEnvironment({ name: 'prod' }), region: 'eu-west-1', wave: aWave() };

function namesOf(project: typeof split) {
  return workloadsOf(project).map(({ name, components: own }) => [name, own.map((each) => each.name)]);
}

test('workloadsOf() splits the components as tools.yaml does, in its order', () => {
  expect(namesOf(split)).toEqual([
    ['finding', ['search']],
    ['buying', ['checkout', 'inventory']],
  ]);
});

test('workloadsOf() keeps the components together where nothing splits them, with pipelines or without', () => {
  expect(namesOf(whole)).toEqual([[undefined, ['checkout', 'inventory', 'search']]]);
  expect(namesOf(aProject({ components }))).toEqual(namesOf(whole));
});

test('findWorkload() needs no name where there is one', () => {
  expect(findWorkload(whole)?.components).toHaveLength(3);
  expect(findWorkload(split)).toBeUndefined();
  expect(findWorkload(split, 'buying')?.name).toBe('buying');
  expect(findWorkload(split, 'bying')).toBeUndefined();
});

test('releaseStackName() names the stack of the workload that has the component', () => {
  const document = { component: 'inventory', profile: 'operations' } as const;
  expect(releaseStackName(split, target, document)).toBe('prod-eu-west-1-buying-operations');
  expect(releaseStackName(whole, target, document)).toBe('prod-eu-west-1-operations');
});

test('releaseStackNames() lists the release stacks of a target in the order of their applies', () => {
  expect(releaseStackNames(split, target)).toEqual([
    'prod-eu-west-1-finding-flags',
    'prod-eu-west-1-finding-operations',
    'prod-eu-west-1-buying-flags',
    'prod-eu-west-1-buying-operations',
  ]);
  expect(releaseStackNames(whole, target, ['flags'])).toEqual(['prod-eu-west-1-flags']);
});
