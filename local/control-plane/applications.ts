import { assertNotAssociated } from './associated';
import { param, type Call } from '../http/call';
import { badRequest, notFound, quotaExceeded } from '../http/errors';
import { DESCRIPTION, echoed, Fields } from './fields';
import { page } from './paging';
import { assertFree, findByIdOrName, newId, type Place } from '../place';
import { json, NO_CONTENT, type Reply } from '../http/reply';
import type { Application } from '../state';
import { dropTags, readTags, setTags } from './tags';

const QUOTA = 100;

export function createApplication(place: Place, call: Call): Reply {
  const fields = Fields.of(call);
  const name = fields.requiredText('Name', { min: 1, max: 64 });
  const description = fields.text('Description', DESCRIPTION);
  const tags = readTags(fields);
  fields.check();
  const { applications } = place.region;
  assertNameIsFree(place, name);
  if (place.world.switches.enforceQuotas && applications.length >= QUOTA)
    throw quotaExceeded(`Maximum number of Applications reached: ${QUOTA}`);
  const application: Application = {
    id: newId(applications),
    name,
    description,
    environments: [],
    profiles: [],
  };
  applications.push(application);
  setTags(place.region, `application/${application.id}`, tags);
  return json(201, echoed(wireApplication(application), fields, application));
}

export function getApplication(place: Place, call: Call): Reply {
  return json(200, wireApplication(findApplication(place, call)));
}

export function listApplications(place: Place, call: Call): Reply {
  return json(200, page(call, place.region.applications.map(wireApplication)));
}

export function updateApplication(place: Place, call: Call): Reply {
  const application = findApplication(place, call);
  const fields = Fields.of(call);
  const name = fields.text('Name', { min: 1, max: 64 });
  const description = fields.text('Description', DESCRIPTION);
  fields.check();
  if (name !== undefined && name !== application.name) assertNameIsFree(place, name);
  application.name = name ?? application.name;
  application.description = description ?? application.description;
  return json(200, echoed(wireApplication(application), fields, application));
}

export function deleteApplication(place: Place, call: Call): Reply {
  const application = findApplication(place, call);
  const { id } = application;
  assertNotAssociated(place.region, `application/${id}`, 'application');
  const under = (what: string) =>
    badRequest(`Cannot delete application ${id}, because there are still ${what} existing under it.`);
  if (application.environments.length > 0) throw under('environments');
  if (application.profiles.length > 0) throw under('configuration profiles');
  place.region.applications.splice(place.region.applications.indexOf(application), 1);
  dropTags(place.region, `application/${id}`);
  return NO_CONTENT;
}

/** The application that the path of a request names, by id or by name. */
export function findApplication(place: Place, call: Call): Application {
  const idOrName = param(call, 'ApplicationId');
  const application = findByIdOrName(place.region.applications, idOrName);
  if (application) return application;
  throw notFound(`Application with Id ${idOrName} could not be found for account ${place.region.account}.`);
}

function assertNameIsFree({ region: { applications, account } }: Place, name: string): void {
  assertFree(applications, name, { kind: 'Application', where: `account ${account}` });
}

function wireApplication({ id, name, description }: Application): object {
  return { Id: id, Name: name, Description: description || undefined };
}
