import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { Io } from '../command';

/** How a shell command ended: with an exit code, or by a signal. */
export interface CommandEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What a shell command gets besides the environment. */
export interface StreamedCommand {
  readonly command: string;
  readonly variables: Readonly<Record<string, string>>;
  /** So long it may tidy up after ctrl-C. @default 10 seconds */
  readonly graceMilliseconds?: number;
}

const GRACE_MILLISECONDS = 10_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const DRAIN_MILLISECONDS = 1_000;

/**
 * Runs one command in a shell of its own that stops at the first failing line, and shows what it says as it says it.
 *
 * It is a process group of its own: ctrl-C is handed to all of it, a second one kills it, and what it leaves running
 * ends with it.
 */
export async function streamCommand(io: Io, streamed: StreamedCommand): Promise<CommandEnd> {
  const { command, variables, graceMilliseconds = GRACE_MILLISECONDS } = streamed;
  const child = spawn('sh', ['-e', '-c', command], {
    env: { ...io.env, ...variables } as NodeJS.ProcessEnv,
    // Nobody is there to answer in a pipeline, so that nobody is anywhere.
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  child.stdout.setEncoding('utf8').on('data', io.out);
  child.stderr.setEncoding('utf8').on('data', io.err);
  const release = handOn(child, io.signal, graceMilliseconds);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    return await endOf(child);
  } finally {
    // What it has put into the background may be about to say something.
    await upTo(DRAIN_MILLISECONDS, closed);
    release();
    signalGroup(child, 'SIGKILL');
    // A process that has left the group may still hold the pipes.
    await upTo(DRAIN_MILLISECONDS, closed);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

async function upTo(milliseconds: number, end: Promise<void>): Promise<void> {
  const enough = new AbortController();
  const ignored = (): undefined => undefined;
  await Promise.race([end, pause(milliseconds, undefined, { signal: enough.signal }).catch(ignored)]);
  enough.abort();
}

function endOf(child: ChildProcess): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

/** Hands ctrl-C on; what is not over after a while, or at a second one, is killed. Answers with what takes that back. */
function handOn(child: ChildProcess, signal: AbortSignal, graceMilliseconds: number): () => void {
  let grace: NodeJS.Timeout | undefined;
  const kill = (): void => signalGroup(child, 'SIGKILL');
  const interrupt = (): void => {
    signalGroup(child, 'SIGINT');
    grace = setTimeout(kill, graceMilliseconds);
    for (const again of SIGNALS) process.once(again, kill);
  };
  if (signal.aborted) interrupt();
  else signal.addEventListener('abort', interrupt, { once: true });
  return () => {
    clearTimeout(grace);
    signal.removeEventListener('abort', interrupt);
    for (const again of SIGNALS) process.removeListener(again, kill);
  };
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left.
  }
}
