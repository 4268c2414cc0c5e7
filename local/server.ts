import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setAlarm } from './alarms/alarms';
import { answerAgent } from './data-plane/agent';
import { answer } from './http/answer';
import { runningClock, type Clock } from './clock';
import { DEFAULT_ACCOUNT, DEFAULT_REGION, type Scope } from './http/credential-scope';
import { closeServer, listen } from './http/http-server';
import type { World } from './place';
import { Sessions } from './data-plane/sessions';
import { snapshot, type Snapshot } from './snapshot';
import type { AlarmState } from './state';
import { openStore, type Store } from './store';
import { DEFAULT_SWITCHES, type LocalSwitches } from './switches';

export interface LocalOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** Port of the AppConfig Agent's local API; 0 = any free one. @default none */
  readonly agentPort?: number | undefined;
  /** Whose configuration the agent's API serves; an agent lives in one region. @default 000000000000 in us-east-1 */
  readonly agentScope?: Scope;
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
  /** Of the AppConfig Agent's local API, if a port for it was asked for. */
  readonly agentUrl?: string;
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
    if (call.method !== 'GET' && reply.status < 300) store.save(world.clock.now());
    return reply;
  });
  const agent = await startAgent(world, options).catch(async (error: unknown) => {
    await closeServer(server);
    throw error;
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: urlOf(server),
    port,
    ...(agent && { agentUrl: urlOf(agent) }),
    clock: world.clock,
    setAlarm: (nameOrArn, state) => {
      setAlarm(world, nameOrArn, state);
      store.save(world.clock.now());
    },
    inspect: () => snapshot(world),
    close: async () => {
      await Promise.all([server, ...(agent ? [agent] : [])].map(closeServer));
    },
  };
}

async function startAgent(world: World, options: LocalOptions): Promise<Server | undefined> {
  if (options.agentPort === undefined) return undefined;
  const scope = options.agentScope ?? { account: DEFAULT_ACCOUNT, region: DEFAULT_REGION };
  return listen(options.agentPort, (call) => answerAgent(world, { ...call, scope }));
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
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
