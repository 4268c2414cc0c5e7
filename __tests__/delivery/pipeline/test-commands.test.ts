import { planDelivery } from '../../../delivery/pipeline/plan';
import {
  dependencyVariables,
  testCommands,
  withTestCommands,
} from '../../../delivery/pipeline/test-commands';
import { anEnvironment, aWave } from '../../builders/environment';
import { aComponent, aProject } from '../../builders/project';

const commands = ['npm run read -- ${environment}/${region} ${account}', 'npm run call -- ${component}'];
const environment = anEnvironment({
  name: 'gamma',
  waves: [aWave({ regions: ['us-east-1', 'eu-west-1'] })],
  tests: { integration: { commands, reports: [] } },
  dependencies: { 'ledger-api': 'https://ledger.gamma.example.com' },
});
const components = [aComponent(), aComponent({ name: 'search' })];

test('testCommands() fills in what is meant, for each component where one is named, and once what is the same everywhere', () => {
  const tested = { environment, workload: { components } };
  expect(testCommands(tested, 'integration', ['us-east-1', 'eu-west-1'])).toEqual([
    { region: 'us-east-1', command: 'npm run read -- gamma/us-east-1 111111111111' },
    { region: 'us-east-1', command: 'npm run call -- checkout' },
    { region: 'us-east-1', command: 'npm run call -- search' },
    { region: 'eu-west-1', command: 'npm run read -- gamma/eu-west-1 111111111111' },
  ]);
  expect(testCommands(tested, 'dast', ['us-east-1'])).toEqual([]);
});

test('testCommands() runs a command twice that stands there twice', () => {
  const tests = { integration: { commands: ['reset', 'try', 'reset'], reports: [] } };
  const tested = { environment: { ...environment, tests }, workload: { components } };
  const run = testCommands(tested, 'integration', ['us-east-1', 'eu-west-1']).map(({ command }) => command);
  expect(run).toEqual(['reset', 'try', 'reset']);
});

test('dependencyVariables() are names that a shell takes', () => {
  expect(dependencyVariables(environment)).toEqual({
    DYNCONF_DEPENDENCY_LEDGER_API: 'https://ledger.gamma.example.com',
  });
});

test('withTestCommands() adds what tests run today to a plan for people, and changes nothing else', () => {
  const project = aProject({ components, environments: [environment] });
  const plan = planDelivery(project);
  const shown = withTestCommands(project, plan);
  const tests = shown.stages.flatMap(({ actions }) => actions.flatMap(({ runs }) => (runs ? [runs] : [])));
  expect(tests.map((runs) => runs.length)).toEqual([3, 3]);
  expect(
    JSON.parse(JSON.stringify(shown, (key, value: unknown) => (key === 'runs' ? undefined : value))),
  ).toEqual(JSON.parse(JSON.stringify(plan)));
});
