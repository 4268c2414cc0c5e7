import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { setAlarm } from './alarms';
import { answer, errorReply } from './answer';
import { runningClock, type Clock } from './clock';
import { AwsError } from './errors';
import type { World } from './place';
import { readCall, refusalOf } from './read-request';
import { json, type Reply } from './reply';
import { Sessions } from './sessions';
import { snapshot, type Snapshot } from './snapshot';
import type { AlarmState } from './state';
import { openStore, type Store } from './store';
import { DEFAULT_SWITCHES, type LocalSwitches } from './switches';

export interface LocalOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** Port of the AppConfig Agent's local API; 0 = any free one. @default none */
  readonly agentPort?: number | undefined;
  /** A folder that outlives the process. @default memory only */
  readonly dataDir?: string | undefined;
  /** @default real pace */
  readonly clock?: Clock;
  readonly switches?: Partial<LocalSwitches>;
}

export interface LocalAppConfig {
  /** `http://127.0.0.1:<port>`, the endpoint for AppConfig, AppConfig Data and STS. */
  readonly url: string;
  readonly port: number;
  readonly clock: Clock;
  /** Sets an alarm by name or ARN and rolls back what it monitors. */
  setAlarm(nameOrArn: string, state: AlarmState): void;
  inspect(): Snapshot;
  close(): Promise<void>;
}

/** Answers AppConfig, AppConfig Data and STS GetCallerIdentity on 127.0.0.1, and nowhere else. */
export async function startLocalAppConfig(options: LocalOptions = {}): Promise<LocalAppConfig> {
  const store = openStore(options.dataDir);
  const world = worldOf(store, options);
  const server = await listen(options.port ?? 0, (call) => {
    const reply = answer(world, call);
    if (call.method !== 'GET') store.save(world.clock.now());
    return reply;
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    clock: world.clock,
    setAlarm: (nameOrArn, state) => {
      setAlarm(world, nameOrArn, state);
      store.save(world.clock.now());
    },
    inspect: () => snapshot(world),
    close: () => close(server),
  };
}

/** Simulated time that was ahead of the clock stays ahead after a restart. */
function worldOf(store: Store, { clock = runningClock(), switches }: LocalOptions): World {
  const behindMs = store.savedAt - clock.now();
  if (behindMs > 0) clock.advance(behindMs / 1000);
  return {
    state: store.state,
    contents: store.contents,
    sessions: new Sessions(),
    clock,
    switches: { ...DEFAULT_SWITCHES, ...switches },
  };
}

type Answer = (call: Awaited<ReturnType<typeof readCall>>) => Reply;

function listen(port: number, answerCall: Answer): Promise<Server> {
  const server = createServer((request, response) => void respond(request, response, answerCall));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
    const status =
      error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    return socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answerCall: Answer,
): Promise<void> {
  const refusal = refusalOf(request);
  try {
    send(
      response,
      refusal === undefined ? answerCall(await readCall(request)) : json(403, { Message: refusal }),
    );
  } catch (error) {
    if (response.headersSent || request.destroyed || response.destroyed) return void response.destroy();
    const known =
      error instanceof AwsError
        ? error
        : new AwsError('InternalServerException', String(error), { status: 500 });
    send(response, errorReply(known));
  }
}

function send(response: ServerResponse, { status, headers, body = '' }: Reply): void {
  const length = status === 204 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { 'x-amzn-requestid': randomUUID(), ...headers, ...length });
  response.end(status === 204 ? undefined : body);
}

/** Idle keep-alive connections are closed too: a client that holds one does not keep the server up. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
