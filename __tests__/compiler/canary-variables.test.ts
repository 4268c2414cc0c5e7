import { canaryVariables } from '../../compiler/canary-variables';
import type { Component, Environment, Target } from '../../compiler/project';
import { canarySettings } from '../../runtime/canary-settings';
import { anEnvironment, aStrategy, aWave } from '../builders/environment';
import { aComponent } from '../builders/project';

function aTarget(overrides: Partial<Environment> = {}): Target {
  return { environment: anEnvironment(overrides), region: 'us-east-1', wave: aWave() };
}

test('canaryVariables() are what canarySettings() reads', () => {
  const components = [aComponent(), aComponent({ name: 'search', flags: [] })];
  const settings = canarySettings(canaryVariables(components, aTarget({ name: 'prod' })));
  expect(settings.environment).toBe('prod');
  expect(settings.documents).toEqual([
    { component: 'checkout', application: 'checkout', profile: 'flags' },
    { component: 'checkout', application: 'checkout', profile: 'operations' },
    { component: 'search', application: 'search', profile: 'operations' },
  ]);
});

test('canaryVariables() name the applications of a temporary environment', () => {
  const temporary = { owner: 'team-payments', expires: '2027-01-01' };
  const settings = canarySettings(canaryVariables([aComponent()], aTarget({ name: 'feat-x', temporary })));
  expect(settings.documents[0]).toMatchObject({ component: 'checkout', application: 'checkout-feat-x' });
});

test('canaryVariables() leave out a component without a profile', () => {
  const bare: Component = { name: 'bare', flags: [], watchedComponents: ['bare'] };
  expect(canaryVariables([bare, aComponent()], aTarget())['CANARY_COMPONENTS']).toBe('checkout:fo');
});

test('canaryVariables() wait for the longest rollout and two runs of the canary', () => {
  const strategies = {
    flags: aStrategy({ durationMinutes: 30, bakeMinutes: 30 }),
    operations: aStrategy({ durationMinutes: 5, bakeMinutes: 5 }),
  };
  const variables = canaryVariables([aComponent()], aTarget({ strategies, canary: { everyMinutes: 5 } }));
  expect(variables['CANARY_STALE_AFTER_MINUTES']).toBe('70');
});

/** API_CanaryRunConfigInput, names included. */
const MAXIMUM_VARIABLES_BYTES = 4_096;

test('canaryVariables() of a hundred components with long names fit', () => {
  const components = Array.from({ length: 100 }, (_, index) =>
    aComponent({ name: `${index}`.padStart(4, 'c').padEnd(32, 'x') }),
  );
  const variables = canaryVariables(components, aTarget({ name: 'e'.repeat(32) }));
  const bytes = Object.entries(variables).map(([name, value]) => name.length + value.length);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(MAXIMUM_VARIABLES_BYTES);
});
