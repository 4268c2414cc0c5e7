import { startOf } from '../../compiler/diagnostic';
import type { Operations } from '../../compiler/project';

/** A valid operations document. */
export function anOperations(overrides: Partial<Operations> = {}): Operations {
  const { component = 'checkout' } = overrides;
  return {
    component,
    owner: 'team-payments',
    default: { 'log-level': 'info' },
    overrides: {},
    at: startOf(`opconfig/${component}.yaml`),
    ...overrides,
  };
}
