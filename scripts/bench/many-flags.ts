import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FLAGS_PER_COMPONENT = 100;
/** One flag of so many has expired: what is found has something in it to compare. */
const FLAGS_PER_EXPIRED = 50;

/** Writes this many flags, each in a file of its own, and three environments; nothing in them is an error. */
export function writeManyFlags(folder: string, flags: number): void {
  write(folder, 'environments/_base.yaml', BASE);
  for (const number of [1, 2, 3]) {
    write(folder, `environments/e0${number}.yaml`, ENVIRONMENT.replaceAll('NUMBER', String(number)));
  }
  for (let flag = 0; flag < flags; flag += 1) {
    const component = Math.floor(flag / FLAGS_PER_COMPONENT);
    const life = flag % FLAGS_PER_EXPIRED === 0 ? EXPIRED : 'lifecycle: operational';
    const text = FLAG.replace('NUMBER', String(flag)).replace('LIFE', life);
    write(folder, `flags/component-${component}/flag-${flag}.yaml`, text);
  }
}

function write(folder: string, file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const EXPIRED = 'lifecycle: release\nexpires: 2026-01-01';

const BASE = `strategy: { growth: exponential, factor-percent: 10, duration-minutes: 20, bake-minutes: 10 }
tags: { Product: shop }
`;

const ENVIRONMENT = `extends: _base
account: "NUMBER00000000000"
regions: [us-east-1, eu-west-1]
`;

const FLAG = `description: Flag number NUMBER of many
owner: team-fleet
LIFE
attributes:
  limit: { type: number, minimum: 0, maximum: 500, required: true }
  label: { type: string, enum: [Pay now, Buy] }
default: { enabled: false, limit: 100 }
overrides:
  e01:
    enabled: true
    variants:
      - { name: Staff, when: { email: { ends-with: "@example.com" } }, set: { limit: 500 } }
      - { name: Tenth, when: { percent: 10, of: customerId, seed: many }, set: { label: Buy } }
`;
