import { startOf } from '../../compiler/diagnostic';
import type { Alarm, Environment, Strategy, Wave } from '../../compiler/project';

/** A valid environment: beta, one region, no alarms. */
export function anEnvironment(overrides: Partial<Environment> = {}): Environment {
  const { name = 'beta' } = overrides;
  const strategy = aStrategy();
  return {
    name,
    account: name === 'local' ? '000000000000' : '111111111111',
    tags: {},
    waves: [aWave()],
    strategies: { flags: strategy, operations: strategy },
    backend: { type: 'local' },
    alarms: [],
    onCall: {},
    approval: { required: false, notify: [] },
    windows: [],
    blockers: [],
    dependencies: {},
    tests: {},
    at: startOf(`environments/${name}.yaml`),
    ...overrides,
  };
}

export function aWave(overrides: Partial<Wave> = {}): Wave {
  return { name: 'all', regions: ['us-east-1'], bakeMinutes: 0, ...overrides };
}

export function aStrategy(overrides: Partial<Strategy> = {}): Strategy {
  return { growth: 'linear', factorPercent: 20, durationMinutes: 5, bakeMinutes: 1, ...overrides };
}

/** An alarm on faults, of every component. */
export function anAlarm(overrides: Partial<Alarm> = {}): Alarm {
  return {
    name: 'faults',
    metric: {
      namespace: 'Shop',
      name: 'Faults',
      statistic: 'Sum',
      periodSeconds: 60,
      dimensions: { Component: '${component}' },
    },
    compare: 'above',
    threshold: 5,
    periods: 2,
    severity: 'low',
    ...overrides,
  };
}

/** An alarm on traffic that leaves its band. */
export function anAnomalyAlarm(overrides: Partial<Alarm> = {}): Alarm {
  return {
    name: 'traffic',
    metric: { namespace: 'Shop', name: 'Requests', statistic: 'Sum', periodSeconds: 60, dimensions: {} },
    anomaly: { width: 3, when: 'below' },
    periods: 3,
    severity: 'low',
    ...overrides,
  };
}
