import { spawn } from 'node:child_process';

export interface ProcessOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the process and everything that it started. */
  readonly signal: AbortSignal;
}

/** How much of a failed program's output is shown. */
const SHOWN_CHARACTERS = 4000;

/** Runs a program to its end and answers with the milliseconds that it took; rejects when it fails. */
export function runProcess(command: readonly string[], options: ProcessOptions): Promise<number> {
  const { cwd, env, signal } = options;
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const start = process.hrtime.bigint();
    // A group of its own: cdktf starts a shell, and npx a node, that would outlive it.
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const stop = (): void => endGroup(child.pid);
    signal.addEventListener('abort', stop, { once: true });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-SHOWN_CHARACTERS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (status) => {
      const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason as Error);
      else if (status === 0) resolve(elapsed);
      else reject(new Error(`${command.join(' ')} ended with ${status}:\n${output}`));
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
