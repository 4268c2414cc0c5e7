import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { JsonObject, Profile } from '../../compiler/project';
import { nearestOf } from '../../compiler/reading/nearest';
import { STACK_FILE } from '../../delivery/stack-files';
import { ReleaseError } from '../release-error';
import { DEPLOYMENT, HOSTED_VERSION } from './resource-types';

/** One synthesized stack: the folder that Terraform runs in, and what the release has to know of its content. */
export interface StackFolder {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly access: AppConfigAccess;
  /** Empty in a foundation stack. */
  readonly documents: readonly StackDocument[];
}

/** How the stack's provider reaches AWS; the release asks the same place, as the same account. */
export interface AppConfigAccess {
  readonly region: string;
  /** 12 digits; absent in stacks that were not synthesized by this project. */
  readonly account?: string;
  /** Absent: AWS's own. */
  readonly endpoint?: string;
  /** Absent: the SDK's default chain. */
  readonly accessKey?: string;
  /** A profile of the AWS configuration, to come as somebody else than the caller. @default - the default chain */
  readonly profile?: string;
}

/** A document as the stack uploads and deploys it. */
export interface StackDocument {
  readonly component: string;
  readonly profile: Profile;
  /** `aws_appconfig_hosted_configuration_version.<name>`. */
  readonly versionAddress: string;
  /** `aws_appconfig_deployment.<name>`. */
  readonly deploymentAddress: string;
  /** The description that the hosted version carries. */
  readonly fingerprint: string;
  /** Read when it is needed: a document may be 1 MB. */
  readonly read: () => JsonObject;
}

const FILE_EXPRESSION = /file\(\\?"(?:\$\{path\.module\}\/|\.\/)?([^"\\]+)\\?"\)/;

interface SynthesizedStack {
  readonly provider?: { readonly aws?: readonly ProviderBlock[] };
  readonly output?: { readonly deployments?: { readonly value: readonly DeploymentOutput[] } };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, ResourceBlock>>>>;
}
interface ProviderBlock {
  readonly region?: string;
  readonly access_key?: string;
  readonly allowed_account_ids?: readonly string[];
  readonly endpoints?: readonly { readonly appconfig?: string }[];
}
interface DeploymentOutput {
  readonly component: string;
  readonly profile: Profile;
  readonly deploymentNumber: string;
}
interface ResourceBlock {
  readonly configuration_version?: string;
  readonly description?: string;
  readonly content?: string;
}

/** Finds a stack of a synthesized output; says which there are, or how to make them. */
export function openStack(cdktfOut: string, name: string): StackFolder {
  const folder = resolve(cdktfOut, 'stacks', name);
  const file = join(folder, STACK_FILE);
  if (!existsSync(file)) throw new ReleaseError('usage', explainUnknown(cdktfOut, name));
  const stack = JSON.parse(readFileSync(file, 'utf8')) as SynthesizedStack;
  return { name, folder, access: accessOf(stack, name), documents: documentsOf(stack, folder) };
}

/** The addresses of all resources that a stack wants. */
export function wantedAddresses({ folder }: Pick<StackFolder, 'folder'>): string[] {
  const { resource = {} } = JSON.parse(readFileSync(join(folder, STACK_FILE), 'utf8')) as SynthesizedStack;
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
}

function accessOf(stack: SynthesizedStack, name: string): AppConfigAccess {
  const block = stack.provider?.aws?.[0];
  if (block?.region === undefined) {
    throw new ReleaseError(
      'usage',
      `${name} has no AWS provider with a region: it is not a stack that dynconf releases`,
    );
  }
  const endpoint = block.endpoints?.find(({ appconfig }) => appconfig !== undefined)?.appconfig;
  const [account] = block.allowed_account_ids ?? [];
  return {
    region: block.region,
    ...(account === undefined ? {} : { account }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(block.access_key === undefined ? {} : { accessKey: block.access_key }),
  };
}

/** The output `deployments` says which deployment is whose, each deployment names its version, and that one its file. */
function documentsOf(stack: SynthesizedStack, folder: string): StackDocument[] {
  return (stack.output?.deployments?.value ?? []).map(({ component, profile, deploymentNumber }) => {
    const deploymentAddress = addressIn(deploymentNumber, DEPLOYMENT);
    const versionAddress = addressIn(find(stack, deploymentAddress)?.configuration_version, HOSTED_VERSION);
    const { content, description } = find(stack, versionAddress) ?? {};
    const path = FILE_EXPRESSION.exec(content ?? '')?.[1];
    if (path === undefined || description === undefined) {
      throw new ReleaseError(
        'usage',
        `${folder} was not synthesized by this project: it has no file for ${component} ${profile}`,
      );
    }
    const read = (): JsonObject => JSON.parse(readFileSync(join(folder, path), 'utf8')) as JsonObject;
    return { component, profile, versionAddress, deploymentAddress, fingerprint: description, read };
  });
}

/** `${aws_appconfig_deployment.checkout.deployment_number}` → `aws_appconfig_deployment.checkout`. */
function addressIn(expression: string | undefined, type: string): string {
  // eslint-disable-next-line security/detect-non-literal-regexp -- type is a Terraform type of ours
  return new RegExp(`${type}\\.[\\w-]+`).exec(expression ?? '')?.[0] ?? '';
}

function find({ resource }: SynthesizedStack, address: string): ResourceBlock | undefined {
  const [type = '', name = ''] = address.split('.');
  return resource?.[type]?.[name];
}

function explainUnknown(cdktfOut: string, name: string): string {
  const folder = join(cdktfOut, 'stacks');
  const known = existsSync(folder) ? readdirSync(folder).sort() : [];
  if (known.length === 0) return `${folder} holds no stacks: run \`npx cdktf synth\` first`;
  const closest = meantBy(name, known);
  const hint =
    closest === undefined
      ? `it holds ${known.slice(0, 6).join(', ')}${known.length > 6 ? ' …' : ''}`
      : `did you mean ${closest}?`;
  return `${folder} holds no stack ${name}: ${hint}\n(\`npx cdktf synth\` makes it from the definitions, DYNCONF_ENVIRONMENTS chooses environments)`;
}

/** The words that two names end with hide that the rest has nothing in common: `beta-us-east-1-flags` is no slip of `local-us-east-1-flags`. */
function meantBy(name: string, known: readonly string[]): string | undefined {
  const closest = nearestOf(name, known);
  const [words, others] = [name.split('-'), (closest ?? '').split('-')];
  while (words.length > 0 && words.at(-1) === others.at(-1)) {
    words.pop();
    others.pop();
  }
  return nearestOf(words.join('-'), [others.join('-')]) === undefined ? undefined : closest;
}
