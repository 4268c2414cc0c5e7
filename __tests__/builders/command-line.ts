import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Io } from '../../cli/command';
import { run } from '../../cli/dynconf';

export interface CommandResult {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one `dynconf` command line inside this process. */
export function dynconf(...argv: readonly string[]): Promise<CommandResult> {
  return dynconfWith({}, ...argv);
}

/** Runs one with environment variables, and a signal that interrupts it. */
export async function dynconfWith(
  { env = {}, signal = new AbortController().signal }: Partial<Pick<Io, 'env' | 'signal'>>,
  ...argv: readonly string[]
): Promise<CommandResult> {
  let [out, err] = ['', ''];
  const exitCode = await run(argv, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    env,
    color: false,
    width: 100,
    signal,
  });
  return { exitCode, out, err };
}

/** Hands a temporary folder with these files to a test, and removes it. */
export async function withFolder(
  files: Readonly<Record<string, string>>,
  use: (root: string) => Promise<void>,
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'dynconf-test-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A small shop: two components, a flag that both read, a segment, and the environments beta and prod. */
export const SHOP: Readonly<Record<string, string>> = {
  'environments/beta.yaml': 'account: "111111111111"\nregions: [us-east-1]\n',
  'environments/prod.yaml': [
    'account: "333333333333"',
    'strategy: { growth: linear, factor-percent: 10, duration-minutes: 30, bake-minutes: 10 }',
    'waves:',
    '  - { name: first, regions: [us-west-2], bake-minutes: 10 }',
    '  - { name: rest, regions: [us-east-1, eu-west-1], bake-minutes: 10 }',
    '',
  ].join('\n'),
  'flags/_segments/staff.yaml':
    'description: People who work here\nwhen: { email: { ends-with: "@example.com" } }\n',
  'flags/checkout/one-click-pay.yaml': [
    'description: Pay with one click',
    'owner: team-payments',
    'lifecycle: operational',
    'attributes:',
    '  max-amount: { type: number, minimum: 0, maximum: 500, required: true }',
    '  label: { type: string, enum: [Pay now, Buy] }',
    'default: { enabled: false, max-amount: 100 }',
    'overrides:',
    '  prod:',
    '    enabled: true',
    '    variants:',
    '      - { name: Staff, when: { segment: staff }, set: { max-amount: 500 } }',
    '      - { name: Elders, when: { age: { gte: 65 } }, set: { label: Buy } }',
    '  prod/eu-west-1: { enabled: false }',
    'specs:',
    '  - { name: staff may pay more, in: prod/us-east-1, given: { email: ann@example.com }, expect: { max-amount: 500 } }',
    '  - { in: beta, given: { age: 65 }, expect: { enabled: false } }',
    '',
  ].join('\n'),
  'flags/summer-sale.yaml': [
    'description: Show the sale',
    'owner: team-sales',
    'lifecycle: operational',
    'components: [checkout, search]',
    'default: { enabled: true }',
    '',
  ].join('\n'),
  'opconfig/search.yaml':
    'owner: team-search\ndefault: { log-level: info }\noverrides: { prod: { log-level: error } }\n',
};
