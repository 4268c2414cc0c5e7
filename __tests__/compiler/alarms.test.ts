import { alarmsOf, fillPlaceholders } from '../../compiler/alarms';
import type { Target } from '../../compiler/project';
import { anAlarm, anAnomalyAlarm, anEnvironment, aWave } from '../builders/environment';
import { aComponent } from '../builders/project';

function aTarget(alarms = [anAlarm()]): Target {
  return {
    environment: anEnvironment({ name: 'prod', account: '333333333333', alarms }),
    region: 'eu-west-1',
    wave: aWave(),
  };
}

describe('alarmsOf()', () => {
  it('alarmsOf() replaces what stands for component, environment, region and account', () => {
    const metric = {
      ...anAlarm().metric,
      namespace: 'Shop/${environment}',
      name: '${component}Faults',
      dimensions: { Component: '${component}', Where: '${region}-${account}', '${environment}': 'x' },
    };
    const [alarm] = alarmsOf(aComponent(), aTarget([anAlarm({ metric })]));
    expect(alarm?.metric).toMatchObject({
      namespace: 'Shop/prod',
      name: 'checkoutFaults',
      dimensions: { Component: 'checkout', Where: 'eu-west-1-333333333333', prod: 'x' },
    });
    expect(alarm?.cloudWatchName).toBe('checkout-prod-eu-west-1-faults');
  });

  it('alarmsOf() leaves out alarms of other components', () => {
    const target = aTarget([
      anAlarm({ name: 'mine', components: ['checkout'] }),
      anAlarm({ name: 'theirs', components: ['search'] }),
    ]);
    expect(alarmsOf(aComponent(), target).map(({ name }) => name)).toEqual(['mine']);
  });

  it('alarmsOf() watches shared flags through the alarms of every component that reads them', () => {
    const shared = aComponent({ name: 'shared', watchedComponents: ['checkout', 'search'] });
    const target = aTarget([anAlarm(), anAlarm({ name: 'slow', components: ['search'] })]);
    expect(alarmsOf(shared, target).map(({ watched, cloudWatchName }) => [watched, cloudWatchName])).toEqual([
      ['checkout', 'checkout-prod-eu-west-1-faults'],
      ['search', 'search-prod-eu-west-1-faults'],
      ['search', 'search-prod-eu-west-1-slow'],
    ]);
  });
});

test.each([
  ['notBreaching', anAlarm({ compare: 'above' })],
  ['breaching', anAlarm({ compare: 'below' })],
  ['ignore', anAlarm({ compare: 'below', missingData: 'ignore' })],
  ['notBreaching', anAnomalyAlarm({ anomaly: { width: 2, when: 'above' } })],
  ['breaching', anAnomalyAlarm({ anomaly: { width: 2, when: 'below' } })],
  ['breaching', anAnomalyAlarm({ anomaly: { width: 2, when: 'outside' } })],
])('alarmsOf() takes missing data as %s where it says so or looks for it: %o', (expected, alarm) => {
  expect(alarmsOf(aComponent(), aTarget([alarm]))[0]?.missingData).toBe(expected);
});

describe('fillPlaceholders()', () => {
  const values = { environment: 'prod', region: 'eu-west-1', account: '333333333333' };

  it('fillPlaceholders() leaves every other ${ as text, and ${component} where no component is meant', () => {
    const text = '${var.x} $environment ${ environment } ${component} ${environment}';
    expect(fillPlaceholders(text, values)).toBe('${var.x} $environment ${ environment } ${component} prod');
  });

  it('fillPlaceholders() does not replace again what a value brings in', () => {
    expect(fillPlaceholders('${component}', { ...values, component: '${region}$&' })).toBe('${region}$&');
  });
});
