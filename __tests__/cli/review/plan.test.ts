import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Plans } from '../../../delivery/review/review';
import { aRepository, type Repository } from '../../builders/a-repository';
import { dynconf, dynconfWith } from '../../builders/command-line';
import { SMALL_PROJECT } from '../../builders/write-project';

const RECORDED = resolve(__dirname, '../../release/terraform/plans/flags.json');
const STACK = 'beta-us-east-1-flags';

/** Writes down what it is asked and by whom, answers `show` with a plan, and refuses what is in `refuses`. */
const TERRAFORM = `#!${process.execPath}
const fs = require('node:fs');
const [command, ...args] = process.argv.slice(2);
fs.appendFileSync(process.env.RAN, [process.env.AWS_PROFILE ?? '-', command, ...args].join(' ') + '\\n');
if (command === 'version') console.log(JSON.stringify({ terraform_version: '1.11.4' }));
if (command === 'plan' && process.cwd().includes('eu-west-1')) { console.error('Error: no state'); process.exit(1); }
if (command === 'plan') fs.writeFileSync(args.find((arg) => arg.startsWith('-out=')).slice(5), 'secret');
if (command === 'show') process.stdout.write(fs.readFileSync(${JSON.stringify(RECORDED)}));
`;

interface Checkout extends Repository {
  readonly env: Record<string, string | undefined>;
  readonly cdktfOut: string;
  ran(): string[];
}

function aCheckout(): Checkout {
  const repository = aRepository(SMALL_PROJECT);
  repository.commit();
  const { folder } = repository;
  const cdktfOut = join(folder, 'cdktf.out');
  for (const stack of [STACK, 'beta-eu-west-1-flags', 'local-us-east-1-flags']) addStack(cdktfOut, stack);
  writeFileSync(join(folder, 'terraform'), TERRAFORM, { mode: 0o755 });
  const env = {
    ...process.env,
    TERRAFORM_BINARY_NAME: join(folder, 'terraform'),
    RAN: join(folder, 'ran.txt'),
  };
  return {
    ...repository,
    env,
    cdktfOut,
    ran: () => readFileSync(env.RAN, 'utf8').trim().split('\n'),
  };
}

function addStack(cdktfOut: string, stack: string): void {
  const file = join(cdktfOut, 'stacks', stack, 'cdk.tf.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ provider: { aws: [{ region: 'us-east-1' }] } }));
}

const TOOLS = [
  'kind: tools',
  'account: "999999999999"',
  'region: us-east-1',
  'source: { connection: "arn:aws:codeconnections:us-east-1:999999999999:connection/abc", repository: example/shop }',
  '',
].join('\n');

test('plan says what Terraform would do, locks nothing and keeps no plan', async () => {
  const { folder, env, cdktfOut, ran } = aCheckout();
  const { exitCode, out } = await dynconfWith(
    { env },
    'plan',
    STACK,
    '--root',
    folder,
    '--cdktf-out',
    cdktfOut,
  );
  expect(exitCode).toBe(0);
  expect(out).toContain(
    '± replace aws_appconfig_deployment.checkout_Deployment_4C208889  (configuration_version)',
  );
  expect(out).toContain('+   new\n-   old\n~   pay');
  expect(out).not.toContain('Pay');
  const [, init, plan = '', show] = ran();
  expect(init).toContain('init -input=false -no-color -lockfile=readonly');
  expect(plan).toContain('-lock=false');
  const [, file = ''] = /-out=(\S+)/.exec(plan) ?? [];
  expect(show).toContain(file);
  expect(existsSync(file)).toBe(false);
});

test('plan --base plans what the definitions change, but neither local nor the tools, each as its own profile', async () => {
  const { folder, env, cdktfOut, write, ran } = aCheckout();
  write({
    'flags/checkout/pay.yaml': 'description: Pay\nowner: team-a\nlifecycle: permanent\ndefault: {}\n',
  });
  const args = ['--base', 'HEAD', '--profiles', 'dynconf-plan-', '--format', 'json', '--cdktf-out', cdktfOut];
  const { exitCode, out } = await dynconfWith({ env }, 'plan', '--root', folder, ...args);
  const { plans } = JSON.parse(out) as { plans: { stack: string; problem?: string }[] };
  expect(plans.map(({ stack }) => stack)).toEqual([STACK, 'beta-eu-west-1-flags']);
  expect(plans[1]?.problem).toContain('no state');
  // One stack without a plan is told, and does not keep the others from theirs.
  expect(exitCode).toBe(1);
  expect(
    ran()
      .filter((line) => line.includes(' plan '))
      .every((line) => line.startsWith('dynconf-plan-beta ')),
  ).toBe(true);
});

test('plan --base plans every stack when code changes, and names those that it does not plan', async () => {
  const { folder, env, write, git, cdktfOut, ran } = aCheckout();
  write({ 'environments/tools.yaml': TOOLS, 'constructs/a.ts': '1' });
  git('add', '--all');
  git('commit', '--quiet', '-m', 'b');
  write({ 'constructs/a.ts': '2' });
  const args = ['--base', 'HEAD', '--format', 'json', '--cdktf-out', cdktfOut];
  const known = await dynconfWith({ env }, 'plan', '--root', folder, ...args);
  // Nobody has synthesized the roles here.
  expect(known).toMatchObject({ exitCode: 2 });
  expect(known.err).toContain('note    code that makes the stacks changes: every stack may be affected');
  expect(known.err).toMatch(/holds no stack access-beta/);
  for (const stack of ['access-beta', 'beta-us-east-1-foundation', 'beta-us-east-1-operations'])
    addStack(cdktfOut, stack);
  for (const stack of ['beta-eu-west-1-foundation', 'beta-eu-west-1-operations']) addStack(cdktfOut, stack);
  const { out } = await dynconfWith({ env }, 'plan', '--root', folder, ...args);
  const { plans, notPlanned } = JSON.parse(out) as Plans;
  expect(plans.map(({ stack }) => stack)).toHaveLength(7);
  expect(plans[0]?.stack).toBe('access-beta');
  expect(ran().filter((line) => line.includes(' plan '))).toHaveLength(7);
  expect(notPlanned.map(({ stack }) => stack)).toEqual(
    expect.arrayContaining(['access-tools', 'delivery-pipeline', 'platform-pipeline']),
  );
});

test('plan --base of another trunk says who plans the stacks of the tools', async () => {
  const { folder, env, write, commit } = aCheckout();
  write({ 'environments/tools.yaml': TOOLS });
  commit();
  write({ 'environments/tools.yaml': TOOLS.replace('shop }', 'shop, trunk: release }') });
  const { exitCode, out } = await dynconfWith({ env }, 'plan', '--base', 'HEAD', '--root', folder);
  expect(exitCode).toBe(0);
  expect(out).toMatch(
    /Not planned here \(`the pipeline dynconf-platform plans it .*`\): .*`delivery-pipeline`/,
  );
  expect(existsSync(env['RAN'] ?? '')).toBe(false);
});

test('plan --base of no change starts no Terraform', async () => {
  const { folder, env } = aCheckout();
  const { exitCode, out } = await dynconfWith({ env }, 'plan', '--base', 'HEAD', '--root', folder);
  expect({ exitCode, out }).toEqual({ exitCode: 0, out: 'No stack is affected.\n' });
  expect(existsSync(env['RAN'] ?? '')).toBe(false);
});

test('plan needs stacks that there are', async () => {
  const { folder } = aCheckout();
  const nothing = await dynconf('plan', '--root', folder);
  expect(nothing).toMatchObject({ exitCode: 2 });
  expect(nothing.err).toContain('name stacks');
  const unknown = await dynconf('plan', 'beta-us-east-1-flag', '--root', folder);
  expect(unknown).toMatchObject({ exitCode: 2 });
  expect(unknown.err).toContain(`did you mean ${STACK}?`);
});

test('plan --format aws-config prints the profile of each environment that is released to', async () => {
  const { folder } = aCheckout();
  const { out } = await dynconf(
    'plan',
    '--format',
    'aws-config',
    '--credential-process',
    'node a.js',
    '--root',
    folder,
  );
  expect(out.match(/\[profile .*\]/g)).toEqual(['[profile dynconf-plan-beta]']);
  expect(out).toContain('credential_process = node a.js arn:aws:iam::111111111111:role/dynconf-plan-beta');
  expect(await dynconf('plan', '--format', 'aws-config', '--root', folder)).toMatchObject({ exitCode: 2 });
});
