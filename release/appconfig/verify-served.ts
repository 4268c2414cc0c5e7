import { isObject } from '../../compiler/json-object';
import {
  type AppConfigDataClient,
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from '@aws-sdk/client-appconfigdata';
import { canonicalJson } from '../../compiler/canonical-json';
import type { Json, JsonObject, Profile } from '../../compiler/project';
import { servedFlags } from '../../compiler/served-flags';

/** One document as AppConfig identifies it: by ids or by names. */
export interface ServedDocument {
  readonly application: string;
  readonly environment: string;
  readonly profile: string;
}

/**
 * Reads a document as an application does: a session, then the latest configuration.
 *
 * Null where AppConfig answers with nothing: the first rollout is growing, and this caller is not in its share yet.
 */
export async function readServed(
  client: AppConfigDataClient,
  { application, environment, profile }: ServedDocument,
): Promise<Json> {
  const session = await client.send(
    new StartConfigurationSessionCommand({
      ApplicationIdentifier: application,
      EnvironmentIdentifier: environment,
      ConfigurationProfileIdentifier: profile,
    }),
  );
  const latest = await client.send(
    new GetLatestConfigurationCommand({ ConfigurationToken: session.InitialConfigurationToken }),
  );
  const text = Buffer.from(latest.Configuration ?? []).toString('utf8');
  return text === '' ? null : (JSON.parse(text) as Json);
}

/** What a consumer should get for a document: flags lose their definitions on the way, operations arrive as they are. */
export function expectedServed(profile: Profile, document: JsonObject): JsonObject {
  return profile === 'flags' ? servedFlags(document) : document;
}

/** Where two documents differ, one line per key: `one-click-pay.enabled is false, should be true`. */
export function differences(served: Json | undefined, expected: Json | undefined, at = ''): string[] {
  if (isObject(served) && isObject(expected)) {
    const keys = [...new Set([...Object.keys(served), ...Object.keys(expected)])].sort();
    return keys.flatMap((key) => differences(served[key], expected[key], at === '' ? key : `${at}.${key}`));
  }
  if (served !== undefined && expected !== undefined && canonicalJson(served) === canonicalJson(expected))
    return [];
  if (served === expected) return [];
  return [`${at === '' ? 'the document' : at} is ${shown(served)}, should be ${shown(expected)}`];
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
