import { canaryVariables, keysInBoth, MAXIMUM_VARIABLES_BYTES } from '../../compiler/canary-variables';
import { compileDocuments } from '../../compiler/compile-documents';
import type { Component, Environment, Target } from '../../compiler/project';
import { canarySettings } from '../../runtime/canary-settings';
import { anEnvironment, aStrategy, aWave } from '../builders/environment';
import { aFlag } from '../builders/flag';
import { anOperations } from '../builders/operations';
import { aComponent, aProject } from '../builders/project';

function aTarget(overrides: Partial<Environment> = {}): Target {
  return { environment: anEnvironment(overrides), region: 'us-east-1', wave: aWave() };
}

function documentsOf(component: Component) {
  return compileDocuments(aProject({ components: [component] }), aTarget());
}

test('canaryVariables() are what canarySettings() reads', () => {
  const components = [aComponent(), aComponent({ name: 'search', flags: [] })];
  const keys = { checkout: { flags: ['one-click-pay'] } };
  const settings = canarySettings(canaryVariables(components, aTarget({ name: 'prod' }), keys));
  expect(settings.environment).toBe('prod');
  expect(settings.documents).toEqual([
    { component: 'checkout', application: 'checkout', profile: 'flags', keys: ['one-click-pay'] },
    { component: 'checkout', application: 'checkout', profile: 'operations', keys: [] },
    { component: 'search', application: 'search', profile: 'operations', keys: [] },
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

test('canaryVariables() of a hundred components with long names fit, and keys that do not fit are left out', () => {
  const components = Array.from({ length: 100 }, (_, index) =>
    aComponent({ name: `${index}`.padStart(4, 'c').padEnd(32, 'x') }),
  );
  const keys = Object.fromEntries(components.map(({ name }) => [name, { flags: ['some-flag'] }]));
  const variables = canaryVariables(components, aTarget({ name: 'e'.repeat(32) }), keys);
  const bytes = Object.entries(variables).map(([name, value]) => name.length + value.length);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(MAXIMUM_VARIABLES_BYTES);
  expect(variables).not.toHaveProperty('CANARY_KEYS');
});

test('keysInBoth() leave out a flag that is new and one that goes', () => {
  const flags = (...keys: string[]) => keys.map((key) => aFlag({ key, component: 'checkout' }));
  const previous = documentsOf(aComponent({ flags: flags('kept', 'old') }));
  const next = documentsOf(aComponent({ flags: flags('kept', 'new') }));
  expect(keysInBoth(previous, next)['checkout']?.flags).toEqual(['kept']);
});

test('keysInBoth() leave out an operations key that a change of the schema brings', () => {
  const withDefault = (value: Record<string, number>) =>
    documentsOf(
      aComponent({ flags: [], operations: anOperations({ component: 'checkout', default: value }) }),
    );
  const keys = keysInBoth(withDefault({ kept: 1, old: 1 }), withDefault({ kept: 2, new: 1 }));
  expect(keys).toEqual({ checkout: { operations: ['kept'] } });
});

test('keysInBoth() expect nothing of a component that had no document', () => {
  expect(keysInBoth([], documentsOf(aComponent()))).toEqual({});
});
