import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { streamCommand } from '../../../cli/tests/stream-command';

const env = { PATH: process.env['PATH'] };

function anIo(signal = new AbortController().signal) {
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  return { io: { out: say, err: say, env, color: false, width: 80, signal }, said };
}

test('streamCommand() shows what a command says while it runs', async () => {
  const { io, said } = anIo();
  const mark = join(mkdtempSync(join(tmpdir(), 'dynconf-stream-')), 'seen');
  const out = (text: string): void => {
    said.push(text);
    if (text === 'before\n') writeFileSync(mark, '');
  };
  const command = 'echo before; until test -e "$MARK"; do sleep 0.02; done; echo after >&2';
  const end = await streamCommand({ ...io, out }, { command, variables: { MARK: mark } });
  rmSync(dirname(mark), { recursive: true });
  expect(end).toEqual({ code: 0, signal: null });
  expect(said.join('')).toBe('before\nafter\n');
});

test('streamCommand() kills what does not end when it is asked to', async () => {
  const interrupt = new AbortController();
  const { io } = anIo(interrupt.signal);
  const out = (text: string): void => {
    if (text === 'deaf\n') interrupt.abort();
  };
  const command = "trap '' INT; echo deaf; sleep 600";
  const end = await streamCommand({ ...io, out }, { command, variables: {}, graceMilliseconds: 50 });
  expect(end).toEqual({ code: null, signal: 'SIGKILL' });
});

test('streamCommand() does not wait for what has left its group and holds on to its output', async () => {
  const { io, said } = anIo();
  const command = 'setsid sleep 5 & echo started';
  const end = await streamCommand(io, { command, variables: {} });
  expect(end.code).toBe(0);
  expect(said.join('')).toBe('started\n');
});
