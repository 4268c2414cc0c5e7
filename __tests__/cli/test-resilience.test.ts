import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeLocalAppConfigs } from '../builders/a-local-app-config';
import { type CommandResult, dynconfWith } from '../builders/command-line';
import { aServedProject, type ServedProject } from '../builders/served-project';
import { TESTED_SHOP } from '../builders/tested-shop';

const COMMAND = [
  'test',
  'resilience',
  'local/eu-west-1',
  '--seconds',
  '1',
  '--clients',
  '4',
  '--pause',
  '10',
  '--noise',
  '300',
];

describe('dynconf test resilience', () => {
  let served: ServedProject;
  beforeEach(async () => {
    served = await aServedProject(TESTED_SHOP);
  });
  afterEach(closeLocalAppConfigs);

  const breakIt = (...more: readonly string[]): Promise<CommandResult> =>
    dynconfWith(
      { env: { ...served.env, PATH: process.env['PATH'] } },
      ...COMMAND,
      '--root',
      served.root,
      ...more,
    );

  test('dynconf test resilience drops half of all calls, and applications keep what they have', async () => {
    const { exitCode, out } = await breakIt();
    expect(out).toContain('ok   all is well before the fault');
    expect(out).toContain('ok   the fault is felt: 50 % of calls never arrive');
    expect(out).toMatch(/\d+(\.\d+)? % of polls fail, 0 % did/);
    expect(out).toContain('ok   applications keep their last good configuration during the fault');
    expect(out).toContain('ok   all is as before afterwards');
    expect(exitCode).toBe(0);
  });

  test('dynconf test resilience throttles and slows down', async () => {
    expect(await breakIt('--fault', 'throttle:30')).toMatchObject({ exitCode: 0 });
    expect(await breakIt('--fault', 'slow:400')).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/the fault is felt: every call takes 400 ms longer\n.*\n {5}p50 is \d+/),
    });
  });

  test('dynconf test resilience fails when what was served is not what the definitions say', async () => {
    await served.deploy('checkout operations', { 'log-level': 'debug' });
    const { exitCode, out } = await breakIt();
    expect(exitCode).toBe(1);
    expect(out).toContain('FAIL applications keep their last good configuration during the fault\n');
    expect(out).toContain('checkout operations: log-level is "debug", should be "info"');
  });

  test('dynconf test resilience injects a fault by a command, ends it, and wants it absorbed', async () => {
    const mark = join(served.root, 'fault');
    const end = `echo "ended $FAULT_OUTPUT" > ${mark}`;
    const { exitCode, out } = await breakIt('--command', 'echo experiment-7', '--end', end);
    expect(out).toContain('ok   the fault is absorbed: echo experiment-7');
    expect({ exitCode, mark: readFileSync(mark, 'utf8') }).toEqual({
      exitCode: 0,
      mark: 'ended experiment-7\n',
    });
  });

  test('dynconf test resilience says when the command of a fault fails, and ends what may have begun', async () => {
    const mark = join(served.root, 'fault');
    const { exitCode, err } = await breakIt(
      '--command',
      'echo no such template >&2; exit 3',
      '--end',
      `touch ${mark}`,
    );
    expect({ exitCode, err }).toEqual({
      exitCode: 2,
      err: 'the command of the fault ended with 3: echo no such template >&2; exit 3\nno such template\n',
    });
    expect(existsSync(mark)).toBe(true);
  });

  test('dynconf test resilience injects nothing when it is interrupted before', async () => {
    const mark = join(served.root, 'fault');
    const interrupt = new AbortController();
    const env = { ...served.env, PATH: process.env['PATH'] };
    const run = dynconfWith(
      { env, signal: interrupt.signal },
      ...[...COMMAND, '--seconds', '30', '--root', served.root, '--command', `touch ${mark}`],
    );
    setTimeout(() => interrupt.abort(), 200);
    expect(await run).toMatchObject({ exitCode: 130, out: '' });
    expect(existsSync(mark)).toBe(false);
  });

  test.each([
    [
      ['--fault', 'drop:200'],
      '--fault is drop:200, drop:<percent>, throttle:<percent> or slow:<milliseconds> is possible',
    ],
    [
      ['--experiment', 'EXT1; rm -rf /'],
      '--experiment is EXT1; rm -rf /, the id of an experiment template is possible (EXT…)',
    ],
    [['--fault', 'drop:1', '--command', 'true'], 'say one of --fault, --command and --experiment'],
  ])('dynconf test resilience refuses %j', async (more, sentence) => {
    expect(await breakIt(...more)).toMatchObject({ exitCode: 2, err: `${sentence}\n` });
  });
});
