import { LOCAL_ENDPOINT, LOCAL_HEADER } from '../../compiler/names';
import { runningClock, manualClock, type Clock } from '../../local/clock';
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from '../../local/http/credential-scope';
import { startLocalAppConfig, type LocalAppConfig } from '../../local/server';
import { DataFolderError } from '../../local/store';
import type { Input, Io, Run } from '../command';
import { CommandError, EXIT } from '../exit-codes';

const LARGEST_PORT = 65_535;
/** A week in a second: more makes every rollout instant anyway. */
const FASTEST = 604_800;

/** `dynconf serve`: the local AppConfig, until it is interrupted. */
export const run: Run = async (io, { options }) => {
  const appConfig = await start(io, options);
  io.out(`AppConfig   ${appConfig.url}\n`);
  if (appConfig.agentUrl) io.out(`Agent API   ${appConfig.agentUrl}\n`);
  io.err(hints(appConfig.url, { ...options, agentRegion: io.env['SERVICE_REGION'] ?? DEFAULT_REGION }));
  await untilAborted(io.signal);
  await appConfig.close();
  return EXIT.interrupted;
};

async function start(io: Io, options: Input['options']): Promise<LocalAppConfig> {
  const port = portOf('--port', options['port']);
  const agentPort = portOf('--agent-port', options['agentPort']);
  const dataDir = options['data'] as string | undefined;
  const region = io.env['SERVICE_REGION'];
  const agentScope = region ? { agentScope: { account: DEFAULT_ACCOUNT, region } } : {};
  try {
    return await startLocalAppConfig({ port, agentPort, dataDir, clock: clockOf(options), ...agentScope });
  } catch (error) {
    throw asCommandError(error);
  }
}

function portOf(option: string, value: unknown): number {
  const port = /^\d{1,5}$/.test(String(value)) ? Number(value) : NaN;
  if (port >= 0 && port <= LARGEST_PORT) return port;
  throw new CommandError(
    EXIT.usage,
    `${option} is ${String(value)}, a number from 0 to ${LARGEST_PORT} is possible`,
  );
}

function clockOf({ speed, clock }: Input['options']): Clock {
  if (speed !== undefined && clock !== undefined)
    throw new CommandError(EXIT.usage, '--speed and --clock exclude each other: a manual clock has no pace');
  if (clock !== undefined) {
    if (clock === 'manual') return manualClock();
    throw new CommandError(EXIT.usage, `--clock is ${String(clock)}, only manual is possible`);
  }
  if (speed === undefined) return runningClock();
  const factor = /^\d+(\.\d+)?$/.test(String(speed)) ? Number(speed) : NaN;
  if (factor > 0 && factor <= FASTEST) return runningClock(factor);
  throw new CommandError(
    EXIT.usage,
    `--speed is ${String(speed)}, a number above 0 and up to ${FASTEST} is possible (1 is real pace)`,
  );
}

function asCommandError(error: unknown): unknown {
  if (error instanceof DataFolderError) return new CommandError(EXIT.usage, error.message);
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return new CommandError(EXIT.usage, `port ${port} is in use; name another, or 0 for any free one`);
  if (code === 'EACCES') return new CommandError(EXIT.usage, `port ${port} may not be opened by this user`);
  return error;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  // A promise alone does not keep a process up; the listening server does.
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function hints(url: string, { clock, data, agentRegion }: Input['options']): string {
  const standsStill =
    'time stands still:  a second deployment of an environment waits until the first is over (one at a time)';
  const forgets =
    'nothing is kept:    with --data it is; to deploy to a new one, remove .dynconf/state, which knows the old ids';
  const elsewhere = `for other commands: export DYNCONF_APPCONFIG_ENDPOINT=${url}`;
  return [
    ...(url === LOCAL_ENDPOINT ? [] : [elsewhere]),
    'advance the clock:  ' +
      `curl -X POST -H '${LOCAL_HEADER}: 1' -d '{"advanceSeconds": 600}' ${url}/_local/clock`,
    ...(clock === 'manual' ? [standsStill] : []),
    'set an alarm:       ' +
      `curl -X PUT -H '${LOCAL_HEADER}: 1' -d '{"state": "ALARM"}' ${url}/_local/alarms/<arn or name>`,
    ...(data === undefined ? [forgets] : []),
    `the Agent API reads ${String(agentRegion)}; SERVICE_REGION names another region`,
    'ctrl-C ends it',
    '',
  ].join('\n');
}
