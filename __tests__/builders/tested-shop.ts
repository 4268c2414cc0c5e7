import type { ProjectFiles } from './write-project';

/** A shop on this machine: a flag with variants and specs, one without, and operational settings. */
export const TESTED_SHOP: ProjectFiles = {
  'environments/local.yaml': 'regions: [eu-west-1]\n',
  'flags/checkout/pay.yaml': [
    'description: Pay with one click',
    'owner: team-a',
    'lifecycle: permanent',
    'attributes:',
    '  limit: { type: number, minimum: 0, maximum: 500, required: true }',
    'default: { enabled: false, limit: 100 }',
    'overrides:',
    '  local:',
    '    enabled: true',
    '    variants:',
    '      - { name: Staff, when: { email: { ends-with: "@example.com" } }, set: { limit: 500 } }',
    '      - { name: Elders, when: { age: { gte: 65 } }, set: { limit: 50 } }',
    'specs:',
    '  - { name: staff may pay more, in: local, given: { email: ann@example.com }, expect: { variant: Staff, limit: 500 } }',
    '  - { name: elders pay less, in: local, given: { age: 70 }, expect: { limit: 50 } }',
    '  - { name: all others, in: local/eu-west-1, given: {}, expect: { enabled: true, variant: default, limit: 100 } }',
    '',
  ].join('\n'),
  'flags/search/rank.yaml': [
    'description: Rank',
    'owner: team-b',
    'lifecycle: permanent',
    'default: { enabled: true }',
    'specs: [{ name: everybody, in: local, given: {}, expect: { enabled: true } }]',
    '',
  ].join('\n'),
  'opconfig/checkout.yaml': 'owner: team-a\ndefault: { log-level: info }\n',
};
