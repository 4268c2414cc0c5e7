import { loadProject } from '../../../compiler/load-project';
import type { Project } from '../../../compiler/project';
import { planDelivery } from '../../../delivery/pipeline/plan';
import { stackOrder } from '../../../delivery/stack-order';
import { SMALL_PROJECT, writeProject } from '../../builders/write-project';

const TOOLS =
  'kind: tools\naccount: "999999999999"\nregion: us-east-1\nsource: { connection: "arn:aws:codeconnections:us-east-1:999999999999:connection/abc", repository: example/shop }\n';
const ACCOUNTS = ['222222222222', '333333333333', '444444444444', '555555555555'];

/** The small project and more environments, each in an account of its own. */
function projectWith(environments: Readonly<Record<string, string>>): Project {
  const files = Object.entries(environments).map(([name, more], index) => [
    `environments/${name}.yaml`,
    `account: "${ACCOUNTS[index]}"\nregions: [us-east-1]\nstrategy: { growth: linear, factor-percent: 50, duration-minutes: 4, bake-minutes: 2 }\n${more}\n`,
  ]);
  const all = { ...SMALL_PROJECT, 'environments/tools.yaml': TOOLS, ...Object.fromEntries(files) };
  const { project, diagnostics } = loadProject(writeProject(all));
  if (!project) throw new Error(JSON.stringify(diagnostics, undefined, 2));
  return project;
}

function orderOf(environments: Readonly<Record<string, string>>): string[] {
  return projectWith(environments).environments.map(({ name }) => name);
}

test('rolloutOrder() rehearses before the real thing, whatever their names are', () => {
  expect(orderOf({ customers: '', gamma: 'mirrors: customers' })).toEqual([
    'beta',
    'gamma',
    'customers',
    'local',
  ]);
});

test('rolloutOrder() puts a chain of rehearsals in its order', () => {
  const chain = { a: '', b: 'mirrors: a', c: 'mirrors: b' };
  expect(orderOf(chain)).toEqual(['c', 'b', 'a', 'beta', 'local']);
});

test('rolloutOrder() follows an `after` that puts the rehearsal behind', () => {
  expect(orderOf({ customers: '', gamma: 'mirrors: customers\nafter: customers' })).toEqual([
    'beta',
    'customers',
    'gamma',
    'local',
  ]);
  const further = { customers: '', east: 'after: customers', gamma: 'mirrors: customers\nafter: east' };
  expect(orderOf(further)).toEqual(['beta', 'customers', 'east', 'gamma', 'local']);
});

test('rolloutOrder() lets two that mirror each other follow by name', () => {
  expect(orderOf({ x: 'mirrors: y', y: 'mirrors: x' })).toEqual(['beta', 'local', 'x', 'y']);
});

test('rolloutOrder() lets the mirrored one wait for its rehearsal, unless it says for whom it waits', () => {
  const afterOf = (environments: Readonly<Record<string, string>>): string | undefined =>
    projectWith(environments).environments.find(({ name }) => name === 'customers')?.after;
  expect(afterOf({ customers: '', gamma: 'mirrors: customers' })).toBe('gamma');
  expect(afterOf({ customers: '', dusk: 'mirrors: customers', gamma: 'mirrors: customers' })).toBe('gamma');
  expect(afterOf({ customers: 'after: beta', gamma: 'mirrors: customers' })).toBe('beta');
  expect(afterOf({ customers: '' })).toBeUndefined();
});

test('rolloutOrder() decides the stages of the pipeline and the order of the stacks', () => {
  const project = projectWith({ customers: '', gamma: 'mirrors: customers' });
  const stages = planDelivery(project).stages.map(({ name }) => name);
  expect(stages.slice(stages.indexOf('Beta'))).toEqual(['Beta', 'Gamma', 'Customers']);
  const foundation = stackOrder(project).find(({ stack }) => stack === 'customers-us-east-1-foundation');
  expect(foundation?.after).toContain('gamma-us-east-1-operations');
});
