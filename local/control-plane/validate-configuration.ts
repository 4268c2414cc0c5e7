import type { Call } from '../http/call';
import { findProfile } from './configuration-profiles';
import { validationError } from '../http/errors';
import { versionOf } from './hosted-versions';
import { runValidators } from '../json-schema';
import type { Place } from '../place';
import { NO_CONTENT, type Reply } from '../http/reply';

/** Runs the validators without deploying. */
export function validateConfiguration(place: Place, call: Call): Reply {
  const found = findProfile(place, call);
  const version = call.query.get('configuration_version');
  if (version === null)
    throw validationError([
      "Value null at 'configurationVersion' failed to satisfy constraint: Member must not be null",
    ]);
  const { content } = versionOf(place, found, version);
  runValidators(found.profile.validators ?? [], place.world.contents.get(content));
  return NO_CONTENT;
}
