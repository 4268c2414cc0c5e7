import { loadDeliverable } from '../../delivery/load-deliverable';
import type { Project } from '../../compiler/project';
import { type ProjectFiles, writeProject } from './write-project';

const SOURCE =
  'source: { connection: "arn:aws:codeconnections:us-east-1:999999999999:connection/0f3c1f1e-5f2a-4a57-9b1d-7d8d5c0b9e11", repository: example/shop, trunk: main }';
const TOOLS = `kind: tools
account: "999999999999"
region: us-east-1
${SOURCE}
pull-requests: { provider: github, environment: plan }
notify: ["arn:aws:sns:us-east-1:999999999999:releases"]
`;
const test = (minutes: number): string => `{ commands: ["npm run x"], minutes: ${minutes} }`;
/** An alarm tells topics of its own region only. */
const onCall = (account: string): string =>
  `on-call: { checkout: [${['us-west-2', 'us-east-1', 'eu-west-1'].map((region) => `"arn:aws:sns:${region}:${account}:on-call"`).join(', ')}] }\n`;

const ENVIRONMENTS: ProjectFiles = {
  'environments/tools.yaml': TOOLS,
  'environments/_base.yaml': `tags: { Product: shop }
alarms:
  - { name: faults, metric: { namespace: Shop, name: Faults, statistic: Sum, period-seconds: 60, dimensions: { Component: "\${component}" } }, compare: above, threshold: 5, periods: 2 }
  - { name: traffic, metric: { namespace: Shop, name: Requests, statistic: Sum, period-seconds: 60 }, anomaly: { width: 3, when: below }, periods: 3, missing-data: breaching }
`,
  'environments/local.yaml': `extends: _base
strategy: { growth: linear, factor-percent: 20, duration-minutes: 5, bake-minutes: 1 }
waves:
  - { name: first, regions: [eu-west-1], bake-minutes: 0 }
  - { name: second, regions: [us-east-1], bake-minutes: 0 }
`,
  'environments/beta.yaml': `extends: _base
account: "111111111111"
regions: [us-east-1]
strategy: { growth: linear, factor-percent: 50, duration-minutes: 2, bake-minutes: 3 }
dependencies: { payments: "https://payments.gamma.example.com" }
tests: { integration: ${test(1)}, acceptance: ${test(1)} }
`,
  'environments/gamma.yaml': `extends: _base
after: beta
account: "222222222222"
mirrors: prod
strategy: { growth: exponential, factor-percent: 10, duration-minutes: 5, bake-minutes: 5 }
regions: [us-west-2, us-east-1, eu-west-1]
canary: { every-minutes: 5 }
dependencies: { payments: "https://payments.gamma.example.com" }
${onCall('222222222222')}tests: { integration: ${test(1)}, acceptance: ${test(1)}, performance: ${test(1)}, resilience: ${test(1)}, dast: ${test(1)} }
`,
  'environments/prod.yaml': `extends: _base
after: gamma
account: "333333333333"
approval: { required: true }
windows: [{ days: mon-fri, from: "09:00", to: "16:00", time-zone: Europe/Dublin }]
blockers: ["arn:aws:cloudwatch:us-east-1:999999999999:alarm:organisation-wide"]
strategy: { growth: exponential, factor-percent: 10, duration-minutes: 30, bake-minutes: 30 }
waves:
  - { name: first, regions: [us-west-2], bake-minutes: 60 }
  - { name: second, regions: [us-east-1], bake-minutes: 60 }
  - { name: rest, regions: [eu-west-1], bake-minutes: 30 }
canary: { every-minutes: 5 }
dependencies: { payments: "https://payments.example.com" }
readers: { organization: o-a1b2c3d4e5, paths: [o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/] }
${onCall('333333333333')}tests: { integration: ${test(1)}, acceptance: ${test(1)} }
`,
};

/** A shop with every kind of stack, flag and document, and without a mistake; it depends on nothing that a team writes. */
export const WHOLE_SHOP: ProjectFiles = {
  ...ENVIRONMENTS,
  'flags/_segments/staff.yaml': 'description: Staff\nwhen: { email: { ends-with: "@example.com" } }\n',
  'flags/checkout/pay.yaml': `description: Pay with one click
owner: team-payments
lifecycle: release
expires: 2099-03-01
attributes:
  limit: { type: number, minimum: 0, maximum: 500, required: true }
  label: { type: string, enum: [Pay now, Buy] }
default: { enabled: false, limit: 100 }
overrides:
  beta: { enabled: true }
  prod:
    enabled: true
    variants:
      - { name: Staff, when: { segment: staff }, set: { limit: 500 } }
      - { name: Tenth, when: { percent: 10, of: customerId, seed: one-click }, set: { label: Buy } }
  prod/eu-west-1: { enabled: false, variants: [] }
requires: [checkout/stock]
specs:
  - { in: prod/us-east-1, given: { email: ann@example.com }, expect: { enabled: true, limit: 500 } }
`,
  'flags/checkout/stock.yaml': `description: Reserve stock
owner: team-payments
lifecycle: operational
attributes: { papers: { type: array, elements: { type: string } } }
default: { enabled: true, papers: [plain, stars] }
`,
  'flags/search/rank.yaml': `description: Rank by meaning
owner: team-search
lifecycle: permanent
deprecated: { reason: everybody has it, date: 2099-09-30 }
attributes: { model: { type: string, pattern: "^ranker-[0-9]+$", required: true } }
default: { enabled: false, model: ranker-1 }
overrides: { beta: { enabled: true, model: ranker-2 } }
`,
  'flags/sale.yaml': `description: Sale prices
owner: team-payments
components: [checkout, search]
lifecycle: permanent
attributes: { percent-off: { type: number, minimum: 5, maximum: 70, required: true } }
default: { enabled: false, percent-off: 20 }
overrides: { gamma: { enabled: true } }
`,
  'opconfig/checkout.yaml': `owner: team-payments
schema: { type: object, required: [log-level], properties: { log-level: { enum: [debug, info, error] } } }
default: { log-level: info }
overrides: { prod: { log-level: error } }
`,
  'opconfig/search.yaml': 'owner: team-search\nschema: search.schema.json\ndefault: { page-size: 24 }\n',
  'opconfig/search.schema.json':
    '{ "type": "object", "properties": { "page-size": { "type": "integer" } } }\n',
};

/** The same with states in S3, a pipeline for each of two workloads, and a temporary environment. */
export const WHOLE_SHOP_WITH_WORKLOADS: ProjectFiles = {
  ...WHOLE_SHOP,
  'environments/tools.yaml': `${TOOLS}workloads: { buying: [checkout], finding: [search, shared] }
backend: { type: s3, bucket: states, region: us-east-1 }
`,
  'environments/_base.yaml': `${String(ENVIRONMENTS['environments/_base.yaml'])}backend: { type: s3, bucket: states, region: us-east-1 }
`,
  'environments/temporary/feat.yaml':
    'extends: beta\ntemporary: { owner: team-payments, expires: 2099-01-01 }\n',
};

/** What dynconf makes of definitions in which there is nothing to mend. */
export function loadedProject(files: ProjectFiles): Project {
  const { project, diagnostics } = loadDeliverable(writeProject(files));
  if (!project || diagnostics.length > 0)
    throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return project;
}
