import { findApplication } from './applications';
import { assertNotAssociated } from './associated';
import { param, type Call } from '../http/call';
import { assertNotProtected } from './deletion-protection';
import { badRequest, notFound, quotaExceeded } from '../http/errors';
import { DESCRIPTION, echoed, Fields } from './fields';
import { assertLocationUri } from './location-uri';
import { page } from './paging';
import { assertFree, findByIdOrName, newId, type Place } from '../place';
import { json, NO_CONTENT, type Reply } from '../http/reply';
import type { Application, ConfigurationProfile, Validator } from '../state';
import { dropTags, readTags, setTags } from './tags';

export const FEATURE_FLAGS = 'AWS.AppConfig.FeatureFlags';
const FREEFORM = 'AWS.Freeform';
const QUOTA = 100;

export function createConfigurationProfile(place: Place, call: Call): Reply {
  const application = findApplication(place, call);
  const fields = Fields.of(call);
  const name = fields.requiredText('Name', { min: 1, max: 128 });
  const locationUri = fields.requiredText('LocationUri', { min: 1, max: 2048 });
  const type = fields.text('Type') ?? FREEFORM;
  const changeable = readChangeable(fields);
  const tags = readTags(fields);
  fields.check();
  assertType(type);
  assertLocationUri({ locationUri, type, ...changeable });
  assertNameIsFree(place, application, name);
  if (place.world.switches.enforceQuotas && application.profiles.length >= QUOTA)
    throw quotaExceeded(`Maximum number of ConfigurationProfiles reached: ${QUOTA}`);
  const taken = place.region.applications.flatMap(({ profiles }) => profiles);
  const profile: ConfigurationProfile = {
    id: newId(taken),
    name,
    locationUri,
    type,
    ...changeable,
    createdAt: place.now,
    versions: [],
    highestVersionNumber: 0,
  };
  application.profiles.push(profile);
  setTags(place.region, profileResource(application, profile), tags);
  return json(201, echoed(wireProfile({ application, profile }), fields, profile));
}

export function getConfigurationProfile(place: Place, call: Call): Reply {
  return json(200, wireProfile(findProfile(place, call)));
}

export function listConfigurationProfiles(place: Place, call: Call): Reply {
  const { id, profiles } = findApplication(place, call);
  const type = call.query.get('type');
  const items = profiles
    .filter((profile) => type === null || profile.type === type)
    .map((profile) => ({
      ApplicationId: id,
      Id: profile.id,
      Name: profile.name,
      LocationUri: profile.locationUri,
      ValidatorTypes: profile.validators?.map(({ Type }) => Type),
      Type: profile.type,
    }));
  return json(200, page(call, items));
}

export function updateConfigurationProfile(place: Place, call: Call): Reply {
  const { application, profile } = findProfile(place, call);
  const fields = Fields.of(call);
  const name = fields.text('Name', { min: 1, max: 128 });
  const { description, retrievalRoleArn, validators, kmsKeyIdentifier } = readChangeable(fields);
  fields.check();
  if (name !== undefined && name !== profile.name) assertNameIsFree(place, application, name);
  const changed = {
    retrievalRoleArn: retrievalRoleArn ?? profile.retrievalRoleArn,
    kmsKeyIdentifier: kmsKeyIdentifier ?? profile.kmsKeyIdentifier,
  };
  assertLocationUri({ locationUri: profile.locationUri, type: profile.type, ...changed });
  Object.assign(profile, {
    ...changed,
    name: name ?? profile.name,
    description: description ?? profile.description,
    validators: validators ?? profile.validators,
  });
  return json(200, echoed(wireProfile({ application, profile }), fields, profile));
}

export function deleteConfigurationProfile(place: Place, call: Call): Reply {
  const { application, profile } = findProfile(place, call);
  const resource = profileResource(application, profile);
  assertNotAssociated(place.region, resource, 'configuration profile');
  if (profile.versions.length > 0)
    throw badRequest(
      `Cannot delete configuration profile ${profile.id} because there are still ` +
        'hosted configuration versions existing under it.',
    );
  assertNotProtected(place, call, { what: 'Configuration profile', ...profile });
  application.profiles.splice(application.profiles.indexOf(profile), 1);
  dropTags(place.region, resource);
  return NO_CONTENT;
}

export interface FoundProfile {
  readonly application: Application;
  readonly profile: ConfigurationProfile;
}

/** The profile that the path of a request names, by id or by name. */
export function findProfile(place: Place, call: Call): FoundProfile {
  const application = findApplication(place, call);
  const profile = profileOf(place, application, param(call, 'ConfigurationProfileId'));
  return { application, profile };
}

export function profileOf(place: Place, application: Application, idOrName: string): ConfigurationProfile {
  const profile = findByIdOrName(application.profiles, idOrName);
  if (profile) return profile;
  throw notFound(
    `Configuration Profile with Application Id ${application.id} and Configuration Profile Id ${idOrName} ` +
      `could not be found for account ${place.region.account}.`,
  );
}

function readChangeable(fields: Fields) {
  return {
    description: fields.text('Description', DESCRIPTION),
    retrievalRoleArn: fields.text('RetrievalRoleArn', { min: 20, max: 2048 }),
    kmsKeyIdentifier: fields.text('KmsKeyIdentifier', { max: 2048 }),
    validators: readValidators(fields),
  };
}

/** Contents of JSON_SCHEMA validators are not looked at here: AWS finds out when it deploys or validates. */
function readValidators(fields: Fields): Validator[] | undefined {
  const validators = fields.list('Validators', { max: 2 }, (validator) => ({
    Type: validator.oneOf('Type', ['JSON_SCHEMA', 'LAMBDA']) ?? validator.requiredText('Type'),
    Content: validator.requiredText('Content', { max: 32768 }),
  }));
  for (const { Type, Content } of validators ?? [])
    if (Type === 'LAMBDA' && !/^arn:[^:]*:lambda:[^:]*:\d{12}:/.test(Content))
      throw badRequest(`ARN ${Content} is invalid due to not containing an account ID.`);
  return validators;
}

/** A wrong type is a 404 on AWS, not a 400. */
function assertType(type: string): void {
  if (type !== FREEFORM && type !== FEATURE_FLAGS)
    throw notFound(`Invalid type, must be one of: ${FREEFORM}, ${FEATURE_FLAGS}`, {
      ResourceName: 'ConfigurationProfileType',
    });
}

function assertNameIsFree({ region }: Place, { id, profiles }: Application, name: string): void {
  const where = `application ${id} account ${region.account}`;
  assertFree(profiles, name, { kind: 'ConfigurationProfile', where });
}

function profileResource(application: Application, profile: ConfigurationProfile): string {
  return `application/${application.id}/configurationprofile/${profile.id}`;
}

function wireProfile({ application, profile }: FoundProfile): object {
  return {
    ApplicationId: application.id,
    Id: profile.id,
    Name: profile.name,
    Description: profile.description || undefined,
    LocationUri: profile.locationUri,
    RetrievalRoleArn: profile.retrievalRoleArn,
    Validators: profile.validators?.length ? profile.validators : undefined,
    Type: profile.type,
    KmsKeyIdentifier: profile.kmsKeyIdentifier || undefined,
  };
}
