import { rollBackAlarmed } from '../alarms/alarms';
import { findApplication } from './applications';
import { assertNotAssociated } from './associated';
import { param, type Call } from '../http/call';
import { assertNotProtected } from './deletion-protection';
import { notFound, quotaExceeded } from '../http/errors';
import { DESCRIPTION, echoed, Fields } from './fields';
import { page } from './paging';
import { assertFree, findByIdOrName, newId, type Place } from '../place';
import { json, NO_CONTENT, type Reply } from '../http/reply';
import { rolloutAt } from '../rollout';
import type { Application, Environment, Monitor } from '../state';
import { dropTags, readTags, setTags } from './tags';

const QUOTA = 20;
const MOST_MONITORS = 5;

export function createEnvironment(place: Place, call: Call): Reply {
  const application = findApplication(place, call);
  const fields = Fields.of(call);
  const name = fields.requiredText('Name', { min: 1, max: 64 });
  const description = fields.text('Description', DESCRIPTION);
  const monitors = readMonitors(place, fields) ?? [];
  const tags = readTags(fields);
  fields.check();
  assertNameIsFree(place, application, name);
  if (place.world.switches.enforceQuotas && application.environments.length >= QUOTA)
    throw quotaExceeded(`Maximum number of Environments reached: ${QUOTA}`);
  const taken = place.region.applications.flatMap(({ environments }) => environments);
  const environment: Environment = {
    id: newId(taken),
    name,
    description,
    monitors,
    createdAt: place.now,
    deployments: [],
  };
  application.environments.push(environment);
  setTags(place.region, environmentResource({ application, environment }), tags);
  return json(201, echoed(wireEnvironment(place, { application, environment }), fields, environment));
}

export function getEnvironment(place: Place, call: Call): Reply {
  return json(200, wireEnvironment(place, findEnvironment(place, call)));
}

export function listEnvironments(place: Place, call: Call): Reply {
  const application = findApplication(place, call);
  const items = application.environments.map((environment) =>
    wireEnvironment(place, { application, environment }),
  );
  return json(200, page(call, items));
}

export function updateEnvironment(place: Place, call: Call): Reply {
  const { application, environment } = findEnvironment(place, call);
  const fields = Fields.of(call);
  const name = fields.text('Name', { min: 1, max: 64 });
  const description = fields.text('Description', DESCRIPTION);
  const monitors = readMonitors(place, fields);
  fields.check();
  if (name !== undefined && name !== environment.name) assertNameIsFree(place, application, name);
  environment.name = name ?? environment.name;
  environment.description = description ?? environment.description;
  environment.monitors = monitors ?? environment.monitors;
  rollBackAlarmed(place.world, place.now);
  return json(200, echoed(wireEnvironment(place, { application, environment }), fields, environment));
}

export function deleteEnvironment(place: Place, call: Call): Reply {
  const { application, environment } = findEnvironment(place, call);
  const resource = environmentResource({ application, environment });
  assertNotAssociated(place.region, resource, 'environment');
  assertNotProtected(place, call, { what: 'Environment', ...environment });
  application.environments.splice(application.environments.indexOf(environment), 1);
  dropTags(place.region, resource);
  return NO_CONTENT;
}

export interface FoundEnvironment {
  readonly application: Application;
  readonly environment: Environment;
}

/** The environment that the path of a request names, by id or by name. */
export function findEnvironment(place: Place, call: Call): FoundEnvironment {
  const application = findApplication(place, call);
  const idOrName = param(call, 'EnvironmentId');
  const environment = findByIdOrName(application.environments, idOrName);
  if (environment) return { application, environment };
  throw notFound(
    `Environment with Application Id ${application.id} and Environment Id ${idOrName} ` +
      `could not be found for account ${place.region.account}.`,
  );
}

/** Only `ReadyForDeployment` is known from AWS; the other spellings follow it. */
export function environmentState(environment: Environment, now: number): string {
  const latest = environment.deployments.at(-1);
  if (latest === undefined) return 'ReadyForDeployment';
  const { state } = rolloutAt(latest.rollout, now);
  if (state === 'COMPLETE') return 'ReadyForDeployment';
  if (state === 'ROLLING_BACK') return 'RollingBack';
  if (state === 'ROLLED_BACK') return 'RolledBack';
  return state === 'REVERTED' ? 'Reverted' : 'Deploying';
}

function readMonitors(place: Place, fields: Fields): Monitor[] | undefined {
  return fields.list('Monitors', { max: MOST_MONITORS }, (monitor) => {
    const AlarmArn = monitor.requiredText('AlarmArn', { min: 1, max: 2048 });
    const AlarmRoleArn = monitor.text('AlarmRoleArn', { min: 20, max: 2048 });
    if (AlarmRoleArn === undefined && place.world.switches.requireAlarmRole)
      monitor.problem('AlarmRoleArn', null, 'Member must not be null.');
    return AlarmRoleArn === undefined ? { AlarmArn } : { AlarmArn, AlarmRoleArn };
  });
}

function assertNameIsFree({ region }: Place, { id, environments }: Application, name: string): void {
  const where = `application ${id} and account ${region.account}`;
  assertFree(environments, name, { kind: 'Environment', where });
}

/** As tags and extensions name it. */
export function environmentResource({ application, environment }: FoundEnvironment): string {
  return `application/${application.id}/environment/${environment.id}`;
}

function wireEnvironment(place: Place, { application, environment }: FoundEnvironment): object {
  return {
    ApplicationId: application.id,
    Id: environment.id,
    Name: environment.name,
    Description: environment.description || undefined,
    State: environmentState(environment, place.now),
    Monitors: environment.monitors.length > 0 ? environment.monitors : undefined,
  };
}
