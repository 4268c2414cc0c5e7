import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProcess } from '../../../scripts/bench/run-process';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynconf-run-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('runProcess() answers with how long a program took', async () => {
  expect(await run('process.exitCode = 0', new AbortController().signal)).toBeGreaterThan(0);
});

test('runProcess() shows what a program that failed has written', async () => {
  const failing = run('console.error("no such flag"); process.exitCode = 3', new AbortController().signal);
  await expect(failing).rejects.toThrow(/ended with 3:\nno such flag/);
});

test('runProcess() rejects when the program does not exist', async () => {
  const { signal } = new AbortController();
  const options = { cwd: folder, env: process.env, signal };
  await expect(runProcess([join(folder, 'none')], options)).rejects.toThrow('ENOENT');
});

test('runProcess() ends what the program itself has started, too', async () => {
  const stopped = new AbortController();
  const pids = join(folder, 'pids');
  const forever = 'setInterval(() => {}, 1000)';
  const running = run(
    `const { pid } = require('child_process').spawn(process.execPath, ['-e', '${forever}']);
     require('fs').writeFileSync(${JSON.stringify(`${pids}.new`)}, process.pid + ' ' + pid);
     require('fs').renameSync(${JSON.stringify(`${pids}.new`)}, ${JSON.stringify(pids)});
     ${forever}`,
    stopped.signal,
  );
  const ended = expect(running).rejects.toThrow('enough');
  while (!existsSync(pids)) await sleep(5);
  stopped.abort(new Error('enough'));
  await ended;
  for (const pid of readFileSync(pids, 'utf8').split(' ').map(Number)) {
    while (isAlive(pid)) await sleep(5);
  }
});

function run(program: string, signal: AbortSignal): Promise<number> {
  return runProcess([process.execPath, '-e', program], { cwd: folder, env: process.env, signal });
}

function isAlive(pid: number): boolean {
  try {
    // A process that has ended and that nobody has asked about yet still has its number.
    if (process.platform === 'linux') return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
