import { isDeepStrictEqual } from 'node:util';
import { AWS_EXTENSIONS, extensionArn } from './aws-extensions';
import { header, param, type Call } from '../http/call';
import { badRequest, conflict, notFound } from '../http/errors';
import { DESCRIPTION, Fields } from './fields';
import { page } from './paging';
import { newId, type Place } from '../place';
import { json, NO_CONTENT, type Reply } from '../http/reply';
import type { Extension, ExtensionAction, ExtensionParameter } from '../state';
import { dropTags, readTags, setTags } from './tags';

const NAME = /^[^/#:\n]{1,64}$/;
const ACTION_POINTS = [
  'PRE_CREATE_HOSTED_CONFIGURATION_VERSION',
  'PRE_START_DEPLOYMENT',
  'AT_DEPLOYMENT_TICK',
  'ON_DEPLOYMENT_START',
  'ON_DEPLOYMENT_STEP',
  'ON_DEPLOYMENT_BAKING',
  'ON_DEPLOYMENT_COMPLETE',
  'ON_DEPLOYMENT_ROLLED_BACK',
];

/** A new extension, a new version of one, or, when nothing changed, the version that is there. Actions never run here. */
export function createExtension(place: Place, call: Call): Reply {
  const fields = Fields.of(call);
  const name = fields.requiredText('Name');
  if (!NAME.test(name))
    fields.problem('Name', name, `Member must satisfy regular expression pattern: ${NAME.source}`);
  const wanted = { description: fields.text('Description', DESCRIPTION), ...readActions(fields) };
  if (!fields.has('Actions')) fields.problem('Actions', null, 'Member must not be null');
  const tags = readTags(fields);
  fields.check();
  const latest = place.region.extensions.findLast((extension) => extension.name === name);
  if (latest && isSame(latest, wanted)) return json(201, wireExtension(place, latest));
  assertLock(call, name, latest);
  const extension: Extension = {
    id: latest?.id ?? newId(place.region.extensions),
    name,
    versionNumber: (latest?.versionNumber ?? 0) + 1,
    ...wanted,
    actions: wanted.actions ?? {},
  };
  place.region.extensions.push(extension);
  setTags(place.region, `extension/${extension.id}/${extension.versionNumber}`, tags);
  return json(201, wireExtension(place, extension));
}

export function getExtension(place: Place, call: Call): Reply {
  return json(200, wireExtension(place, findExtension(place, call, call.query.get('version_number'))));
}

/** The latest version of each, and AWS's. */
export function listExtensions(place: Place, call: Call): Reply {
  const name = call.query.get('name');
  const latest = place.region.extensions.filter(
    (extension, index, all) => all.findLastIndex(({ id }) => id === extension.id) === index,
  );
  const items = [...latest, ...AWS_EXTENSIONS]
    .filter((extension) => name === null || extension.name === name)
    .map((extension) => ({
      Id: extension.id,
      Name: extension.name,
      VersionNumber: extension.versionNumber,
      Arn: extensionArn(place.region, extension),
      Description: extension.description || undefined,
    }));
  return json(200, page(call, items));
}

/** Changes one version in place. */
export function updateExtension(place: Place, call: Call): Reply {
  const fields = Fields.of(call);
  const version = fields.number('VersionNumber', { integer: true });
  const description = fields.text('Description', DESCRIPTION);
  const { actions, parameters } = readActions(fields);
  fields.check();
  const extension = findOwnExtension(place, call, version === undefined ? null : String(version));
  extension.description = description ?? extension.description;
  extension.actions = actions ?? extension.actions;
  extension.parameters = parameters ?? extension.parameters;
  return json(200, wireExtension(place, extension));
}

/** Without a version, the latest goes. */
export function deleteExtension(place: Place, call: Call): Reply {
  const extension = findOwnExtension(place, call, call.query.get('version'));
  const { id, versionNumber } = extension;
  const uses = place.region.associations.filter(
    (association) => association.extensionId === id && association.extensionVersionNumber === versionNumber,
  ).length;
  if (uses > 0)
    throw badRequest(
      `Cannot delete extension ${id}, version ${versionNumber}, for account ${place.region.account}, ` +
        `as there are ${uses} associations of the extension still existing.`,
    );
  place.region.extensions.splice(place.region.extensions.indexOf(extension), 1);
  dropTags(place.region, resourceOf(extension));
  return NO_CONTENT;
}

/** By id, name or ARN; an ARN may name the version. */
export function extensionOf(place: Place, identifier: string, version: string | null): Extension {
  const [, idFromArn, versionFromArn] = /:extension\/([^/]+)(?:\/(\d+))?$/.exec(identifier) ?? [];
  const wanted = version ?? versionFromArn;
  const extension = [...AWS_EXTENSIONS, ...place.region.extensions].findLast(
    ({ id, name, versionNumber }) =>
      (id === (idFromArn ?? identifier) || name === identifier) &&
      (wanted === undefined || String(versionNumber) === wanted),
  );
  if (extension) return extension;
  throw notFound(
    `Extension with identifier ${identifier} could not be found for account ${place.region.account}.`,
  );
}

function findExtension(place: Place, call: Call, version: string | null): Extension {
  return extensionOf(place, param(call, 'ExtensionIdentifier'), version);
}

/** How AWS words it is not public. */
function findOwnExtension(place: Place, call: Call, version: string | null): Extension {
  const extension = findExtension(place, call, version);
  if (!AWS_EXTENSIONS.includes(extension)) return extension;
  throw badRequest(`Extension ${extension.id} is authored by AWS and cannot be changed or deleted.`);
}

function readActions(fields: Fields) {
  return { actions: readActionPoints(fields), parameters: readParameters(fields) };
}

function readActionPoints(fields: Fields): Record<string, ExtensionAction[]> | undefined {
  const points = fields.object('Actions');
  if (points === undefined) return undefined;
  for (const [point, actions] of Object.entries(points)) {
    if (!ACTION_POINTS.includes(point))
      fields.problem('Actions', point, `Map keys must satisfy enum value set: [${ACTION_POINTS.join(', ')}]`);
    if (!Array.isArray(actions) || actions.length !== 1)
      fields.problem('Actions', point, 'Member must have length between 1 and 1, inclusive');
  }
  return points as Record<string, ExtensionAction[]>;
}

function readParameters(fields: Fields): Record<string, ExtensionParameter> | undefined {
  const parameters = fields.object('Parameters') as Record<string, Partial<ExtensionParameter>> | undefined;
  if (parameters === undefined) return undefined;
  const entries = Object.entries(parameters).map(([name, { Description, Required, Dynamic }]) => {
    if (Required === true && Dynamic === true)
      throw badRequest(`Extension parameters ${name} can not be both required and dynamic`);
    const flags = { Required: Required ?? false, Dynamic: Dynamic ?? false };
    return [name, Description === undefined ? flags : { Description, ...flags }] as const;
  });
  return Object.fromEntries(entries);
}

type Wanted = Partial<
  Record<'description', string | undefined> & Record<'actions' | 'parameters', object | undefined>
>;

function isSame(latest: Extension, wanted: Wanted): boolean {
  const essence = ({ description, actions, parameters }: Wanted) => ({
    description: description ?? '',
    actions: actions ?? {},
    parameters: parameters ?? {},
  });
  return isDeepStrictEqual(essence(latest), essence(wanted));
}

function assertLock(call: Call, name: string, latest: Extension | undefined): void {
  if (latest === undefined) return;
  const expected = header(call, 'latest-version-number');
  if (expected === undefined)
    throw badRequest(`LatestVersionNumber not populated and an extension with name ${name} already exists.`);
  if (expected !== String(latest.versionNumber))
    throw conflict(
      `LatestVersionNumber supplied in request ${expected} does not match latest version ${latest.versionNumber}.`,
    );
}

function resourceOf({ id, versionNumber }: Extension): string {
  return `extension/${id}/${versionNumber}`;
}

function wireExtension(place: Place, extension: Extension): object {
  return {
    Id: extension.id,
    Name: extension.name,
    VersionNumber: extension.versionNumber,
    Arn: extensionArn(place.region, extension),
    Description: extension.description || undefined,
    Actions: extension.actions,
    Parameters: extension.parameters,
  };
}
