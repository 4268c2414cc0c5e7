import { isObject } from '../../compiler/json-object';
import type { JsonObject } from '../../compiler/project';
import {
  addressOf,
  type Block,
  blocksOf,
  type JsonPath,
  type Policy,
  resourcesOf,
  type SynthesizedStack,
  typeOf,
  type Violation,
} from './policy';

const REGISTRY = 'registry.terraform.io';
/** The one provider of this project: another one brings a program of its own. */
const AWS = `${REGISTRY}/hashicorp/aws`;
/** As Terraform writes it, so that nobody reads another one out of it. */
const LOCKS_AWS =
  /^(?:#.*\n|\n)*provider "registry\.terraform\.io\/hashicorp\/aws" \{\n {2}version {5}= "[\d.]+"\n(?: {2}constraints = "[^"\n]*"\n)? {2}hashes = \[\n(?: {4}"(?:h1|zh):[\w+/=]+",\n)+ {2}\]\n\}\n$/;
/** Part of Terraform itself. */
const BUILT_IN = /^terraform_(data|remote_state)$/;

/** What a provider could log in with besides the role of the action. */
const CREDENTIALS = [
  'access_key',
  'secret_key',
  'token',
  'profile',
  'shared_credentials_files',
  'shared_config_files',
  'assume_role',
  'assume_role_with_web_identity',
  'http_proxy',
  'https_proxy',
  'custom_ca_bundle',
  'insecure',
];
/** What a provider of this project is told; the rest is for an AppConfig on this machine. */
const SETTINGS: ReadonlySet<string> = new Set(['alias', 'allowed_account_ids', 'default_tags', 'region']);
const LOCAL_SETTINGS: ReadonlySet<string> = new Set([
  'skip_credentials_validation',
  'skip_metadata_api_check',
  'skip_region_validation',
  'skip_requesting_account_id',
]);
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/;

/** A stack reaches the account that it is for, as the role of its action, with the provider that is locked. */
export const REACHES: readonly Policy[] = [
  {
    rule: 'PROVIDER_NOT_LOCKED',
    severity: 'error',
    meaning:
      'The provider of every stack is HashiCorp’s for AWS, at the version that .terraform.lock.hcl says',
    find: (stack) => [...requiredProviders(stack), ...resourceProviders(stack)],
  },
  {
    rule: 'OTHER_PROVIDER_LOCKED',
    severity: 'error',
    meaning: 'The lock file locks HashiCorp’s provider for AWS, as Terraform writes it, and no other one',
    find: ({ trusted }) =>
      LOCKS_AWS.test(trusted.lockFile)
        ? []
        : [
            {
              file: '.terraform.lock.hcl',
              path: [],
              message: `.terraform.lock.hcl locks anything but ${AWS}`,
              fix: `write it with \`terraform providers lock ${AWS}\`; another provider has to be known to release/policies and scripts/verify-artifact.sh first`,
            },
          ],
  },
  {
    rule: 'LOCK_FILE_DIFFERS',
    severity: 'error',
    meaning: 'The lock file beside a stack is the project’s own, byte for byte',
    find: ({ lockFile, trusted }) =>
      lockFile === trusted.lockFile
        ? []
        : [
            {
              file: '.terraform.lock.hcl',
              path: [],
              message: `the stack has ${lockFile === undefined ? 'no lock file' : 'a lock file of its own'}`,
              fix: 'synthesize again: the project’s lock file is copied',
            },
          ],
  },
  {
    rule: 'PROVIDER_CREDENTIALS',
    severity: 'error',
    meaning:
      'No provider logs in with anything but the role of the action; the local AppConfig has no secrets',
    find: (stack) => providersOf(stack).flatMap(findCredentials),
  },
  {
    rule: 'PROVIDER_SETTING',
    severity: 'error',
    meaning:
      'A provider is told its account, its region and its tags, and nothing that could make it run a program',
    find: (stack) => providersOf(stack).flatMap(findSettings),
  },
  {
    rule: 'PROVIDER_ENDPOINT',
    severity: 'error',
    meaning: 'AWS is AWS: endpoints of one’s own are on this machine only, and get no real credentials',
    find: (stack) => providersOf(stack).flatMap(findEndpoints),
  },
  {
    rule: 'ANY_ACCOUNT',
    severity: 'error',
    meaning: 'Every AWS provider names the one account that it may change',
    find: (stack) =>
      providersOf(stack)
        .filter(
          ({ labels, body }) =>
            labels[0] === 'aws' && [body['allowed_account_ids'] ?? []].flat().length !== 1,
        )
        .map(({ path }) => ({
          path,
          message: 'the provider would change whatever account it is run in',
          fix: 'say allowed_account_ids: the account of the environment',
        })),
  },
];

function providersOf({ json }: SynthesizedStack) {
  return blocksOf(json['provider'], { path: ['provider'], labels: 1 });
}

function requiredProviders({ json, trusted }: SynthesizedStack): Violation[] {
  return blocksOf(json['terraform'], { path: ['terraform'], labels: 0 }).flatMap(({ path, body }) =>
    blocksOf(body['required_providers'], { path: [...path, 'required_providers'], labels: 0 }).flatMap(
      (block) =>
        Object.entries(block.body).flatMap(([name, wanted]) => {
          const { source = name, version } = isObject(wanted) ? wanted : {};
          const full = fullSource(String(source));
          if (full === AWS && trusted.providers[AWS] === version) return [];
          return [notLocked([...block.path, name], `provider ${full} ${JSON.stringify(version ?? null)}`)];
        }),
    ),
  );
}

function resourceProviders(stack: SynthesizedStack): Violation[] {
  return [...resourcesOf(stack), ...resourcesOf(stack, 'data')]
    .filter((block) => !BUILT_IN.test(typeOf(block)) && typeOf(block).split('_')[0] !== 'aws')
    .map((block) => notLocked(block.path, addressOf(block)));
}

function notLocked(path: JsonPath, what: string): Violation {
  return {
    path,
    message: `${what} is not of ${AWS} as .terraform.lock.hcl locks it`,
    fix: 'use what that provider has: another one is known to release/policies and scripts/verify-artifact.sh first',
  };
}

/** `aws` is registry.terraform.io/hashicorp/aws. */
function fullSource(source: string): string {
  const parts = source.split('/');
  if (parts.length === 1) return `${REGISTRY}/hashicorp/${source}`;
  return parts.length === 2 ? `${REGISTRY}/${source}` : source;
}

/** A 12-digit access key is how the local AppConfig is told an account; AWS has no such keys. */
function isMadeUp({ access_key: accessKey, secret_key: secretKey }: JsonObject): boolean {
  return /^\d{12}$/.test(String(accessKey)) && secretKey === 'local';
}

function findCredentials({ path, body }: { path: JsonPath; body: JsonObject }): Violation[] {
  const keys = isMadeUp(body) ? CREDENTIALS.filter((key) => !/^(access|secret)_key$/.test(key)) : CREDENTIALS;
  return keys
    .filter((key) => key in body)
    .map((key) => ({
      path: [...path, key],
      message: `the provider has ${key} of its own`,
      fix: 'leave it out: the action that applies the stack has its role',
    }));
}

/** Credentials and endpoints have rules of their own. */
function findSettings({ labels: [name = ''], path, body }: Block): Violation[] {
  if (name !== 'aws')
    return [{ path, message: `there is a provider ${name}`, fix: 'say provider "aws", or leave it out' }];
  return Object.keys(body)
    .filter((key) => !SETTINGS.has(key) && !CREDENTIALS.includes(key) && key !== 'endpoints')
    .filter((key) => !isMadeUp(body) || !LOCAL_SETTINGS.has(key))
    .map((key) => ({
      path: [...path, key],
      message: `the provider has the setting ${key}, which no synth writes`,
      fix: 'leave it out, or teach release/policies and scripts/verify-artifact.sh what it may do',
    }));
}

function findEndpoints({ path, body }: { path: JsonPath; body: JsonObject }): Violation[] {
  return blocksOf(body['endpoints'], { path: [...path, 'endpoints'], labels: 0 }).flatMap((block) =>
    Object.entries(block.body)
      .filter(([, url]) => !isMadeUp(body) || !LOOPBACK.test(String(url)))
      .map(([service, url]) => ({
        path: [...block.path, service],
        message: `${service} is asked at ${String(url)}, which is not AWS`,
        fix: 'only the environment local has endpoints, on this machine',
      })),
  );
}
