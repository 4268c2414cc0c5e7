import type { DocumentChange, Review } from '../../delivery/review/review';

/** A review of one flag that is switched on in beta. */
export function aReview(overrides: Partial<Review> = {}): Review {
  return {
    version: 1,
    base: { ref: 'origin/main', commit: 'c0ffee'.padEnd(40, '0') },
    notes: [],
    diagnostics: [],
    changes: [aChange()],
    targets: {
      changed: ['beta/us-east-1'],
      unchanged: ['prod/us-east-1', 'prod/eu-west-1'],
      added: [],
      removed: [],
    },
    stacks: [{ stack: 'beta-us-east-1-flags', kind: 'flags', environment: 'beta', change: 'changed' }],
    pipelines: [{ pipeline: 'dynconf-delivery', stages: [{ name: 'beta', minutes: 25 }] }],
    ...overrides,
  };
}

export function aChange(overrides: Partial<DocumentChange> = {}): DocumentChange {
  return {
    component: 'checkout',
    profile: 'flags',
    flag: 'one-click-pay',
    kind: 'changed',
    edits: [{ path: ['enabled'], before: false, after: true }],
    targets: ['beta/us-east-1'],
    ...overrides,
  };
}
