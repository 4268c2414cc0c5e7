import { spawn } from 'node:child_process';

export interface ProgramRun {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

export interface ProgramOptions {
  readonly folder: string;
  /** Gets what the program writes to stderr as it comes. @default - kept silent */
  readonly say?: (text: string) => void;
  /** @default - this process's */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs a program to its end; one that cannot be started answers as a shell would, with 127. */
export function runProgram(
  [command, ...args]: readonly [string, ...string[]],
  { folder, say, env }: ProgramOptions,
): Promise<ProgramRun> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      err += chunk;
      say?.(chunk);
    });
    child.on('error', (error) => resolve({ exitCode: 127, out, err: error.message }));
    child.on('close', (code, signal) =>
      resolve({ exitCode: code ?? (signal === 'SIGINT' ? 130 : 1), out, err }),
    );
  });
}

/** A program of node_modules, without the start of npx. */
export function nodeProgram(script: string, ...args: readonly string[]): readonly [string, ...string[]] {
  return [process.execPath, script, ...args];
}
