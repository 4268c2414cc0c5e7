export const DELIVERY_ACCOUNTS = { tools: '999999999999', beta: '111111111111', prod: '333333333333' };
export const STATE_BUCKET = 'shop-states';

/** The account and region of every target, in the order in which a release comes there. */
export const DELIVERY_TARGETS = [
  [DELIVERY_ACCOUNTS.beta, 'us-east-1'],
  [DELIVERY_ACCOUNTS.prod, 'us-west-2'],
  [DELIVERY_ACCOUNTS.prod, 'us-east-1'],
] as const;

const BACKEND = `backend: { type: s3, bucket: ${STATE_BUCKET}, region: us-east-1 }`;
const TESTS = `tests:
  integration: { commands: ["npx dynconf test integration \${environment}/\${region}"], minutes: 1 }
  acceptance: { commands: ["npx dynconf test acceptance \${environment}/\${region}"], minutes: 1 }
`;

/** Smaller than the example's: one region in beta, one in each of prod's waves; windows that are always open. */
export const DELIVERY_SHOP: Readonly<Record<string, string>> = {
  '.github/CODEOWNERS': '* @example/team-payments\n',
  'environments/tools.yaml': `kind: tools
account: "${DELIVERY_ACCOUNTS.tools}"
region: us-east-1
source: { connection: "arn:aws:codeconnections:us-east-1:${DELIVERY_ACCOUNTS.tools}:connection/0f3c1f1e-5f2a-4a57-9b1d-7d8d5c0b9e11", repository: example/shop, trunk: main }
require-review: false # who reviewed a commit only GitHub knows
${BACKEND}
`,
  'environments/_base.yaml': `strategy: { growth: linear, factor-percent: 50, duration-minutes: 2, bake-minutes: 1 }
alarms:
  - { name: faults, metric: { namespace: Shop, name: Faults, statistic: Sum, period-seconds: 60, dimensions: { Component: "\${component}" } }, compare: above, threshold: 5, periods: 2 }
${BACKEND}
`,
  'environments/beta.yaml': `extends: _base
account: "${DELIVERY_ACCOUNTS.beta}"
regions: [us-east-1]
${TESTS}`,
  'environments/prod.yaml': `extends: _base
after: beta
account: "${DELIVERY_ACCOUNTS.prod}"
approval: { required: true }
blockers: ["arn:aws:cloudwatch:us-east-1:${DELIVERY_ACCOUNTS.tools}:alarm:organisation-wide"]
windows:
  - { days: mon-sun, from: "00:00", to: "12:00", time-zone: UTC }
  - { days: mon-sun, from: "12:00", to: "00:00", time-zone: UTC }
waves:
  - { name: first, regions: [us-west-2], bake-minutes: 1 }
  - { name: second, regions: [us-east-1], bake-minutes: 1 }
${TESTS}`,
  'opconfig/checkout.yaml':
    'owner: team-payments\nschema: { type: object, required: [log-level], properties: { log-level: { enum: [debug, info] } } }\ndefault: { log-level: info }\n',
};

/** The one flag of the shop; people can pay at most `limit` with one click. */
export function payFlag(limit: number): Record<string, string> {
  return {
    'flags/checkout/pay.yaml': `description: Pay with one click
owner: team-payments
lifecycle: permanent
attributes: { limit: { type: number, minimum: 0, maximum: 500 } }
default: { enabled: true, limit: ${limit} }
specs:
  - { in: prod, given: {}, expect: { enabled: true } }
  - { in: beta, given: {}, expect: { limit: ${limit} } }
`,
  };
}
