import { header, param, type Call } from '../http/call';
import { FEATURE_FLAGS, findProfile, type FoundProfile } from './configuration-profiles';
import { badRequest, conflict, notFound, payloadTooLarge, validationError } from '../http/errors';
import { checkFeatureFlags } from '../flags/feature-flags';
import { normaliseFlags } from '../flags/normalise-flags';
import { page } from './paging';
import type { Place } from '../place';
import { json, NO_CONTENT, type Reply } from '../http/reply';
import type { HostedVersion } from '../state';

const LARGEST_BYTES = 2 * 1024 * 1024;

/**
 * Stores a document.
 *
 * Flags are checked, rewritten as AppConfig rewrites them and compared with the latest version: when nothing
 * changed the answer is still 201, with the number that is already there.
 */
export function createHostedConfigurationVersion(place: Place, call: Call): Reply {
  const found = findProfile(place, call);
  const { profile } = found;
  const wanted = readHeaders(call);
  assertSize(call.body);
  assertLock(call, found);
  assertLabelIsFree(found, wanted.versionLabel);
  const isFlags = profile.type === FEATURE_FLAGS;
  const content = isFlags ? rewrittenFlags(place, call.body, found) : call.body;
  const latest = profile.versions.at(-1);
  const mayBeSame = isFlags || place.world.switches.dedupeFreeform;
  if (latest && mayBeSame && place.world.contents.get(latest.content).equals(content))
    return { status: 201, ...wireContent(place, found, latest) };
  const version: HostedVersion = {
    number: nextNumber(place, found),
    ...wanted,
    content: place.world.contents.put(content),
  };
  profile.versions.push(version);
  profile.highestVersionNumber = Math.max(profile.highestVersionNumber, version.number);
  const stored = wireContent(place, found, version);
  // An empty description is echoed to who sent it; later answers leave it out.
  const echo = wanted.description === '' ? { description: '' } : {};
  return { status: 201, ...stored, headers: { ...stored.headers, ...echo } };
}

export function getHostedConfigurationVersion(place: Place, call: Call): Reply {
  const found = findProfile(place, call);
  return { status: 200, ...wireContent(place, found, versionOf(place, found, param(call, 'VersionNumber'))) };
}

/** Newest first. */
export function listHostedConfigurationVersions(place: Place, call: Call): Reply {
  const { application, profile } = findProfile(place, call);
  const label = call.query.get('version_label');
  const items = profile.versions
    .filter(({ versionLabel }) => label === null || matchesLabel(versionLabel, label))
    .map((version) => ({
      ApplicationId: application.id,
      ConfigurationProfileId: profile.id,
      VersionNumber: version.number,
      Description: version.description || undefined,
      ContentType: version.contentType,
      VersionLabel: version.versionLabel,
    }));
  return json(200, page(call, items.reverse()));
}

/** A deployed version may be deleted: clients read the deployment's copy. */
export function deleteHostedConfigurationVersion(place: Place, call: Call): Reply {
  const found = findProfile(place, call);
  const version = versionOf(place, found, param(call, 'VersionNumber'));
  found.profile.versions.splice(found.profile.versions.indexOf(version), 1);
  return NO_CONTENT;
}

/** By number, or by label where a deployment names one. */
export function versionOf(place: Place, { application, profile }: FoundProfile, name: string): HostedVersion {
  const version = profile.versions.find(
    ({ number, versionLabel }) => String(number) === name || versionLabel === name,
  );
  if (version) return version;
  throw notFound(
    `Hosted Configuration Version with Application Id ${application.id}, Configuration Profile Id ${profile.id}, ` +
      `and Version ${name} could not be found for account ${place.region.account}`,
  );
}

function readHeaders(call: Call): Omit<HostedVersion, 'number' | 'content'> {
  const contentType = header(call, 'content-type') ?? '';
  const versionLabel = header(call, 'versionlabel');
  const description = header(call, 'description');
  const problems = [
    ...(contentType.length < 1 || contentType.length > 255
      ? [
          "Value at 'contentType' failed to satisfy constraint: Member must have length between 1 and 255, inclusive",
        ]
      : []),
    ...((description?.length ?? 0) > 1024
      ? [
          "Value at 'description' failed to satisfy constraint: Member must have length less than or equal to 1024",
        ]
      : []),
    ...(versionLabel !== undefined && !/^(?=.{1,64}$)\d*\D/.test(versionLabel)
      ? [
          `Value '${versionLabel}' at 'versionLabel' failed to satisfy constraint: ` +
            'Member must satisfy regular expression pattern: .*[^0-9].*',
        ]
      : []),
  ];
  if (problems.length > 0) throw validationError(problems);
  return { contentType, description, versionLabel };
}

function assertSize(content: Buffer): void {
  if (content.length === 0)
    throw validationError(["Value at 'content' failed to satisfy constraint: Member must not be null"]);
  if (content.length > LARGEST_BYTES) throw payloadTooLarge(content.length, LARGEST_BYTES);
}

/** `Latest-Version-Number`: an optimistic lock. */
function assertLock(call: Call, { profile }: FoundProfile): void {
  const expected = header(call, 'latest-version-number');
  const latest = profile.versions.at(-1)?.number ?? 0;
  if (expected !== undefined && expected !== String(latest))
    throw conflict(`Expected latest version ${expected} does not match actual latest version ${latest}`);
}

function assertLabelIsFree({ profile }: FoundProfile, label: string | undefined): void {
  const other = label !== undefined && profile.versions.find(({ versionLabel }) => versionLabel === label);
  if (other)
    throw badRequest(
      `The version label '${label}' has already been assigned to hosted configuration version ${other.number}. ` +
        'Please provide a different version label to create your hosted configuration version.',
    );
}

function rewrittenFlags(place: Place, body: Buffer, { profile }: FoundProfile): Buffer {
  const document = checkFeatureFlags(body.toString('utf8'));
  const latest = profile.versions.at(-1);
  const previous = latest && place.world.contents.get(latest.content).toString('utf8');
  return Buffer.from(normaliseFlags(document, previous, place.now));
}

function nextNumber(place: Place, { profile }: FoundProfile): number {
  const highest = place.world.switches.reuseVersionNumbers
    ? Math.max(0, ...profile.versions.map(({ number }) => number))
    : profile.highestVersionNumber;
  return highest + 1;
}

function matchesLabel(label: string | undefined, wanted: string): boolean {
  if (label === undefined) return false;
  return wanted.endsWith('*') ? label.startsWith(wanted.slice(0, -1)) : label === wanted;
}

/** The body is the content itself; everything else is in headers. */
function wireContent(place: Place, { application, profile }: FoundProfile, version: HostedVersion) {
  const { description, versionLabel } = version;
  return {
    headers: {
      'content-type': version.contentType,
      'application-id': application.id,
      'configuration-profile-id': profile.id,
      'version-number': String(version.number),
      ...(description ? { description } : {}),
      ...(versionLabel !== undefined ? { versionlabel: versionLabel } : {}),
    },
    body: place.world.contents.get(version.content),
  };
}
