import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io, OptionValue } from '../../../cli/command';
import { COMMANDS } from '../../../cli/commands';
import { CommandError } from '../../../cli/exit-codes';
import { run } from '../../../cli/definitions/serve';
import { aLocalAppConfig, closeLocalAppConfigs } from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

type Options = Record<string, OptionValue>;

/** Starts the command on free ports; `stop` interrupts it and answers with its exit code. */
function aServe(options: Options = {}) {
  const interrupt = new AbortController();
  const printed = { out: '', err: '' };
  let heard: () => void;
  const ready = new Promise<void>((resolve) => (heard = resolve));
  const io: Io = {
    out: (text) => (printed.out += text),
    err: (text) => {
      printed.err += text;
      heard();
    },
    env: {},
    color: false,
    width: 80,
    signal: interrupt.signal,
  };
  const exitCode = run(io, { root: '.', args: [], options: { port: '0', agentPort: '0', ...options } });
  const stop = () => {
    interrupt.abort();
    return exitCode;
  };
  return { printed, stop, exitCode, ready };
}

async function refusalOf(options: Options): Promise<string> {
  const { exitCode } = aServe(options);
  const error: unknown = await exitCode.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CommandError);
  const { exitCode: code, message } = error as CommandError;
  return `${code}: ${message}`;
}

test('serve prints its URLs once it answers, and controls on stderr', async () => {
  const { printed, ready, stop } = aServe();
  await ready;
  const [appConfig, agent] = printed.out.split('\n');
  expect(appConfig).toMatch(/^AppConfig {3}http:\/\/127\.0\.0\.1:\d+$/);
  expect(agent).toMatch(/^Agent API {3}http:\/\/127\.0\.0\.1:\d+$/);
  const url = appConfig?.split(/ +/)[1] ?? '';
  expect((await fetch(`${url}/applications`)).status).toBe(200);
  expect(printed.err).toContain(`${url}/_local/clock`);
  expect(printed.err).toContain(`export DYNCONF_APPCONFIG_ENDPOINT=${url}\n`);
  expect(await stop()).toBe(130);
  await expect(fetch(`${url}/applications`)).rejects.toThrow();
});

test('serve with a manual clock stands still', async () => {
  const { printed, ready, stop } = aServe({ clock: 'manual' });
  await ready;
  const url = printed.out.split(/\s+/)[1] ?? '';
  const now = async () =>
    (await fetch(`${url}/_local/clock`, { headers: { 'x-dynconf-local': '1' } })).text();
  const first = await now();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await now()).toBe(first);
  await stop();
});

test.each<[Options, string]>([
  [{ port: 'x' }, '2: --port is x, a number from 0 to 65535 is possible'],
  [{ port: '65536' }, '2: --port is 65536, a number from 0 to 65535 is possible'],
  [{ agentPort: '-1' }, '2: --agent-port is -1, a number from 0 to 65535 is possible'],
  [{ speed: '0' }, '2: --speed is 0, a number above 0 and up to 604800 is possible (1 is real pace)'],
  [{ speed: '1e3' }, '2: --speed is 1e3, a number above 0 and up to 604800 is possible (1 is real pace)'],
  [{ clock: 'auto' }, '2: --clock is auto, only manual is possible'],
  [{ speed: '2', clock: 'manual' }, '2: --speed and --clock exclude each other: a manual clock has no pace'],
])('serve refuses %j', async (options, said) => {
  expect(await refusalOf(options)).toBe(said);
});

test('serve names the port that is in use', async () => {
  const { port } = await aLocalAppConfig();
  const said = `2: port ${port} is in use; name another, or 0 for any free one`;
  expect(await refusalOf({ port: String(port) })).toBe(said);
  expect(await refusalOf({ agentPort: String(port) })).toBe(said);
});

test('serve says what is wrong with a data folder', async () => {
  const data = mkdtempSync(join(tmpdir(), 'dynconf-serve-'));
  try {
    writeFileSync(join(data, 'state.json'), '{');
    expect(await refusalOf({ data })).toMatch(
      /^2: .*state\.json cannot be read: .*; remove the folder to start afresh$/,
    );
  } finally {
    rmSync(data, { recursive: true });
  }
});

test('serve is a command with the ports of the contract', () => {
  const serve = COMMANDS.find(({ usage }) => usage === 'serve');
  expect(serve?.options?.map(([flags, , value]) => `${flags} ${value ?? ''}`.trim())).toEqual([
    '--port <port> 2770',
    '--agent-port <port> 2772',
    '--data <folder>',
    '--speed <factor>',
    '--clock <kind>',
  ]);
});
