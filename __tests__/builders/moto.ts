import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** AWS as moto plays it (https://docs.getmoto.org), in a process of its own on a free port of loopback. */
export interface Moto {
  readonly port: number;
  close(): Promise<void>;
}

const PYTHON = 'python3';
const START_SECONDS = 60;

/** Says what is missing for a moto server on this machine; nothing when it can be started. */
export function missingMoto(): string | undefined {
  try {
    execFileSync(PYTHON, ['-c', 'import moto.server, flask, flask_cors'], {
      stdio: 'ignore',
      timeout: START_SECONDS * 1000,
    });
    return undefined;
  } catch {
    return `${PYTHON} has no moto server (pip install 'moto[server]')`;
  }
}

export async function startMoto(): Promise<Moto> {
  const server = spawn(PYTHON, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, MOTO_ACCOUNT_ID: undefined, PYTHONUNBUFFERED: '1' },
  });
  const ended = once(server, 'close');
  // A test run that is ended in the middle leaves no server behind.
  const kill = (): void => void server.kill('SIGKILL');
  process.once('exit', kill);
  void ended.then(() => process.removeListener('exit', kill));
  const lines = createInterface({ input: server.stderr });
  const said: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    const tooLate = setTimeout(
      () => reject(new Error(`moto does not start:\n${said.join('\n')}`)),
      START_SECONDS * 1000,
    );
    lines.on('line', (line) => {
      if (said.length < 100) said.push(line);
      const found = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
    void ended.then(() => reject(new Error(`moto ended:\n${said.join('\n')}`)));
    lines.once('close', () => clearTimeout(tooLate));
    server.once('close', () => clearTimeout(tooLate));
  }).catch((error: unknown) => {
    server.kill('SIGKILL');
    throw error;
  });
  return {
    port,
    close: async () => {
      server.kill('SIGTERM');
      await ended;
    },
  };
}
