import { startOf } from '../../compiler/diagnostic';
import type { Component, Project, Tools } from '../../compiler/project';
import { anEnvironment } from './environment';
import { aFlag } from './flag';
import { anOperations } from './operations';

/** A valid project: checkout with one flag and an operations document, one environment, no pipelines. */
export function aProject(overrides: Partial<Project> = {}): Project {
  return { components: [aComponent()], segments: [], environments: [anEnvironment()], ...overrides };
}

export function aComponent(overrides: Partial<Component> = {}): Component {
  const { name = 'checkout' } = overrides;
  return {
    name,
    flags: [aFlag({ component: name })],
    operations: anOperations({ component: name }),
    watchedComponents: [name],
    ...overrides,
  };
}

/** A component without an operations document. */
export function aFlagsOnlyComponent(): Component {
  return { name: 'checkout', flags: [aFlag()], watchedComponents: ['checkout'] };
}

/** environments/tools.yaml, with its own account. */
export function aTools(overrides: Partial<Tools> = {}): Tools {
  return {
    account: '999999999999',
    region: 'us-east-1',
    source: {
      provider: 'github',
      connection: 'arn:aws:codeconnections:us-east-1:999999999999:connection/0f3c1f1e',
      repository: 'example/shop-configuration',
      trunk: 'main',
    },
    notify: [],
    rolloutEvents: 'extension',
    requireReview: true,
    workloads: {},
    backend: { type: 'local' },
    at: startOf('environments/tools.yaml'),
    ...overrides,
  };
}
