import { startOf } from '../../compiler/diagnostic';
import type { Flag } from '../../compiler/project';

/** A valid flag, off everywhere; a test overrides what it is about. */
export function aFlag(overrides: Partial<Flag> = {}): Flag {
  const { component = 'checkout', key = 'one-click-pay' } = overrides;
  return {
    key,
    component,
    readers: [component],
    description: 'Pay with one click',
    owner: 'team-payments',
    lifecycle: 'operational',
    attributes: {},
    default: { enabled: false, attributes: {} },
    overrides: {},
    requires: [],
    specs: [],
    at: startOf(`flags/${component}/${key}.yaml`),
    ...overrides,
  };
}
