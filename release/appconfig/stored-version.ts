import { isObject, objectOr } from '../../compiler/json-object';
import { type AppConfigClient, GetHostedConfigurationVersionCommand } from '@aws-sdk/client-appconfig';
import type { Json, JsonObject, Profile } from '../../compiler/project';
import type { FoundProfile } from './found-profiles';

export interface StoredVersion {
  /** The description of the hosted version; absent when the version is deleted or has none. */
  readonly fingerprint?: string;
  /** The document as it was uploaded; absent when the version is deleted, or is not of ours. */
  readonly stored?: JsonObject;
}

/** A served version may be deleted: AppConfig keeps a copy of what it has deployed. */
export async function storedVersion(
  client: AppConfigClient,
  { applicationId, profileId, profile }: FoundProfile,
  version: string,
): Promise<StoredVersion> {
  if (!/^\d+$/.test(version)) return {};
  try {
    const { Description: description, Content: content } = await client.send(
      new GetHostedConfigurationVersionCommand({
        ApplicationId: applicationId,
        ConfigurationProfileId: profileId,
        VersionNumber: Number(version),
      }),
    );
    const stored = parseObject(content);
    return {
      ...(description !== undefined && { fingerprint: description }),
      ...(stored && { stored: withoutTimes(profile, stored) }),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return {};
    throw error;
  }
}

/** A person may have uploaded anything. */
function parseObject(content: Uint8Array | undefined): JsonObject | undefined {
  try {
    const value = JSON.parse(Buffer.from(content ?? []).toString('utf8')) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A stored document as it was uploaded: without the times of change that AppConfig adds to flags. */
export function withoutTimes(profile: Profile, stored: JsonObject): JsonObject {
  if (profile !== 'flags') return stored;
  const parts = Object.entries(stored).map(([key, part]) => [
    key,
    key === 'flags' || key === 'values' ? withoutTimesOfEach(objectOr(part)) : part,
  ]);
  return Object.fromEntries(parts) as JsonObject;
}

function withoutTimesOfEach(entries: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, flagWithoutTimes(entry)]));
}

/** One flag, or its value. */
export function flagWithoutTimes(flag: Json | undefined): JsonObject {
  return Object.fromEntries(Object.entries(objectOr(flag)).filter(([key]) => !isTime(key)));
}

/** AppConfig adds them to flags and their values when it stores them. */
export function isTime(key: string): boolean {
  return key === '_createdAt' || key === '_updatedAt';
}
