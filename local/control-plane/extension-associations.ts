import { extensionArn } from './aws-extensions';
import { param, type Call } from '../http/call';
import { badRequest, notFound } from '../http/errors';
import { extensionOf } from './extensions';
import { Fields } from './fields';
import { page } from './paging';
import { arnOf, newId, type Place } from '../place';
import { json, NO_CONTENT, type Reply } from '../http/reply';
import type { Extension, ExtensionAssociation } from '../state';
import { dropTags, readTags, setTags } from './tags';

export function createExtensionAssociation(place: Place, call: Call): Reply {
  const fields = Fields.of(call);
  const identifier = fields.requiredText('ExtensionIdentifier', { min: 1, max: 2048 });
  const resourceArn = fields.requiredText('ResourceIdentifier', { min: 1, max: 2048 });
  const version = fields.number('ExtensionVersionNumber', { integer: true });
  const parameters = fields.texts('Parameters');
  const tags = readTags(fields);
  fields.check();
  const extension = extensionOf(place, identifier, version === undefined ? null : String(version));
  assertResource(place, resourceArn);
  assertParameters(extension, parameters);
  const association: ExtensionAssociation = {
    id: newId(place.region.associations),
    extensionId: extension.id,
    extensionVersionNumber: extension.versionNumber,
    resourceArn,
    parameters,
  };
  place.region.associations.push(association);
  setTags(place.region, `extensionassociation/${association.id}`, tags);
  return json(201, wireAssociation(place, association));
}

export function getExtensionAssociation(place: Place, call: Call): Reply {
  return json(200, wireAssociation(place, findAssociation(place, call)));
}

export function listExtensionAssociations(place: Place, call: Call): Reply {
  const resource = call.query.get('resource_identifier');
  const extension = call.query.get('extension_identifier');
  const version = call.query.get('extension_version_number');
  const items = place.region.associations
    .filter(
      (association) =>
        (resource === null || association.resourceArn === resource) &&
        (extension === null ||
          [association.extensionId, associatedArn(place, association)].includes(extension)) &&
        (version === null || String(association.extensionVersionNumber) === version),
    )
    .map((association) => ({
      Id: association.id,
      ExtensionArn: associatedArn(place, association),
      ResourceArn: association.resourceArn,
    }));
  return json(200, page(call, items));
}

export function updateExtensionAssociation(place: Place, call: Call): Reply {
  const association = findAssociation(place, call);
  const fields = Fields.of(call);
  const parameters = fields.texts('Parameters');
  fields.check();
  const { extensionId, extensionVersionNumber } = association;
  if (parameters !== undefined)
    assertParameters(extensionOf(place, extensionId, String(extensionVersionNumber)), parameters);
  association.parameters = parameters ?? association.parameters;
  return json(200, wireAssociation(place, association));
}

export function deleteExtensionAssociation(place: Place, call: Call): Reply {
  const association = findAssociation(place, call);
  place.region.associations.splice(place.region.associations.indexOf(association), 1);
  dropTags(place.region, `extensionassociation/${association.id}`);
  return NO_CONTENT;
}

function findAssociation(place: Place, call: Call): ExtensionAssociation {
  const id = param(call, 'ExtensionAssociationId');
  const association = place.region.associations.find((item) => item.id === id);
  if (association) return association;
  throw notFound(
    `Extension Association with Id ${id} could not be found for account ${place.region.account}.`,
  );
}

/** Applications, environments and profiles can have extensions. */
function assertResource({ region }: Place, arn: string): void {
  const [kind, id, childKind, childId] = (arn.split(':')[5] ?? '').split('/');
  const application = kind === 'application' && region.applications.find((item) => item.id === id);
  const isThere =
    application &&
    (childKind === undefined ||
      (childKind === 'environment' && application.environments.some((item) => item.id === childId)) ||
      (childKind === 'configurationprofile' && application.profiles.some((item) => item.id === childId)));
  if (!isThere) throw notFound(`Resource ${arn} could not be found.`);
}

function assertParameters(extension: Extension, values: Readonly<Record<string, string>> | undefined): void {
  const required = Object.entries(extension.parameters ?? {}).filter(([, parameter]) => parameter.Required);
  if (required.length > 0 && values === undefined)
    throw badRequest(
      `Extension ${extension.name} version ${extension.versionNumber} has required parameters, ` +
        'but no parameters have been supplied',
    );
  // The two spaces are AWS's.
  for (const [name] of required)
    if (values?.[name] === undefined)
      throw badRequest(
        `Parameter ${name}  is required for extension ${extension.id} version ${extension.versionNumber}, ` +
          'but a value has not been supplied.',
      );
}

function associatedArn({ region }: Place, association: ExtensionAssociation): string {
  const { extensionId: id, extensionVersionNumber: versionNumber } = association;
  return extensionArn(region, { id, versionNumber });
}

function wireAssociation(place: Place, association: ExtensionAssociation): object {
  return {
    Id: association.id,
    ExtensionArn: associatedArn(place, association),
    ResourceArn: association.resourceArn,
    Arn: arnOf(place.region, `extensionassociation/${association.id}`),
    Parameters: association.parameters,
    ExtensionVersionNumber: association.extensionVersionNumber,
  };
}
