import { spawn } from 'node:child_process';
import { CommandError, EXIT } from '../exit-codes';

export interface GitCall {
  /** Where git looks for a repository: here, or above. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** What git reads. @default - nothing */
  readonly input?: string;
}

export interface GitAnswer {
  /** Null: a signal ended it. */
  readonly exitCode: number | null;
  readonly out: Buffer;
  readonly err: string;
}

/** What git sets for its hooks names another folder than the one that is asked about. */
const OF_A_HOOK = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_OBJECT_DIRECTORY'];

/** Asks git something that changes nothing; ends with the signal. */
export function askGit(args: readonly string[], { folder, signal, input = '' }: GitCall): Promise<GitAnswer> {
  const environment = Object.entries(process.env).filter(([name]) => !OF_A_HOOK.includes(name));
  const env = { ...Object.fromEntries(environment), LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' };
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['--literal-pathspecs', '-C', folder, ...args], { env, signal });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    // git may have ended before it has read everything.
    child.stdin.on('error', () => undefined);
    child.on('error', (error: NodeJS.ErrnoException) => reject(explained(error)));
    child.on('close', (exitCode) => {
      resolve({ exitCode, out: Buffer.concat(out), err: Buffer.concat(err).toString('utf8') });
    });
    child.stdin.end(input);
  });
}

function explained(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ENOENT') return error;
  return new CommandError(EXIT.usage, 'there is no git here: --base reads a revision with it');
}
