import { spawn } from 'node:child_process';
import type { Io } from '../command';
import { CommandError, EXIT } from '../exit-codes';

/** A fault that somebody else injects. */
export interface OutsideFault {
  readonly describe: string;
  /** Returns when something is broken. */
  begin(): Promise<void>;
  /** Why what was measured since then proves nothing; asked before it is ended. */
  problems(): Promise<readonly string[]>;
  /** Also after ctrl-C: nothing stays broken. */
  end(): Promise<void>;
}

/** No command that begins or ends a fault takes longer. */
const COMMAND_SECONDS = 120;

/** Shell commands of the team; what the first one prints is `FAULT_OUTPUT` of the second. */
export function commandFault(io: Io, begin: string, end: string | undefined): OutsideFault {
  let output: string | undefined;
  return {
    describe: begin,
    begin: async () => {
      output = '';
      output = await runShell(io, begin, {});
    },
    problems: () => Promise.resolve([]),
    end: async () => {
      if (end !== undefined && output !== undefined) await runShell(io, end, { FAULT_OUTPUT: output });
    },
  };
}

/** What a command prints; one that fails is told with what it says. */
export function runShell(
  io: Io,
  command: string,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', command], {
      env: { ...io.env, ...variables } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: COMMAND_SECONDS * 1000,
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(out.trim());
      const sentence = `the command of the fault ended with ${String(code ?? signal)}: ${command}`;
      reject(new CommandError(EXIT.usage, `${sentence}\n${err.trim()}`.trim()));
    });
  });
}
