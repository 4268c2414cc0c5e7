import { canonicalJson } from '../../compiler/canonical-json';
import { HOSTED_VERSION } from '../../release/terraform/resource-types';
import type { StackDocument } from '../../release/terraform/stack-folder';
import type { Output, Input } from './direct-appconfig';
import type { Instance } from './model-state';
import type { SimulatedAppConfig } from './simulated-appconfig';

/** What the provider does its work through. */
export interface ProviderReach {
  readonly appConfig: Pick<SimulatedAppConfig, 'idsOf'>;
  readonly call: (operation: string, input: Input) => Promise<Output>;
  /** Between two tries of a StartDeployment that met another deployment. */
  readonly waitMinute: () => Promise<void>;
}

/** An error after the object was created: Terraform taints it. */
export class Tainted extends Error {
  constructor(
    readonly instance: Instance,
    override readonly cause: Error,
  ) {
    super(cause.message);
  }
}

/** "timeout = 30 * time.Minute" around StartDeployment in the provider's internal/service/appconfig/deployment.go. */
const CONFLICT_MINUTES = 30;

export async function createVersion(reach: ProviderReach, document: StackDocument): Promise<Instance> {
  const ids = reach.appConfig.idsOf(document.component, document.profile);
  const created = await reach.call('CreateHostedConfigurationVersion', {
    ApplicationId: ids.ApplicationId,
    ConfigurationProfileId: ids.ConfigurationProfileId,
    ContentType: 'application/json',
    Description: document.fingerprint,
    Content: Buffer.from(canonicalJson(document.read())),
  });
  const attributes = {
    application_id: ids.ApplicationId,
    configuration_profile_id: ids.ConfigurationProfileId,
    version_number: Number(created['VersionNumber']),
  };
  return readCreated(attributes, (known) => readVersion(reach, known));
}

export async function createDeployment(
  reach: ProviderReach,
  document: StackDocument,
  version: Instance,
): Promise<Instance> {
  const ids = reach.appConfig.idsOf(document.component, document.profile);
  const configurationVersion = String(version.attributes['version_number']);
  const started = await startDeployment(reach, { ...ids, ConfigurationVersion: configurationVersion });
  const attributes = {
    application_id: ids.ApplicationId,
    environment_id: ids.EnvironmentId,
    configuration_profile_id: ids.ConfigurationProfileId,
    configuration_version: configurationVersion,
    deployment_number: Number(started['DeploymentNumber']),
  };
  return readCreated(attributes, (known) => readDeployment(reach, known));
}

async function startDeployment(reach: ProviderReach, input: Input): Promise<Output> {
  for (let minute = 0; ; minute += 1) {
    try {
      return await reach.call('StartDeployment', input);
    } catch (error) {
      if ((error as Error).name !== 'ConflictException' || minute >= CONFLICT_MINUTES) throw error;
      await reach.waitMinute();
    }
  }
}

/** The provider reads back what it created; when that fails, the object is in the state all the same. */
async function readCreated(
  attributes: Instance['attributes'],
  read: (instance: Instance) => Promise<Instance | undefined>,
): Promise<Instance> {
  const known = { attributes, isTainted: true };
  try {
    const instance = await read(known);
    if (instance === undefined) throw new Error('couldn’t find resource');
    return { ...instance, isTainted: false };
  } catch (error) {
    if ((error as Error).name === 'Killed') throw error;
    throw new Tainted(known, error as Error);
  }
}

/** What an import knows before it reads: the parts of the id. */
export function importedAs(address: string, id: string): Instance {
  const [application = '', place = '', number = ''] = id.split('/');
  const own = address.startsWith(HOSTED_VERSION)
    ? { configuration_profile_id: place, version_number: Number(number) }
    : { environment_id: place, deployment_number: Number(number) };
  return { attributes: { application_id: application, ...own }, isTainted: false };
}

/** Absent when AppConfig has it no more. */
export async function readVersion(reach: ProviderReach, instance: Instance): Promise<Instance | undefined> {
  const { attributes } = instance;
  const seen = await orAbsent(reach.call('GetHostedConfigurationVersion', versionIds(instance)));
  if (seen === undefined) return undefined;
  return { ...instance, attributes: { ...attributes, description: textOf(seen['Description']) } };
}

export async function readDeployment(
  reach: ProviderReach,
  instance: Instance,
): Promise<Instance | undefined> {
  const { attributes } = instance;
  const seen = await orAbsent(
    reach.call('GetDeployment', {
      ApplicationId: attributes['application_id'],
      EnvironmentId: attributes['environment_id'],
      DeploymentNumber: attributes['deployment_number'],
    }),
  );
  if (seen === undefined) return undefined;
  const read = {
    configuration_profile_id: textOf(seen['ConfigurationProfileId']),
    configuration_version: textOf(seen['ConfigurationVersion']),
    state: textOf(seen['State']),
  };
  return { ...instance, attributes: { ...attributes, ...read } };
}

export async function deleteVersion(reach: ProviderReach, instance: Instance): Promise<void> {
  await orAbsent(reach.call('DeleteHostedConfigurationVersion', versionIds(instance)));
}

function versionIds({ attributes }: Instance): Input {
  return {
    ApplicationId: attributes['application_id'],
    ConfigurationProfileId: attributes['configuration_profile_id'],
    VersionNumber: attributes['version_number'],
  };
}

async function orAbsent(call: Promise<Output>): Promise<Output | undefined> {
  try {
    return await call;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
