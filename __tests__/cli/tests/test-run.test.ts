import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dynconf, dynconfWith, SHOP, withFolder } from '../../builders/command-line';

const PATH = process.env['PATH'];
const TARGET = 'beta/us-east-1';

/** The shop with these integration tests in beta, which has two regions. */
function shopWith(commands: readonly string[], more = ''): Record<string, string> {
  return {
    ...SHOP,
    'environments/beta.yaml': `account: "111111111111"
regions: [us-east-1, eu-west-1]
dependencies: { ledger-api: "https://ledger.gamma.example.com/?a=1&b=2" }
tests: { integration: { commands: ${JSON.stringify(commands)} } }
${more}`,
  };
}

/** What `dynconf test run integration` does with these commands. */
async function runAll(commands: readonly string[], ...more: readonly string[]) {
  let result = { exitCode: -1, out: '', err: '' };
  await withFolder(shopWith(commands), async (root) => {
    const argv = ['test', 'run', 'integration', ...(more.length > 0 ? more : [TARGET]), '--root', root];
    result = await dynconfWith({ env: { PATH } }, ...argv);
  });
  return result;
}

test('dynconf test run runs each command in a shell of its own: a comment swallows no other, and the first failure ends it', async () => {
  const { exitCode, out, err } = await runAll(['echo first # smoke', 'false', 'echo never']);
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: 'first\n' });
  expect(err).toBe(
    [
      'run     integration of beta/us-east-1: echo first # smoke',
      'run     integration of beta/us-east-1: false',
      'failed  integration of beta/us-east-1: false ended with exit code 1',
      'not run after that: one command',
      '',
    ].join('\n'),
  );
});

test('dynconf test run stops within a command of several lines at the line that fails, and says which command it was', async () => {
  const { exitCode, out, err } = await runAll(['echo one\nfalse\necho two\n']);
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: 'one\n' });
  expect(err).toContain('failed  integration of beta/us-east-1: echo one … ended with exit code 1\n');
});

test('dynconf test run lets a command put something into the background, and leaves nothing of it behind', async () => {
  const { exitCode, out } = await runAll(['echo a &', 'sleep 600 & echo $!']);
  const [a, pid] = out.split('\n');
  expect({ exitCode, a }).toEqual({ exitCode: 0, a: 'a' });
  // A container may have nobody who reaps the dead.
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', pid ?? ''], { encoding: 'utf8' });
  expect(stdout).toMatch(/^(Z.*\n)?$/);
});

test('dynconf test run fills in what is meant, for each component and region, and runs what is the same once', async () => {
  const commands = ['echo ${component} in ${environment}/${region} of ${account}', 'echo same', 'echo same'];
  const { out } = await runAll(commands, 'beta/us-east-1', 'beta/eu-west-1');
  expect(out.trimEnd().split('\n')).toEqual([
    'checkout in beta/us-east-1 of 111111111111',
    'search in beta/us-east-1 of 111111111111',
    'shared in beta/us-east-1 of 111111111111',
    'same',
    'same',
    'checkout in beta/eu-west-1 of 111111111111',
    'search in beta/eu-west-1 of 111111111111',
    'shared in beta/eu-west-1 of 111111111111',
  ]);
});

test('dynconf test run tells commands where other services and the definitions are', async () => {
  await withFolder(shopWith(['echo "$DYNCONF_DEPENDENCY_LEDGER_API $DYNCONF_ROOT"']), async (root) => {
    const stale = { PATH, DYNCONF_DEPENDENCY_LEDGER_API: 'https://old.example.com' };
    const { out } = await dynconfWith({ env: stale }, 'test', 'run', 'integration', TARGET, '--root', root);
    expect(out).toBe(`https://ledger.gamma.example.com/?a=1&b=2 ${root}\n`);
  });
});

test.each([
  ['exit 2', 2, 'ended with exit code 2'],
  ['exit 4', 4, 'ended with exit code 4'],
  ['exit 7', 1, 'ended with exit code 7'],
  ['no-such-program', 1, 'ended with exit code 127'],
  ['kill -TERM $$', 1, 'was ended by SIGTERM'],
])('dynconf test run passes on what it knows: %s is %d', async (command, exitCode, way) => {
  const result = await runAll([command]);
  expect(result.exitCode).toBe(exitCode);
  expect(result.err).toContain(way);
});

test('dynconf test run has nothing to do where a file has no such tests', async () => {
  await withFolder(SHOP, async (root) => {
    expect(await dynconf('test', 'run', 'dast', 'prod/us-east-1', '--root', root)).toEqual({
      exitCode: 0,
      out: '',
      err: 'there are no dast tests of prod/us-east-1 to run\n',
    });
  });
});

test('dynconf test run runs only what a workload has', async () => {
  const tools = `kind: tools
account: "999999999999"
region: us-east-1
source: { connection: "arn:aws:codeconnections:us-east-1:999999999999:connection/0f3c1f1e-5f2a-4a57-9b1d-7d8d5c0b9e11", repository: example/shop, trunk: main }
workloads: { buying: [checkout, shared], finding: [search] }
`;
  const files = { ...shopWith(['echo ${component}']), 'environments/tools.yaml': tools };
  await withFolder(files, async (root) => {
    const argv = ['test', 'run', 'integration', TARGET, '--root', root, '--workload'];
    const finding = await dynconfWith({ env: { PATH } }, ...argv, 'finding');
    expect(finding).toMatchObject({ exitCode: 0, out: 'search\n' });
    const unknown = await dynconfWith({ env: { PATH } }, ...argv, 'selling');
    expect(unknown).toMatchObject({ exitCode: 2, out: '' });
  });
});

test('dynconf test run refuses a kind or a target that there is not', async () => {
  await withFolder(SHOP, async (root) => {
    const kind = await dynconf('test', 'run', 'acceptence', 'prod/us-east-1', '--root', root);
    expect(kind).toEqual({
      exitCode: 2,
      out: '',
      err: 'there is no kind of test acceptence; did you mean acceptance?\n',
    });
    const far = await dynconf('test', 'run', 'nonsense', 'prod/us-east-1', '--root', root);
    expect(far.err).toMatch(/^there is no kind of test nonsense; the kinds of test are integration, /);
    const target = await dynconf('test', 'run', 'dast', 'prod', '--root', root);
    expect(target).toMatchObject({ exitCode: 2, err: expect.stringContaining('prod has regions, say one') });
  });
});

test('dynconf test run hands ctrl-C to its command, which may tidy up, starts no other and ends with 130', async () => {
  const interrupt = new AbortController();
  const commands = ["trap 'echo tidied >tidied; exit 0' INT; touch started; sleep 600 & wait", 'touch never'];
  await withFolder(shopWith(commands.map((each) => `cd $DYNCONF_ROOT; ${each}`)), async (root) => {
    const options = { env: { PATH }, signal: interrupt.signal };
    const running = dynconfWith(options, 'test', 'run', 'integration', TARGET, '--root', root);
    while (!existsSync(join(root, 'started'))) await new Promise((resolve) => setTimeout(resolve, 20));
    interrupt.abort();
    const { exitCode, err } = await running;
    expect(exitCode).toBe(130);
    expect(err).toContain(`\ninterrupted: integration of ${TARGET} did not end: cd $DYNCONF_ROOT; trap`);
    expect(readFileSync(join(root, 'tidied'), 'utf8')).toBe('tidied\n');
    expect(existsSync(join(root, 'never'))).toBe(false);
  });
});
