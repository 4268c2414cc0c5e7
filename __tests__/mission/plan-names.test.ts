import fc from 'fast-check';
import { TEST_KINDS } from '../../compiler/names';
import type { DeliveryPlan } from '../../delivery/pipeline/delivery-plan';
import { planDeliveries } from '../../delivery/pipeline/plan';
import { planPlatform } from '../../delivery/pipeline/plan-platform';
import { anAlarm, anEnvironment, aWave } from '../builders/environment';
import { aComponent, aProject, aTools } from '../builders/project';

const windows = [{ days: 'mon-fri', from: '09:00', to: '16:00', timeZone: 'Europe/Dublin' }];
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-2'];

/** Words that stages are called, and what would tell one from another of the same name. */
const word = fc.constantFrom('source', 'build', 'sign', 'gate', 'page', 'approval', 'a', 'live', 'plan');
const number = fc.constantFrom('', '-2', '-3', '-2-2', '-gate', '-page', '-approval', '-a');
const environmentName = fc.tuple(word, number).map((parts) => parts.join(''));
const waveName = fc
  .tuple(word, fc.constantFrom('', '-2', '-3', '.2', '_2', '-Gate', '-gate', '-Gate-2'), fc.boolean())
  .map(([first, last, large]) => (large ? first.toUpperCase() : first) + last);

const environment = fc
  .record({
    name: environmentName,
    waves: fc.uniqueArray(waveName, { minLength: 1, maxLength: 8 }),
    regions: fc.subarray(REGIONS, { minLength: 1 }),
    kinds: fc.subarray([...TEST_KINDS]),
    gated: fc.boolean(),
    required: fc.boolean(),
  })
  .map(({ name, waves, regions, kinds, gated, required }) =>
    anEnvironment({
      name,
      waves: waves.map((wave) => aWave({ name: wave, regions, bakeMinutes: 1 })),
      alarms: [anAlarm()],
      windows: gated ? windows : [],
      approval: { required, notify: [] },
      tests: Object.fromEntries(kinds.map((kind) => [kind, { commands: ['true'], reports: [] }])),
    }),
  );
const project = fc
  .record({
    environments: fc.uniqueArray(environment, { selector: ({ name }) => name, maxLength: 6 }),
    isSplit: fc.boolean(),
  })
  .map(({ environments, isSplit }) =>
    aProject({
      environments,
      components: ['a', 'b'].map((name) => aComponent({ name })),
      tools: aTools({ workloads: isSplit ? { a: ['a'], 'a-2': ['b'] } : {} }),
    }),
  );

function twice(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function repeatedIn({ stages, projects }: DeliveryPlan): string[] {
  const actions = stages.flatMap((stage) => stage.actions);
  return [
    ...twice(stages.map(({ name }) => name)),
    ...stages.flatMap((stage) => twice(stage.actions.map(({ name }) => name))),
    ...twice(projects.map(({ name }) => name)),
    ...twice(['Source', ...actions.flatMap(({ exports }) => exports?.namespace ?? [])]),
  ];
}

test('planDeliveries() and planPlatform() call no two stages, actions of a stage, projects or namespaces alike, whatever people call things', () => {
  fc.assert(
    fc.property(project, (given) => {
      const plans = [...planDeliveries(given), ...(given.tools ? [planPlatform(given, given.tools)] : [])];
      expect(plans.flatMap(repeatedIn)).toEqual([]);
      expect(twice(plans.map(({ name }) => name))).toEqual([]);
    }),
  );
});

test('planDeliveries() leaves the names that people wrote, and numbers its own around them', () => {
  const stagesOf = (...environments: ReturnType<typeof anEnvironment>[]) =>
    planDeliveries(aProject({ environments }))[0]
      ?.stages.slice(3)
      .map(({ name }) => name);
  expect(stagesOf(anEnvironment({ name: 'build' }), anEnvironment({ name: 'build-2' }))).toEqual([
    'Build-3',
    'Build-2',
  ]);
  const waves = ['a', 'A', 'a-2'].map((name) => aWave({ name }));
  expect(stagesOf(anEnvironment({ name: 'live', waves }))).toEqual(['Live-A', 'Live-A-3', 'Live-A-2']);
});
