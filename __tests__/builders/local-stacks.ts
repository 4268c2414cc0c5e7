import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadProject } from '../../compiler/load-project';
import type { Json } from '../../compiler/project';
import { manualClock } from '../../local/clock';
import { type LocalAppConfig, startLocalAppConfig } from '../../local/server';
import { synthesize } from '../../main';
import { connectAppConfig } from '../../release/appconfig-clients';
import { type Deployed, type DeployOptions, deployStack } from '../../release/deploy';
import type { ReleaseEvent } from '../../release/release-event';
import { openStack } from '../../release/stack-folder';
import { Terraform } from '../../release/terraform';
import { terraformEnvironment } from '../../release/terraform-environment';
import { readServed } from '../../release/verify-served';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy';

/** So much simulated time passes between two looks at a rollout. */
const SECONDS_PER_LOOK = 20;

/** Definitions in a temporary folder, their stacks, and a local AppConfig that they are deployed to. */
export interface LocalStacks {
  readonly appConfig: LocalAppConfig;
  readonly proxy: RecordingProxy;
  readonly events: ReleaseEvent[];
  write(file: string, yaml: string): void;
  /** Throws what is wrong with the definitions. */
  synthesize(): void;
  deploy(stack: string, options?: Partial<DeployOptions>): Promise<Deployed>;
  terraform(stack: string): Terraform;
  /** Where plans may lie. */
  scratch(file: string): string;
  served(application: string, profile: string): Promise<Json>;
  close(): Promise<void>;
}

export async function startLocalStacks(region: string): Promise<LocalStacks> {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-stacks-'));
  const definitions = join(folder, 'definitions');
  const cdktfOut = join(folder, 'cdktf.out');
  const appConfig = await startLocalAppConfig({ clock: manualClock() });
  const proxy = await startRecordingProxy(appConfig);
  const events: ReleaseEvent[] = [];
  const { env } = terraformEnvironment();
  const passTime = (): Promise<void> => Promise.resolve(appConfig.clock.advance(SECONDS_PER_LOOK));
  return {
    appConfig,
    proxy,
    events,
    write: (file, yaml) => {
      mkdirSync(dirname(join(definitions, file)), { recursive: true });
      writeFileSync(join(definitions, file), yaml);
    },
    synthesize: () => {
      const { project, diagnostics } = loadProject(definitions);
      if (project === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 1));
      synthesize(project, { outdir: cdktfOut, localEndpoint: proxy.url, environments: ['local'] });
    },
    deploy: (stack, options) =>
      deployStack(openStack(cdktfOut, stack), {
        env,
        onEvent: (event) => events.push(event),
        sleep: passTime,
        ...options,
      }),
    terraform: (stack) => new Terraform(openStack(cdktfOut, stack), { env }),
    scratch: (file) => join(folder, file),
    served: async (application, profile) => {
      const clients = connectAppConfig({ region, endpoint: appConfig.url, accessKey: '000000000000' });
      try {
        return await readServed(clients.data, { application, environment: 'local', profile });
      } finally {
        clients.destroy();
      }
    },
    close: async () => {
      await proxy.close();
      await appConfig.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
