import { param, type Call } from '../http/call';
import { badRequest, notFound, validationError } from '../http/errors';
import { Fields } from './fields';
import { arnOf, type Place } from '../place';
import { json, NO_CONTENT, type Reply } from '../http/reply';
import type { Region } from '../state';

const MOST_TAGS = 50;

/** The tags of a new resource, from the `Tags` member of the request that makes it. */
export function readTags(fields: Fields): Record<string, string> {
  const tags = fields.texts('Tags', { max: MOST_TAGS }) ?? {};
  for (const [key, value] of Object.entries(tags)) {
    if (key.length < 1 || key.length > 128)
      fields.problem('Tags', key, 'Map keys must have length between 1 and 128');
    if (value.length > 256)
      fields.problem('Tags', value, 'Map value must have length less than or equal to 256');
  }
  return tags;
}

export function setTags(region: Region, resource: string, tags: Record<string, string>): void {
  if (Object.keys(tags).length > 0) region.tags[resource] = { ...region.tags[resource], ...tags };
}

/** A resource goes with its tags, and with those of everything under it. */
export function dropTags(region: Region, resource: string): void {
  for (const key of Object.keys(region.tags))
    if (key === resource || key.startsWith(`${resource}/`)) Reflect.deleteProperty(region.tags, key);
}

export function listTagsForResource(place: Place, call: Call): Reply {
  return json(200, { Tags: place.region.tags[taggedResource(place, call)] ?? {} });
}

export function tagResource(place: Place, call: Call): Reply {
  const resource = taggedResource(place, call);
  const fields = Fields.of(call);
  if (!fields.has('Tags')) fields.problem('Tags', null, 'Member must not be null');
  const tags = readTags(fields);
  fields.check();
  const together = { ...place.region.tags[resource], ...tags };
  if (Object.keys(together).length > MOST_TAGS)
    throw badRequest(`A resource can have at most ${MOST_TAGS} tags`);
  place.region.tags[resource] = together;
  return NO_CONTENT;
}

export function untagResource(place: Place, call: Call): Reply {
  const resource = taggedResource(place, call);
  const keys = call.query.getAll('tagKeys');
  if (keys.length === 0)
    throw validationError(["Value null at 'tagKeys' failed to satisfy constraint: Member must not be null"]);
  const left = Object.entries(place.region.tags[resource] ?? {}).filter(([key]) => !keys.includes(key));
  place.region.tags[resource] = Object.fromEntries(left);
  return NO_CONTENT;
}

/** The path of the ARN in the request. Account and region are not looked at: the provider may leave the account empty. */
function taggedResource(place: Place, call: Call): string {
  const arn = param(call, 'ResourceArn');
  const resource = /^arn:[^:]*:appconfig:[^:]*:[^:]*:(.+)$/.exec(arn)?.[1];
  if (resource === undefined) throw badRequest(`${arn} is not a valid AppConfig ARN.`);
  if (!resourceExists(place.region, resource))
    throw notFound(`Resource ${arnOf(place.region, resource)} could not be found.`);
  return resource;
}

function resourceExists(region: Region, resource: string): boolean {
  const [kind, id = '', childKind, childId, , number] = resource.split('/');
  if (kind === 'deploymentstrategy') return region.strategies.some((strategy) => strategy.id === id);
  if (kind === 'extension')
    return region.extensions.some(
      (extension) =>
        extension.id === id && (childKind === undefined || String(extension.versionNumber) === childKind),
    );
  if (kind === 'extensionassociation')
    return region.associations.some((association) => association.id === id);
  const application = region.applications.find((item) => kind === 'application' && item.id === id);
  if (application === undefined || childKind === undefined) return application !== undefined;
  if (childKind === 'configurationprofile') return application.profiles.some((item) => item.id === childId);
  const environment = application.environments.find((item) => item.id === childId);
  if (childKind !== 'environment' || environment === undefined) return false;
  return number === undefined || environment.deployments.some((item) => String(item.number) === number);
}
