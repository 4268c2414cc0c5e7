import { planDeliveries, planDelivery } from '../../../delivery/pipeline/plan';
import { anEnvironment, aWave } from '../../builders/environment';
import { aComponent, aProject, aTools } from '../../builders/project';

const regions = ['us-east-1', 'eu-west-1'];
const waves = [aWave({ regions, bakeMinutes: 5 })];
const KINDS = ['integration', 'acceptance', 'performance', 'resilience', 'dast'];
const tests = {
  dast: { commands: ['npm run scan'], reports: [] },
  resilience: { commands: ['npm run faults'], reports: [], minutes: 3 },
  performance: { commands: ['npm run load -- ${region}'], reports: [], minutes: 5 },
  acceptance: { commands: ['npm run accept'], reports: [], minutes: 1 },
  integration: {
    commands: ['npm run read -- ${environment}/${region} ${account}', 'npm run call -- ${component}'],
    reports: [
      { files: ['out/*.xml'], format: 'JUNITXML' },
      { files: ['out/coverage.xml'], format: 'COBERTURAXML' },
    ],
    minutes: 4,
  },
};
const dependencies = { 'ledger-api': 'https://ledger.gamma.example.com' };
const gamma = anEnvironment({ name: 'gamma', waves, tests, dependencies });
const components = [aComponent(), aComponent({ name: 'search' })];
const plan = planDelivery(aProject({ components, environments: [gamma], tools: aTools() }));
const wave = plan.stages.at(-1);
const ofKind = (kind: string) => (wave?.actions ?? []).filter((action) => action.kind === kind);

test('testActions() runs kind after kind, never faults under load, and the watch last; regions side by side', () => {
  const order = (wave?.actions ?? [])
    .filter(({ kind }) => KINDS.includes(kind) || kind === 'verify' || kind === 'bake')
    .map(({ runOrder, name }) => `${runOrder} ${name}`);
  expect(order).toEqual([
    '5 verify-us-east-1',
    '5 verify-eu-west-1',
    '6 integration-us-east-1',
    '6 integration-eu-west-1',
    '7 acceptance-us-east-1',
    '7 acceptance-eu-west-1',
    '8 performance-us-east-1',
    '8 performance-eu-west-1',
    '9 resilience-us-east-1',
    '9 resilience-eu-west-1',
    '10 dast-us-east-1',
    '10 dast-eu-west-1',
    '11 bake',
  ]);
});

test('testActions() says what a person would type, and nothing of what the file says or which components there are', () => {
  expect(ofKind('integration').map(({ commands, variables }) => [commands, variables['COMMAND']])).toEqual(
    regions.map((region) => {
      const command = `npx dynconf test run integration gamma/${region}`;
      return [[command], command];
    }),
  );
  expect(JSON.stringify(plan)).not.toContain('npm run read');
});

test('testActions() tests only what a workload releases', () => {
  const tools = aTools({ workloads: { buying: ['checkout'], finding: ['search'] } });
  const [buying] = planDeliveries(aProject({ components, environments: [gamma], tools }));
  const [first] = buying?.stages.at(-1)?.actions.filter(({ kind }) => kind === 'dast') ?? [];
  expect(first?.commands).toEqual(['npx dynconf test run dast gamma/us-east-1 --workload buying']);
});

test('testActions() only looks: the role that reads, and a project that can take on no other', () => {
  const role = 'arn:aws:iam::111111111111:role/dynconf-read-gamma';
  expect(KINDS.flatMap((kind) => ofKind(kind).map((action) => action.role))).toEqual(Array(10).fill(role));
  const projects = plan.projects.filter(({ kind }) => kind === 'test');
  expect(projects.map(({ name, roleName, takesOn }) => [name, roleName, takesOn])).toEqual(
    KINDS.map((kind) => [`dynconf-test-gamma-${kind}`, 'dynconf-test-gamma', [role]]),
  );
});

test('testProjects() publishes the reports of a kind, and says where other services are', () => {
  const project = plan.projects.find(({ name }) => name === 'dynconf-test-gamma-integration');
  expect(project?.reports).toEqual([
    { group: 'integration', type: 'TEST', files: ['out/*.xml'], format: 'JUNITXML' },
    { group: 'integration-2', type: 'CODE_COVERAGE', files: ['out/coverage.xml'], format: 'COBERTURAXML' },
  ]);
  expect(project?.variables).toEqual({ DYNCONF_DEPENDENCY_LEDGER_API: 'https://ledger.gamma.example.com' });
});

test('testActions() gives a test the minutes that it asks for and some more, and ten when it asks for none', () => {
  expect(ofKind('performance').map(({ timeoutMinutes }) => timeoutMinutes)).toEqual([20, 20]);
  expect(
    ofKind('dast').map(({ timeoutMinutes, estimatedMinutes }) => [timeoutMinutes, estimatedMinutes]),
  ).toEqual([
    [25, 0],
    [25, 0],
  ]);
});

test('testActions() lets regions of a wide wave take turns where a stage has no room for all', () => {
  const many = Array.from({ length: 11 }, (_, n) => `eu-west-${n + 1}`);
  const wide = anEnvironment({ waves: [aWave({ regions: many })], tests: { acceptance: tests.acceptance } });
  const stage = planDelivery(aProject({ environments: [wide] })).stages.at(-1);
  expect(stage?.actions.length).toBeLessThanOrEqual(50);
  const deploys = stage?.actions.filter(({ kind }) => kind === 'flags') ?? [];
  expect(deploys).toHaveLength(11);
  for (const kind of ['verify', 'acceptance']) {
    const own = stage?.actions.filter((action) => action.kind === kind) ?? [];
    expect(own.flatMap((action) => action.regions)).toEqual(many);
    expect(own.length).toBeLessThan(11);
    const [{ regions: [first, second] = [], commands = [] } = {}] = own;
    if (kind === 'acceptance') {
      expect(commands[0]).toContain(
        `npx dynconf test run acceptance beta/${first ?? ''} beta/${second ?? ''}`,
      );
    }
  }
});
