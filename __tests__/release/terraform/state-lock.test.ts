import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockMinutes, lockTimeout } from '../../../release/terraform/state-lock';
import { Terraform, type TerraformMessage } from '../../../release/terraform/terraform';

// The real Terraform, against itself.
jest.setTimeout(120_000);

const STACK = {
  terraform: { backend: { local: { path: 'state.tfstate' } } },
  resource: {
    terraform_data: {
      hold: {
        provisioner: [
          { 'local-exec': { command: 'touch held; while [ ! -f done ]; do sleep 0.1; done', quiet: true } },
        ],
      },
    },
  },
};

let folder: string;
let holder: ChildProcess | undefined;
const env = { PATH: process.env['PATH'], TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynconf-lock-'));
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(STACK));
  spawnSync('terraform', ['init', '-input=false'], { cwd: folder, env: env as NodeJS.ProcessEnv });
});
afterEach(async () => {
  await letGo();
  rmSync(folder, { recursive: true, force: true });
});

/** Somebody else applies, and is not done until he is let go. */
async function hold(): Promise<void> {
  holder = spawn('terraform', ['apply', '-auto-approve', '-input=false'], {
    cwd: folder,
    env: env as NodeJS.ProcessEnv,
    stdio: 'ignore',
  });
  for (let looks = 0; looks < 300 && !existsSync(join(folder, 'held')); looks += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
}

async function letGo(): Promise<void> {
  const { exitCode } = holder ?? { exitCode: 0 };
  if (!existsSync(folder)) return;
  writeFileSync(join(folder, 'done'), '');
  if (holder && exitCode === null) await new Promise((resolve) => holder?.once('exit', resolve));
  holder = undefined;
}

interface Waiting {
  readonly minutes?: string;
  readonly signal?: AbortSignal;
  readonly onMessage?: (message: TerraformMessage) => void;
}

function aTerraform({ minutes, ...options }: Waiting): Terraform {
  const own = { ...env, ...(minutes !== undefined && { DYNCONF_LOCK_MINUTES: minutes }) };
  return new Terraform({ name: 'prod-eu-west-1-foundation', folder }, { env: own, ...options });
}

test('Terraform.plan() refuses at once what somebody else works on, and says how to wait', async () => {
  await hold();
  await expect(aTerraform({}).plan('x.tfplan')).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(
      /^prod-eu-west-1-foundation: somebody else is working on its state \(DYNCONF_LOCK_MINUTES=10 waits for them\)/,
    ) as string,
  });
});

test('Terraform.plan() waits with DYNCONF_LOCK_MINUTES until somebody else is done, and says so', async () => {
  await hold();
  const told: string[] = [];
  const onMessage = ({ type, '@message': text }: TerraformMessage): void => {
    if (type !== 'state_lock_acquire') return;
    told.push(text);
    void letGo();
  };
  const plan = await aTerraform({ minutes: '2', onMessage }).plan('x.tfplan');
  expect(plan.isNeeded).toBe(false);
  expect(told).toEqual([
    'waiting for the lock of prod-eu-west-1-foundation: somebody else may be working on its state, 2 min at most',
  ]);
});

test.each([
  ['plan', (terraform: Terraform): Promise<unknown> => terraform.plan('x.tfplan')],
  ['forget', (terraform: Terraform): Promise<unknown> => terraform.forget(['terraform_data.x'], 'backup')],
])('Terraform.%s() that waits for a lock is interrupted at once', async (_, act) => {
  await hold();
  const interrupt = new AbortController();
  const onMessage = ({ type }: TerraformMessage): void => {
    if (type === 'state_lock_acquire') interrupt.abort();
  };
  const terraform = aTerraform({ minutes: '5', signal: interrupt.signal, onMessage });
  await expect(act(terraform)).rejects.toMatchObject({ kind: 'interrupted' });
  expect(holder?.exitCode).toBeNull();
});

test('lockMinutes() takes a whole number of minutes, and nothing for none', () => {
  expect(lockMinutes({})).toBe(0);
  expect(lockMinutes({ DYNCONF_LOCK_MINUTES: '' })).toBe(0);
  expect(lockMinutes({ DYNCONF_LOCK_MINUTES: '20' })).toBe(20);
  for (const text of ['-1', '1.5', '20m', 'for ever'])
    expect(() => lockMinutes({ DYNCONF_LOCK_MINUTES: text })).toThrow(`DYNCONF_LOCK_MINUTES is ${text}`);
});

test('lockTimeout() is no argument where nobody waits', () => {
  expect(lockTimeout(0)).toEqual([]);
  expect(lockTimeout(20)).toEqual(['-lock-timeout=20m']);
});
