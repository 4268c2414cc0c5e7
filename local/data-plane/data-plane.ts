import type { Call } from '../http/call';
import { FEATURE_FLAGS } from '../control-plane/configuration-profiles';
import { badRequest, validationError } from '../http/errors';
import { Fields } from '../control-plane/fields';
import type { Place } from '../place';
import { findPolled, notePoll, nothingDeployed } from './polled';
import { json, type Reply } from '../http/reply';
import { isDeployed, servedContent, servedDeployment } from './served';
import { DEFAULT_POLL_SECONDS, TOKEN_LIFE_MS, type Session } from './sessions';
import type { Deployment } from '../state';

export function startConfigurationSession(place: Place, call: Call): Reply {
  const fields = Fields.of(call);
  const range = { min: 1, max: 128 };
  const names = {
    ApplicationIdentifier: fields.requiredText('ApplicationIdentifier', range),
    EnvironmentIdentifier: fields.requiredText('EnvironmentIdentifier', range),
    ConfigurationProfileIdentifier: fields.requiredText('ConfigurationProfileIdentifier', range),
  };
  const minimumPollSeconds = fields.number('RequiredMinimumPollIntervalInSeconds', {
    min: 15,
    max: 86400,
    integer: true,
  });
  fields.check();
  const { application, environment, profile } = findPolled(place, names);
  if (!isDeployed(environment, profile.id, place.now)) throw nothingDeployed(names);
  const token = place.world.sessions.start(
    {
      region: `${place.region.account}/${place.region.name}`,
      applicationId: application.id,
      environmentId: environment.id,
      profileId: profile.id,
      ...(minimumPollSeconds !== undefined && { minimumPollSeconds }),
    },
    place.now,
  );
  return json(201, { InitialConfigurationToken: token });
}

/** The body is empty when the client already has what it would get. */
export function getLatestConfiguration(place: Place, call: Call): Reply {
  const token = call.query.get('configuration_token');
  // eslint-disable-next-line security/detect-possible-timing-attacks -- whether there is one
  if (token === null)
    throw validationError([
      "Value null at 'configurationToken' failed to satisfy constraint: Member must not be null",
    ]);
  const session = findSession(place, token);
  const polled = findPolled(place, {
    ApplicationIdentifier: session.applicationId,
    EnvironmentIdentifier: session.environmentId,
    ConfigurationProfileIdentifier: session.profileId,
  });
  const { environment, profile } = polled;
  if (!isDeployed(environment, profile.id, place.now))
    throw nothingDeployed({ ConfigurationProfileIdentifier: profile.id });
  const deployment = servedDeployment({ environment, profileId: profile.id }, session.id, place.now);
  notePoll(place, polled);
  session.lastPolledAt = place.now;
  return answerPoll(place, { token, session, deployment });
}

/** The API before AppConfig Data; it never served flags. */
export function getConfiguration(place: Place, call: Call): Reply {
  const clientId = call.query.get('client_id');
  if (clientId === null)
    throw validationError(["Value null at 'clientId' failed to satisfy constraint: Member must not be null"]);
  const polled = findPolled(place, {
    ApplicationIdentifier: call.params['Application'] ?? '',
    EnvironmentIdentifier: call.params['Environment'] ?? '',
    ConfigurationProfileIdentifier: call.params['Configuration'] ?? '',
  });
  const { environment, profile } = polled;
  if (profile.type === FEATURE_FLAGS)
    throw badRequest(
      "Feature flag configurations must be accessed via AWS AppConfig Data's GetLatestConfiguration API.",
    );
  const deployment = servedDeployment({ environment, profileId: profile.id }, clientId, place.now);
  if (deployment === undefined) throw nothingDeployed({ Configuration: profile.id });
  notePoll(place, polled);
  const hasIt = call.query.get('client_configuration_version') === deployment.configurationVersion;
  return {
    status: 200,
    headers: {
      'content-type': deployment.contentType,
      'configuration-version': deployment.configurationVersion,
    },
    body: hasIt ? '' : servedContent(place.world, deployment),
  };
}

function answerPoll(
  place: Place,
  { token, session, deployment }: { token: string; session: Session; deployment: Deployment | undefined },
): Reply {
  const headers = {
    'content-type': deployment?.contentType ?? 'application/octet-stream',
    'next-poll-configuration-token': place.world.sessions.renew(token, place.now),
    'next-poll-interval-in-seconds': String(session.minimumPollSeconds ?? DEFAULT_POLL_SECONDS),
  };
  if (deployment === undefined || sentAs(deployment) === session.lastSent)
    return { status: 200, headers, body: '' };
  session.lastSent = sentAs(deployment);
  const label: Record<string, string> =
    deployment.versionLabel === undefined ? {} : { 'version-label': deployment.versionLabel };
  return { status: 200, headers: { ...headers, ...label }, body: servedContent(place.world, deployment) };
}

/** The same version with other content is news too: numbers may be used again. */
function sentAs({ configurationVersion, content }: Deployment): string {
  return `${configurationVersion}/${content}`;
}

function findSession(place: Place, token: string): Session {
  const known = place.world.sessions.find(token);
  const region = `${place.region.account}/${place.region.name}`;
  if (known?.session.region !== region) throw badToken('Token not valid', 'Corrupted');
  const { session, issuedAt } = known;
  if (place.now - issuedAt > TOKEN_LIFE_MS) throw badToken('Token expired', 'Expired');
  const waitedMs = place.now - (session.lastPolledAt ?? 0);
  const isEarly = waitedMs < (session.minimumPollSeconds ?? 0) * 1000;
  if (isEarly && place.world.switches.enforcePollInterval)
    throw badToken('Request too early', 'PollIntervalNotSatisfied');
  return session;
}

function badToken(message: string, problem: string): Error {
  return badRequest(message, {
    Reason: 'InvalidParameters',
    Details: { InvalidParameters: { ConfigurationToken: { Problem: problem } } },
  });
}
