import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeLocalAppConfigs } from '../../builders/a-local-app-config';
import { type CommandResult, dynconfWith } from '../../builders/command-line';
import { aServedProject, type ServedProject } from '../../builders/served-project';
import { TESTED_SHOP } from '../../builders/tested-shop';

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
const TEMPLATE = 'EXT1a2b3c4d5e6f7';
const STOPPED = 'echo stopping; printf "stopped\\trunning\\tby hand\\n" > looks';

/** An `aws` that knows one experiment: each line is what one look at it says, the last one from then on. */
function fakeAws(
  root: string,
  looks: readonly string[],
  stop = STOPPED,
): { PATH: string; log: () => string[] } {
  const folder = join(root, 'fake-aws');
  mkdirSync(folder);
  const answers = [
    `cd ${folder}; echo "$2 $3 $4" >> log`,
    'case "$2" in',
    'start-experiment) echo EXP7;;',
    'get-experiment) head -n 1 looks; [ "$(wc -l < looks)" -lt 2 ] || sed -i 1d looks;;',
    `stop-experiment) ${stop};;`,
    'esac',
  ];
  writeFileSync(join(folder, 'looks'), looks.map((look) => `${look}\n`).join(''));
  writeFileSync(join(folder, 'aws'), `#!/bin/sh\n${answers.join('\n')}\n`);
  chmodSync(join(folder, 'aws'), 0o755);
  const log = (): string[] => readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
  return { PATH: `${folder}:${process.env['PATH'] ?? ''}`, log };
}

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

  test('dynconf test resilience tells both when neither command of a fault works', async () => {
    expect(await breakIt('--command', 'exit 7', '--end', 'exit 3')).toMatchObject({
      exitCode: 2,
      err: 'the command of the fault ended with 7: exit 7\nthe command of the fault ended with 3: exit 3\n',
    });
  });

  test('dynconf test resilience has failed when the fault cannot be ended', async () => {
    const { exitCode, out } = await breakIt('--command', 'true', '--end', 'echo no >&2; exit 3');
    expect(exitCode).toBe(1);
    expect(out).toContain(
      'FAIL the fault is ended\n     the command of the fault ended with 3: echo no >&2; exit 3\nno\n',
    );
    expect(out).toContain('ok   the fault is absorbed: true');
  });

  describe('with an experiment', () => {
    const experiment = async (
      looks: readonly string[],
      stop?: string,
    ): Promise<CommandResult & { readonly log: string[] }> => {
      const { PATH, log } = fakeAws(served.root, looks, stop);
      const argv = [...COMMAND, '--root', served.root, '--experiment', TEMPLATE];
      const result = await dynconfWith({ env: { ...served.env, PATH } }, ...argv);
      return { ...result, log: log() };
    };

    test('dynconf test resilience waits until it breaks something, and until it has ended', async () => {
      const looks = ['initiating\tpending\tNone', 'running\tpending\tNone', 'running\trunning,skipped\tNone'];
      const { exitCode, out, log } = await experiment(looks);
      expect(out).toContain(`ok   the fault is absorbed: the experiment ${TEMPLATE}`);
      expect(exitCode).toBe(0);
      expect(log).toEqual([
        `start-experiment --experiment-template-id ${TEMPLATE}`,
        ...Array<string>(4).fill('get-experiment --id EXP7'),
        'stop-experiment --id EXP7',
        'get-experiment --id EXP7',
      ]);
    });

    test.each([
      ['failed\tfailed\tNo targets', 'it is failed (No targets)'],
      ['cancelled', 'it is cancelled'],
      ['stopped', 'it is stopped'],
      ['completed\tcompleted\tNone', 'it is completed'],
      ['running\tskipped,failed\tNone', 'it is running, its actions skipped, failed'],
    ])('dynconf test resilience takes one that says %j for no fault', async (look, sentence) => {
      const { exitCode, out, err } = await experiment([look]);
      expect({ exitCode, out, err }).toEqual({
        exitCode: 2,
        out: '',
        err: `the experiment ${TEMPLATE} breaks nothing: ${sentence}\n`,
      });
    });

    test('dynconf test resilience fails when it ends before the period is over', async () => {
      const { exitCode, out } = await experiment(['running\trunning\tNone', 'stopped\tstopped\tby alarm X']);
      expect(exitCode).toBe(1);
      expect(out).toContain(
        `FAIL the fault is absorbed: the experiment ${TEMPLATE}\n     it did not last for the whole period: it is stopped (by alarm X)\n`,
      );
    });

    test('dynconf test resilience fails when it cannot be stopped', async () => {
      const { exitCode, out } = await experiment(
        ['running\trunning\tNone'],
        'echo AccessDenied >&2; exit 254',
      );
      expect(exitCode).toBe(1);
      expect(out).toMatch(
        /FAIL the fault is ended\n {5}the command of the fault ended with 254: aws fis stop-experiment .*\nAccessDenied\n/,
      );
    });

    test('dynconf test resilience says what stays broken when it is interrupted', async () => {
      const { PATH } = fakeAws(served.root, ['initiating', 'running'], 'exit 254');
      const interrupt = new AbortController();
      const argv = [...COMMAND, '--root', served.root, '--experiment', TEMPLATE];
      const run = dynconfWith({ env: { ...served.env, PATH }, signal: interrupt.signal }, ...argv);
      const log = join(served.root, 'fake-aws', 'log');
      while (!existsSync(log) || !readFileSync(log, 'utf8').includes('get-experiment')) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      interrupt.abort();
      expect(await run).toMatchObject({
        exitCode: 130,
        out: '',
        err: expect.stringContaining('the command of the fault ended with 254: aws fis stop-experiment'),
      });
    });
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
