import { answer } from '../../local/http/answer';
import type { Call } from '../../local/http/call';
import type { Scope } from '../../local/http/credential-scope';
import type { World } from '../../local/place';
import type { Reply } from '../../local/http/reply';

export type Input = Readonly<Record<string, unknown>>;
export type Output = Readonly<Record<string, unknown>>;

/** How an operation of the service model goes over the wire, as far as it differs from "everything else is the body". */
interface Operation {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The member that is the body itself. */
  readonly payload?: string;
}

const APPLICATION = '/applications/{ApplicationId}';
const ENVIRONMENT = `${APPLICATION}/environments/{EnvironmentId}`;
const DEPLOYMENT = `${ENVIRONMENT}/deployments/{DeploymentNumber}`;
const PROFILE = `${APPLICATION}/configurationprofiles/{ConfigurationProfileId}`;
const VERSION = `${PROFILE}/hostedconfigurationversions/{VersionNumber}`;
const PAGE = { NextToken: 'next_token', MaxResults: 'max_results', VersionLabel: 'version_label' };
const VERSION_HEADERS = {
  ApplicationId: 'application-id',
  ConfigurationProfileId: 'configuration-profile-id',
  VersionNumber: 'version-number',
  Description: 'description',
  ContentType: 'content-type',
  VersionLabel: 'versionlabel',
};

const OPERATIONS: Readonly<Record<string, Operation>> = {
  ListApplications: { method: 'GET', path: '/applications', query: PAGE },
  GetApplication: { method: 'GET', path: APPLICATION },
  ListEnvironments: { method: 'GET', path: `${APPLICATION}/environments`, query: PAGE },
  GetEnvironment: { method: 'GET', path: ENVIRONMENT },
  ListConfigurationProfiles: { method: 'GET', path: `${APPLICATION}/configurationprofiles`, query: PAGE },
  GetConfigurationProfile: { method: 'GET', path: PROFILE },
  ListHostedConfigurationVersions: {
    method: 'GET',
    path: `${PROFILE}/hostedconfigurationversions`,
    query: PAGE,
  },
  GetHostedConfigurationVersion: { method: 'GET', path: VERSION, payload: 'Content' },
  CreateHostedConfigurationVersion: {
    method: 'POST',
    path: `${PROFILE}/hostedconfigurationversions`,
    headers: { Description: 'description', ContentType: 'content-type', VersionLabel: 'versionlabel' },
    payload: 'Content',
  },
  DeleteHostedConfigurationVersion: { method: 'DELETE', path: VERSION },
  ListDeployments: { method: 'GET', path: `${ENVIRONMENT}/deployments`, query: PAGE },
  GetDeployment: { method: 'GET', path: DEPLOYMENT },
  StartDeployment: { method: 'POST', path: `${ENVIRONMENT}/deployments` },
  StopDeployment: { method: 'DELETE', path: DEPLOYMENT, headers: { AllowRevert: 'allow-revert' } },
  StartConfigurationSession: { method: 'POST', path: '/configurationsessions' },
  GetLatestConfiguration: {
    method: 'GET',
    path: '/configuration',
    query: { ConfigurationToken: 'configuration_token' },
    payload: 'Configuration',
  },
};

export function isChanging(operation: string): boolean {
  return /^(Create|Delete|Start|Stop)/.test(operation) && operation !== 'StartConfigurationSession';
}

/**
 * One call of the AWS SDK, answered by the local AppConfig without HTTP, signatures and the SDK's own layers.
 *
 * A simulation of thousands of releases makes millions of calls; the wire itself is tested in __tests__/local.
 */
export function callDirectly(
  world: World,
  scope: Scope,
  { name, input }: { readonly name: string; readonly input: Input },
): Output {
  const operation = OPERATIONS[name];
  if (operation === undefined) throw new Error(`direct-appconfig.ts does not know ${name} yet`);
  const reply = answer(world, callOf(operation, input, scope));
  if (reply.status >= 300) throw refusalOf(reply);
  return outputOf(operation, reply);
}

/** An error as the SDK throws it. */
export function awsError(name: string, message: string, status: number): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

function callOf(
  { method, path, query = {}, headers = {}, payload }: Operation,
  input: Input,
  scope: Scope,
): Call {
  const left = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const take = (member: string): unknown => {
    const value = left.get(member);
    left.delete(member);
    return value;
  };
  const filled = path.replace(/\{(\w+)\}/g, (_all, label: string) => encodeURIComponent(String(take(label))));
  const sent = (names: Readonly<Record<string, string>>): [string, string][] =>
    Object.entries(names).flatMap(([member, wire]) =>
      left.has(member) ? [[wire, String(take(member))] as [string, string]] : [],
    );
  const search = new URLSearchParams(sent(query));
  const sentHeaders = Object.fromEntries(sent(headers));
  const body =
    payload === undefined || method === 'GET' ? jsonOf(left) : Buffer.from(take(payload) as Uint8Array);
  return { method, path: filled, query: search, headers: sentHeaders, body, params: {}, scope };
}

function jsonOf(members: ReadonlyMap<string, unknown>): Buffer {
  return Buffer.from(members.size === 0 ? '' : JSON.stringify(Object.fromEntries(members)));
}

function outputOf({ payload, path }: Operation, { headers = {}, body = '' }: Reply): Output {
  if (payload === undefined) return parsed(body.toString());
  const bytes = Buffer.from(body);
  if (path === '/configuration') return { Configuration: bytes };
  const read = Object.entries(VERSION_HEADERS).map(([member, wire]) => [member, headers[wire]]);
  const members = Object.fromEntries(read) as Record<string, string | undefined>;
  return { ...members, VersionNumber: Number(members['VersionNumber']), Content: bytes };
}

/** Most answers are the same as the one before; nobody changes what a client got. */
const known = new Map<string, Output>();
const MOST_KNOWN = 2_000;

function parsed(text: string): Output {
  if (text === '') return {};
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const output = withDates(JSON.parse(text) as Output);
  known.set(text, output);
  return output;
}

const DATES = ['StartedAt', 'CompletedAt', 'OccurredAt'];
const LISTS = ['Items', 'EventLog'];

/** The SDK makes dates of AppConfig's timestamps, in lists as well. By hand: a reviver would be called for every value. */
function withDates(output: Output): Output {
  const members = output as Record<string, unknown>;
  for (const name of DATES) {
    const text = members[name];
    if (typeof text === 'string') members[name] = new Date(text);
  }
  for (const name of LISTS) {
    const list = members[name];
    if (Array.isArray(list)) for (const item of list) withDates(item as Output);
  }
  return output;
}

function refusalOf({ status, headers = {}, body = '' }: Reply): Error {
  const name = (headers['x-amzn-errortype'] ?? 'UnknownError').replace(/:.*$/, '');
  const { Message: message } = JSON.parse(body.toString()) as { readonly Message?: string };
  return awsError(name, message ?? name, status);
}
