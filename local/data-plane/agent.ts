import { evaluatedFlags } from './evaluated-flags';
import { header, type Call } from '../http/call';
import { FEATURE_FLAGS } from '../control-plane/configuration-profiles';
import { AwsError } from '../http/errors';
import type { Json, JsonObject } from '../../compiler/project';
import { placeOf, type Place, type World } from '../place';
import { findPolled, notePoll, nothingDeployed } from './polled';
import type { Reply } from '../http/reply';
import { servedDeployment } from './served';
import type { Deployment } from '../state';

const PATH = /^\/applications\/([^/]+)\/environments\/([^/]+)\/configurations\/([^/]+)$/;

/**
 * The local HTTP API of the AppConfig Agent: flags with their variants evaluated for the caller that the `Context`
 * headers describe, everything else as it was deployed.
 *
 * An agent is one caller of a growing rollout; an `Entity-Id` makes every entity a caller of its own.
 */
export function answerAgent(world: World, call: Call): Reply {
  try {
    return served(placeOf(world, call.scope), call);
  } catch (error) {
    if (error instanceof AwsError) return text(error.details.status, error.message);
    return text(500, error instanceof Error ? error.message : String(error));
  }
}

function served(place: Place, call: Call): Reply {
  const names = PATH.exec(call.path)?.slice(1).map(decode);
  if (names === undefined || call.method !== 'GET')
    return text(404, 'GET /applications/{application}/environments/{environment}/configurations/{profile}');
  const [ApplicationIdentifier = '', EnvironmentIdentifier = '', ConfigurationProfileIdentifier = ''] = names;
  const polled = findPolled(place, {
    ApplicationIdentifier,
    EnvironmentIdentifier,
    ConfigurationProfileIdentifier,
  });
  const { environment, profile, application } = polled;
  const caller = header(call, 'entity-id') ?? 'agent';
  const deployment = servedDeployment({ environment, profileId: profile.id }, caller, place.now);
  if (deployment === undefined) throw nothingDeployed({ ConfigurationProfileIdentifier });
  notePoll(place, polled);
  const headers = { 'configuration-version': deployment.versionLabel ?? deployment.configurationVersion };
  if (deployment.profileType === FEATURE_FLAGS)
    return withFlags(place, call, { deployment, component: application.name, headers });
  const body = place.world.contents.get(deployment.content);
  return { status: 200, headers: { ...headers, 'content-type': deployment.contentType }, body };
}

interface Flags {
  readonly deployment: Deployment;
  readonly component: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** All flags, or those that `flag` names; a single one stands alone. */
function withFlags(place: Place, call: Call, { deployment, component, headers }: Flags): Reply {
  const document = JSON.parse(place.world.contents.get(deployment.content).toString('utf8')) as JsonObject;
  const flags = evaluatedFlags(document, { component, context: readContext(call) });
  const wanted = call.query.getAll('flag');
  const unknown = wanted.find((key) => !Object.hasOwn(flags, key));
  if (unknown !== undefined) return text(404, `flag ${unknown} not found`);
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(pick(flags, wanted)),
  };
}

function pick(flags: JsonObject, wanted: readonly string[]): Json {
  const [first] = wanted;
  if (first === undefined) return flags;
  if (wanted.length === 1) return flags[first] ?? null;
  return Object.fromEntries(Object.entries(flags).filter(([key]) => wanted.includes(key)));
}

/** `Context: key=value`, repeated or separated by commas. */
function readContext(call: Call): Record<string, string> {
  const pairs = [call.headers['context'] ?? []].flat().flatMap((line) => line.split(','));
  const entries = pairs.map((pair): [string, string] => {
    const at = pair.indexOf('=');
    if (at <= 0) throw new AwsError('BadRequest', `Context ${pair.trim()} is not key=value`, { status: 400 });
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
  return Object.fromEntries(entries);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new AwsError('BadRequest', `${part} is not percent-encoded text`, { status: 400 });
  }
}

function text(status: number, message: string): Reply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: message };
}
