import type { Strategy } from '../../compiler/project';
import { DeploymentStrategies } from '../../constructs/deployment-strategies';
import { aStrategy } from '../builders/environment';
import { synthScope } from '../builders/synth';

function strategiesOf(flags: Strategy, operations: Strategy) {
  let ids: DeploymentStrategies['ids'] | undefined;
  const stack = synthScope((scope) => {
    ids = new DeploymentStrategies(scope, 'Strategies', {
      namePrefix: 'prod',
      strategies: { flags, operations },
    }).ids;
  });
  return { ids, resources: Object.values(stack.resource?.['aws_appconfig_deployment_strategy'] ?? {}) };
}

test('DeploymentStrategies makes one strategy where both profiles grow alike', () => {
  const { ids, resources } = strategiesOf(aStrategy(), aStrategy());
  expect(resources).toHaveLength(1);
  expect(ids?.operations).toBe(ids?.flags);
});

test('DeploymentStrategies says growth, factor, duration and bake', () => {
  const strategy = aStrategy({
    growth: 'exponential',
    factorPercent: 10,
    durationMinutes: 30,
    bakeMinutes: 20,
  });
  expect(strategiesOf(strategy, strategy).resources).toMatchObject([
    {
      name: 'prod-flags-exponential-10',
      growth_type: 'EXPONENTIAL',
      growth_factor: 10,
      deployment_duration_in_minutes: 30,
      final_bake_time_in_minutes: 20,
      replicate_to: 'NONE',
    },
  ]);
});

test('DeploymentStrategies makes two where they differ', () => {
  const { ids, resources } = strategiesOf(aStrategy(), aStrategy({ bakeMinutes: 9 }));
  expect(resources.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^prod-flags-/) as string,
    expect.stringMatching(/^prod-operations-/) as string,
  ]);
  expect(ids?.operations).not.toBe(ids?.flags);
});

test('DeploymentStrategies uses a predefined strategy by its name and makes none', () => {
  const predefined = aStrategy({ predefined: 'AppConfig.AllAtOnce' });
  expect(strategiesOf(predefined, predefined)).toEqual({
    ids: { flags: 'AppConfig.AllAtOnce', operations: 'AppConfig.AllAtOnce' },
    resources: [],
  });
});

test('DeploymentStrategies gives another growth factor another name, for the provider cannot update it in place', () => {
  const nameWith = (factorPercent: number) => {
    const strategy = aStrategy({ factorPercent });
    return strategiesOf(strategy, strategy).resources[0]?.['name'];
  };
  expect(nameWith(10)).not.toBe(nameWith(20));
});
