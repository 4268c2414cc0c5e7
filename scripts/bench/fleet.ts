import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'eu-west-1',
  'eu-west-2',
  'eu-central-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
];
const COMPONENTS = ['checkout', 'inventory', 'search'];
const FLAGS_PER_COMPONENT = 5;

/** Writes a shop with three components, fifteen flags, three operations documents and this many targets (ten regions an environment). */
export function writeFleet(folder: string, targets: number): void {
  for (const component of COMPONENTS) writeComponent(folder, component);
  write(folder, 'environments/_base.yaml', BASE);
  for (let first = 0; first < targets; first += REGIONS.length) {
    const number = first / REGIONS.length;
    const regions = REGIONS.slice(0, targets - first);
    write(folder, `environments/e${String(number).padStart(2, '0')}.yaml`, environment(number, regions));
  }
}

function writeComponent(folder: string, component: string): void {
  for (let flag = 0; flag < FLAGS_PER_COMPONENT; flag += 1) {
    write(folder, `flags/${component}/flag-${flag}.yaml`, FLAG.replace('NUMBER', String(flag)));
  }
  write(folder, `opconfig/${component}.yaml`, OPERATIONS);
}

function environment(number: number, regions: readonly string[]): string {
  return `extends: _base\naccount: "${String(100_000_000_000 + number)}"\nregions: [${regions.join(', ')}]\n`;
}

function write(folder: string, file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const BASE = `strategy: { growth: exponential, factor-percent: 10, duration-minutes: 20, bake-minutes: 10 }
tags: { Product: shop }
alarms:
  - name: faults
    metric: { namespace: Shop, name: Faults, statistic: Sum, period-seconds: 60, dimensions: { Component: "\${component}" } }
    compare: above
    threshold: 5
    periods: 2
  - name: traffic
    metric: { namespace: Shop, name: Requests, statistic: Sum, period-seconds: 60, dimensions: { Component: "\${component}" } }
    anomaly: { width: 3, when: below }
    periods: 3
`;

const FLAG = `description: Flag number NUMBER of a fleet
owner: team-fleet
lifecycle: operational
attributes:
  limit: { type: number, minimum: 0, maximum: 500, required: true }
  label: { type: string, enum: [Pay now, Buy] }
default: { enabled: false, limit: 100 }
overrides:
  e00:
    enabled: true
    variants:
      - { name: Staff, when: { email: { ends-with: "@example.com" } }, set: { limit: 500 } }
      - { name: Tenth, when: { percent: 10, of: customerId, seed: fleet }, set: { label: Buy } }
`;

const OPERATIONS = `owner: team-fleet
schema: { type: object, required: [log-level], properties: { log-level: { enum: [debug, info, error] }, requests-per-second: { type: integer, minimum: 1 } } }
default: { log-level: info, requests-per-second: 100 }
overrides:
  e00: { log-level: debug }
  e00/us-east-1: { requests-per-second: 400 }
`;
