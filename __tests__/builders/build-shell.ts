import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Outcome } from './run-plan';

/** The registry is this machine's, and so are the packages that it has fetched before. */
export function npmSettings(): Record<string, string> {
  const setting = (name: string): string =>
    execFileSync('npm', ['config', 'get', name], { encoding: 'utf8', stdio: 'pipe' }).trim();
  return {
    npm_config_userconfig: setting('userconfig'),
    npm_config_cache: setting('cache'),
    npm_config_prefer_offline: 'true',
  };
}

export function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
}

/** `NAME=value`, line by line. */
export function valuesIn(file: string): Record<string, string> {
  return Object.fromEntries(
    linesOf(file).map((line) => [line.replace(/=.*/, ''), line.replace(/^[^=]*=/, '')]),
  );
}

const NOT_HANDED_ON = /^(AWS_|DYNCONF_|TF_|JEST_|NODE_ENV$|npm_)/;

/** Nothing of the machine's own AWS settings is used, and nothing of the npm and the jest that this test was started with. */
export function withoutAws(): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(([name]) => !NOT_HANDED_ON.test(name));
  return {
    ...Object.fromEntries(own),
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Where a script runs, and for how long at most. */
export interface Shell {
  readonly cwd: string;
  readonly minutes: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** In one `sh`; what it prints is one text. Too late, it ends with all that it has started. */
export function runScript(script: string, { cwd, env, minutes }: Shell): Promise<Outcome> {
  const child = spawn('sh', ['-c', script], {
    cwd,
    env: env as NodeJS.ProcessEnv,
    // A group of its own: a shell that is killed leaves its children behind.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const end = setTimeout(() => {
    output += `\nended after ${minutes} minutes`;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, minutes * 60_000);
  return new Promise((done) => {
    child.on('close', (code) => {
      clearTimeout(end);
      done({ exitCode: code ?? 1, output });
    });
  });
}
