import type { Action, Stage } from '../../delivery/pipeline/delivery-plan';
import { planDelivery } from '../../delivery/pipeline/plan';
import { anAlarm, anEnvironment, aStrategy, aWave } from '../builders/environment';
import { aProject, aTools } from '../builders/project';

/** The rows of the reference architecture that are actions of the pipeline, walked in a plan with everything. */
const test1 = (minutes: number) => ({
  commands: ['npm run x'],
  reports: [{ files: ['x.xml'], format: 'JUNITXML' }],
  minutes,
});
const quick = aStrategy({ durationMinutes: 2, bakeMinutes: 1 });
const everything = aProject({
  environments: [
    anEnvironment({ tests: { integration: test1(5), acceptance: test1(5) } }),
    anEnvironment({ name: 'zeta', after: 'beta', tests: { integration: test1(5) } }),
    anEnvironment({
      name: 'gamma',
      after: 'zeta',
      mirrors: 'prod',
      alarms: [anAlarm()],
      strategies: { flags: quick, operations: quick },
      tests: {
        integration: test1(4),
        acceptance: test1(4),
        performance: test1(5),
        resilience: test1(5),
        dast: test1(5),
      },
    }),
    anEnvironment({
      name: 'prod',
      after: 'gamma',
      alarms: [anAlarm()],
      approval: { required: true, notify: [] },
      windows: [{ days: 'mon-fri', from: '09:00', to: '16:00', timeZone: 'UTC' }],
      waves: [
        aWave({ name: 'first', regions: ['us-west-2'], bakeMinutes: 60 }),
        aWave({ name: 'rest', regions: ['us-east-1', 'eu-west-1'], bakeMinutes: 30 }),
      ],
      tests: { acceptance: test1(5) },
    }),
  ],
  tools: aTools(),
});
const plan = planDelivery(everything);
const stages = (environment: string, from = plan): Stage[] =>
  from.stages.filter((stage) => stage.environment === environment);
const kindsOf = (environment: string): string[] => [
  ...new Set(
    stages(environment)
      .flatMap(({ actions }) => actions)
      .sort((left, right) => left.runOrder - right.runOrder)
      .map(({ kind }) => kind),
  ),
];
const find = (environment: string, kind: string): Action[] =>
  stages(environment).flatMap(({ actions }) => actions.filter((action) => action.kind === kind));

test('planDelivery(): U1 to U8, the build compiles, tests, scans, lists and makes one artifact, which is signed apart from it', () => {
  const [build, sign] = [1, 2].map((index) => plan.stages[index]?.actions[0]);
  const does = (script: string) => expect(build?.commands).toContain(`npm run build:${script}`);
  ['compile', 'test', 'lint', 'secrets', 'sast', 'policies', 'sca', 'licences', 'sbom', 'specs'].forEach(
    does,
  );
  expect(build?.commands.filter((command) => command.includes('synth'))).toEqual(['npm run build:synth']);
  expect(build?.commands.at(-1)).toBe('npm run build:artifact');
  expect(sign?.input).toBe(build?.output);
});

test('planDelivery(): U8, nothing is built or synthesized after the build', () => {
  const later = plan.stages.slice(2).flatMap(({ actions }) => actions.flatMap(({ commands }) => commands));
  expect(later.filter((command) => /build|synth|npm ci|npm install/.test(command))).toEqual([]);
});

test('planDelivery(): T1 T2, flags and then operations are deployed as the roles of their kinds', () => {
  for (const environment of ['beta', 'gamma', 'prod']) {
    const [flags, operations] = [find(environment, 'flags')[0], find(environment, 'operations')[0]];
    expect(flags?.runOrder).toBeLessThan(operations?.runOrder ?? 0);
    expect(flags?.role).toContain(`:role/dynconf-deploy-${environment}-flags`);
    expect(operations?.role).toContain(`:role/dynconf-deploy-${environment}-operations`);
  }
});

test('planDelivery(): T3 T4 and G2, what was released is read back, then integration and acceptance tests run with reports', () => {
  expect(kindsOf('beta')).toEqual([
    'gate',
    'foundation',
    'flags',
    'operations',
    'verify',
    'integration',
    'acceptance',
  ]);
  const reports = plan.projects.filter(({ name }) => name.startsWith('dynconf-test-beta'));
  expect(reports.map((project) => project.reports.length)).toEqual([1, 1]);
});

test('planDelivery(): beta and gamma give their answer within half an hour', () => {
  for (const environment of ['beta', 'gamma']) {
    const minutes = stages(environment).reduce((sum, { estimatedMinutes }) => sum + estimatedMinutes, 0);
    expect(minutes).toBeLessThanOrEqual(30);
    expect(minutes).toBeGreaterThan(0);
  }
});

test('planDelivery(): G3 G4, a stage is entered and left only while the alarms of its regions are quiet, and they include the canary', () => {
  const withCanary = anEnvironment({ name: 'gamma', canary: { everyMinutes: 1 } });
  const [wave] = stages('gamma', planDelivery(aProject({ environments: [withCanary] })));
  expect(wave?.entry?.rules).toMatchObject([{ alarmName: 'gamma-us-east-1-health' }]);
  expect(wave?.success).toEqual(wave?.entry);
});

test('planDelivery(): G5 G6 G7, gamma runs performance, resilience and dynamic security tests', () => {
  expect(kindsOf('gamma').slice(5)).toEqual([
    'integration',
    'acceptance',
    'performance',
    'resilience',
    'dast',
  ]);
});

test('planDelivery(): H7, zeta has its place between beta and gamma, with its tests', () => {
  const order = [...new Set(plan.stages.flatMap(({ environment }) => environment ?? []))];
  expect(order).toEqual(['beta', 'zeta', 'gamma', 'prod']);
  expect(kindsOf('zeta')).toContain('integration');
});

test('planDelivery(): P1, a person says yes to prod, after looking at a page', () => {
  const [approval] = stages('prod');
  expect(approval?.actions.map(({ kind, commands }) => [kind, ...commands])).toEqual([
    ['page', 'npx dynconf review --served prod'],
    ['approve'],
  ]);
  const [reference = ''] = approval?.actions[0]?.exports?.variables ?? [];
  expect(approval?.actions[1]?.approval?.link).toBe(`#{Prod-Page.${reference}}`);
  expect(approval?.kind).toBe('approval');
});

test('planDelivery(): P2 P3, prod goes wave by wave, each watched before the next starts', () => {
  const waves = stages('prod').filter(({ kind }) => kind === 'wave');
  expect(waves.map(({ regions }) => regions)).toEqual([['us-west-2'], ['us-east-1', 'eu-west-1']]);
  for (const { actions, wave } of waves) {
    const last = Math.max(...actions.map(({ runOrder }) => runOrder));
    const bake = actions.filter(({ runOrder }) => runOrder === last);
    expect(bake.map(({ commands }) => commands)).toEqual([[`npx dynconf bake prod ${wave ?? ''}`]]);
  }
});

test('planDelivery(): P4, a failure stops the pipeline: what comes after is untouched', () => {
  expect(plan.stages.filter(({ failure }) => failure.result !== 'stop')).toEqual([]);
  for (const { commands } of [...find('prod', 'flags'), ...find('prod', 'operations')]) {
    // It follows the rollout to its end, and is red when an alarm ends it.
    expect(commands).toEqual([expect.stringMatching(/^npx dynconf deploy /)]);
  }
});

test('planDelivery(): P5, prod has acceptance tests, after each wave', () => {
  expect(find('prod', 'acceptance').map(({ regions }) => regions[0])).toEqual([
    'us-west-2',
    'us-east-1',
    'eu-west-1',
  ]);
});

test('planDelivery(): H2 H3, blockers and windows are looked at before every wave, and first of all', () => {
  const waves = plan.stages.filter(({ kind }) => kind === 'wave');
  for (const { actions, environment, wave } of waves) {
    const first = actions.filter(({ runOrder }) => runOrder === 1);
    expect(first.map(({ commands }) => commands)).toEqual([
      [`npx dynconf gate ${environment ?? ''} --before ${wave ?? ''}`],
    ]);
  }
  expect(stages('prod').find(({ kind }) => kind === 'gate')?.entry?.rules[0]?.type).toBe('window');
});
