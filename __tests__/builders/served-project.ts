import {
  type AppConfigClient,
  CreateApplicationCommand,
  CreateConfigurationProfileCommand,
  CreateEnvironmentCommand,
} from '@aws-sdk/client-appconfig';
import { compileDocuments } from '../../compiler/compile-documents';
import { loadProject } from '../../compiler/load-project';
import type { JsonObject, Project, Target } from '../../compiler/project';
import { targetsIn } from '../../compiler/targets';
import type { LocalOptions } from '../../local/server';
import {
  aDeployment,
  aLocalAppConfig,
  clientsFor,
  type Rollout,
  type TestAppConfig,
} from './a-local-app-config';
import { type ProjectFiles, writeProject } from './write-project';

/** Definitions whose environment `local` is deployed to an AppConfig in this process; call closeLocalAppConfigs() afterwards. */
export interface ServedProject {
  readonly root: string;
  readonly project: Project;
  readonly appConfig: TestAppConfig;
  /** What commands are to be started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Deploys something else than the definitions want; `checkout flags` says where. */
  deploy(name: string, content: JsonObject, strategy?: string): Promise<void>;
  readonly control: AppConfigClient;
}

const PROFILE_TYPES = { flags: 'AWS.AppConfig.FeatureFlags', operations: 'AWS.Freeform' };

export async function aServedProject(
  files: ProjectFiles,
  options: LocalOptions = {},
): Promise<ServedProject> {
  const root = writeProject(files);
  const { project, diagnostics } = loadProject(root);
  if (project === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 1));
  const [target] = targetsIn(project, 'local');
  if (target === undefined) throw new Error('there is no local.yaml');
  const appConfig = await aLocalAppConfig(options);
  const { region, environment } = target;
  const { control } = clientsFor(appConfig.url, { region, accessKeyId: environment.account });
  const places = await releaseAll(control, project, target);
  return {
    root,
    project,
    appConfig,
    control,
    env: { DYNCONF_APPCONFIG_ENDPOINT: appConfig.url },
    deploy: async (name, content, strategy) => {
      const place = places.get(name);
      if (place === undefined) throw new Error(`nothing was released of ${name}`);
      await aDeployment(control, place, { content, ...(strategy !== undefined && { strategy }) });
    },
  };
}

async function releaseAll(
  control: AppConfigClient,
  project: Project,
  target: Target,
): Promise<Map<string, Rollout>> {
  const places = new Map<string, Rollout>();
  const applications = new Map<string, Omit<Rollout, 'ConfigurationProfileId'>>();
  for (const { application, component, environment, profile, value } of compileDocuments(project, target)) {
    const ids = applications.get(application) ?? (await anApplication(control, application, environment));
    applications.set(application, ids);
    const made = { ApplicationId: ids.ApplicationId, Name: profile, LocationUri: 'hosted' };
    const { Id: ConfigurationProfileId = '' } = await control.send(
      new CreateConfigurationProfileCommand({ ...made, Type: PROFILE_TYPES[profile] }),
    );
    const place = { ...ids, ConfigurationProfileId };
    places.set(`${component} ${profile}`, place);
    await aDeployment(control, place, { content: value });
  }
  return places;
}

async function anApplication(control: AppConfigClient, name: string, environment: string) {
  const { Id: ApplicationId = '' } = await control.send(new CreateApplicationCommand({ Name: name }));
  const { Id: EnvironmentId = '' } = await control.send(
    new CreateEnvironmentCommand({ ApplicationId, Name: environment }),
  );
  return { ApplicationId, EnvironmentId };
}
