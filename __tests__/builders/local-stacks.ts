import { StopDeploymentCommand } from '@aws-sdk/client-appconfig';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadProject } from '../../compiler/load-project';
import type { Json, Project } from '../../compiler/project';
import { manualClock } from '../../local/clock';
import { type LocalAppConfig, startLocalAppConfig } from '../../local/server';
import { synthesize } from '../../main';
import { connectAppConfig } from '../../release/appconfig/appconfig-clients';
import { type Deployed, type DeployOptions, deployStack } from '../../release/deploy/deploy';
import type { ReleaseEvent } from '../../release/release-event';
import { redeployStack } from '../../release/deploy/redeploy';
import { openStack, type StackFolder } from '../../release/terraform/stack-folder';
import { Terraform } from '../../release/terraform/terraform';
import { terraformEnvironment } from '../../release/terraform/terraform-environment';
import { type Trunk, trunkOf } from '../../release/deploy/trunk';
import { readServed } from '../../release/appconfig/verify-served';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy';

/** So much simulated time passes between two looks at a rollout. */
const SECONDS_PER_LOOK = 20;

/** Definitions in a temporary folder, their stacks, and a local AppConfig that they are deployed to. */
export interface LocalStacks {
  readonly appConfig: LocalAppConfig;
  readonly proxy: RecordingProxy;
  readonly events: ReleaseEvent[];
  write(file: string, yaml: string): void;
  /** A file, or a folder with all in it. */
  remove(file: string): void;
  /** Throws what is wrong with the definitions. */
  synthesize(): void;
  deploy(stack: string, options?: Partial<DeployOptions>): Promise<Deployed>;
  redeploy(stack: string, reason: string): Promise<Deployed>;
  /** As a person does in the console: a COMPLETE deployment is stopped, and the document before it is served again. */
  revertLatest(application: string): Promise<void>;
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
  const definedProject = (): Project => {
    const { project, diagnostics } = loadProject(definitions);
    if (project === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 1));
    return project;
  };
  /** A release sees the definitions as they are now, as the command does. */
  const opened = (name: string): { stack: StackFolder; trunk?: Trunk } => {
    const stack = openStack(cdktfOut, name);
    return { stack, ...(stack.documents.length > 0 && { trunk: trunkOf(definedProject(), stack) }) };
  };
  const access = { region, endpoint: appConfig.url, accessKey: '000000000000' };
  const options = { env, onEvent: (event: ReleaseEvent) => void events.push(event), sleep: passTime };
  return {
    appConfig,
    proxy,
    events,
    write: (file, yaml) => {
      mkdirSync(dirname(join(definitions, file)), { recursive: true });
      writeFileSync(join(definitions, file), yaml);
    },
    remove: (file) => rmSync(join(definitions, file), { recursive: true }),
    synthesize: () => {
      const project = definedProject();
      synthesize(project, { outdir: cdktfOut, localEndpoint: proxy.url, environments: ['local'] });
    },
    deploy: (name, more) => {
      const { stack, ...seen } = opened(name);
      return deployStack(stack, { ...options, ...seen, ...more });
    },
    redeploy: (name, reason) => {
      const { stack, ...seen } = opened(name);
      return redeployStack(stack, { ...options, ...seen, reason });
    },
    revertLatest: async (name) => {
      const application = appConfig.inspect().applications.find((candidate) => candidate.name === name);
      const environment = application?.environments[0];
      const clients = connectAppConfig(access);
      await clients.control.send(
        new StopDeploymentCommand({
          ApplicationId: application?.id,
          EnvironmentId: environment?.id,
          DeploymentNumber: environment?.deployments.at(-1)?.number,
          AllowRevert: true,
        }),
      );
      clients.destroy();
    },
    terraform: (stack) => new Terraform(openStack(cdktfOut, stack), { env }),
    scratch: (file) => join(folder, file),
    served: async (application, profile) => {
      const clients = connectAppConfig(access);
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
