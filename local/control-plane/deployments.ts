import { isGrowing, isOver, isRunning } from '../../delivery/deployment-states';
import { growthSteps } from '../../delivery/targets/growth';
import { rollBackAlarmed } from '../alarms/alarms';
import { appliedTo } from './associated';
import { header, param, type Call } from '../http/call';
import { FEATURE_FLAGS, profileOf } from './configuration-profiles';
import { findStrategy } from './deployment-strategies';
import { environmentResource, findEnvironment, type FoundEnvironment } from './environments';
import { badRequest, conflict, notFound } from '../http/errors';
import { DESCRIPTION, Fields } from './fields';
import { versionOf } from './hosted-versions';
import { runValidators } from '../json-schema';
import { page } from './paging';
import type { Place } from '../place';
import { json, type Reply } from '../http/reply';
import { rolloutAt } from '../rollout';
import type {
  AppliedExtension,
  ConfigurationProfile,
  Deployment,
  DeploymentStrategy,
  Rollout,
} from '../state';
import { readTags, setTags } from './tags';
import { wireDeployment, wireDeploymentSummary } from './wire-deployment';

const REVERT_HOURS = 72;
const HOUR_MS = 60 * 60_000;

/** Starts a rollout; its state at any later time follows from the clock. Alarms that are already on act at once. */
export function startDeployment(place: Place, call: Call): Reply {
  const found = findEnvironment(place, call);
  const wanted = readDeployment(place, found, Fields.of(call));
  assertNothingInProgress(place, found);
  const { environment } = found;
  const { tags, ...parts } = wanted;
  const deployment: Deployment = {
    number: environment.deployments.length + 1,
    ...parts,
    rollout: rolloutOf(place, parts.strategy),
    extensions: extensionsOf(place, found, parts.profileId),
  };
  environment.deployments.push(deployment);
  setTags(place.region, `${environmentResource(found)}/deployment/${deployment.number}`, tags);
  // What is answered is the start itself, before anything of it has taken effect.
  const started = wireDeployment(place, found, deployment) as Record<string, unknown>;
  const isInstant = started['State'] === 'COMPLETE';
  const answer = isInstant
    ? started
    : { ...started, State: place.world.switches.initialState, PercentageComplete: 0 };
  rollBackAlarmed(place.world, place.now);
  return json(201, { ...answer, ...(parts.description === '' ? { Description: '' } : {}) });
}

export function getDeployment(place: Place, call: Call): Reply {
  const found = findEnvironment(place, call);
  return json(200, wireDeployment(place, found, findDeployment(place, found, call)));
}

/** Newest first. */
export function listDeployments(place: Place, call: Call): Reply {
  const { environment } = findEnvironment(place, call);
  const items = environment.deployments.map((deployment) => wireDeploymentSummary(place, deployment));
  return json(200, page(call, items.reverse()));
}

/** Rolls back what is in progress; with `Allow-Revert`, also takes back what completed in the last 72 hours. */
export function stopDeployment(place: Place, call: Call): Reply {
  const found = findEnvironment(place, call);
  const deployment = findDeployment(place, found, call);
  const { state, completedAt = 0 } = rolloutAt(deployment.rollout, place.now);
  if (isGrowing(state)) {
    const doneAt = place.now + place.world.switches.rollbackSeconds * 1000;
    const cause = `Rollback initiated by account ${place.region.account}`;
    deployment.rollout.rolledBack = { at: place.now, doneAt, by: 'USER', cause };
  } else if (state === 'COMPLETE') {
    assertRevertible(place, call, { found, deployment, completedAt });
    deployment.rollout.revertedAt = place.now;
  } else {
    throw badRequest(`Deployment number ${deployment.number} is ${state} and cannot be stopped.`);
  }
  return json(202, wireDeployment(place, found, deployment));
}

function assertRevertible(
  place: Place,
  call: Call,
  stop: { found: FoundEnvironment; deployment: Deployment; completedAt: number },
): void {
  const { number, profileId } = stop.deployment;
  if (header(call, 'allow-revert')?.toLowerCase() !== 'true')
    throw badRequest(`Deployment number ${number} is COMPLETE; only AllowRevert can take it back.`);
  if (place.now - stop.completedAt > REVERT_HOURS * HOUR_MS)
    throw badRequest(`Deployment number ${number} completed more than ${REVERT_HOURS} hours ago.`);
  const isServed = stop.found.environment.deployments
    .filter((deployment) => deployment.profileId === profileId && deployment.number > number)
    .every(({ rollout }) => {
      const { state } = rolloutAt(rollout, place.now);
      return state !== 'COMPLETE' && isOver(state);
    });
  if (!isServed) throw badRequest(`Deployment number ${number} is not the latest of its configuration.`);
}

function readDeployment(place: Place, found: FoundEnvironment, fields: Fields) {
  const strategyId = fields.requiredText('DeploymentStrategyId');
  const profileId = fields.requiredText('ConfigurationProfileId');
  const versionName = fields.requiredText('ConfigurationVersion', { min: 1, max: 1024 });
  const description = fields.text('Description', DESCRIPTION);
  const kmsKeyIdentifier = fields.text('KmsKeyIdentifier', { max: 2048 });
  const tags = readTags(fields);
  fields.check();
  const { application } = found;
  const profile = profileOf(place, application, profileId);
  // A copy: changing the strategy later does not change this deployment.
  const strategy = { ...findStrategy(place, strategyId) };
  assertHosted(profile);
  const version = versionOf(place, { application, profile }, versionName);
  runValidators(profile.validators ?? [], place.world.contents.get(version.content));
  return {
    strategy,
    profileId: profile.id,
    profileName: profile.name,
    profileType: profile.type,
    locationUri: profile.locationUri,
    configurationVersion: String(version.number),
    versionLabel: version.versionLabel,
    description,
    kmsKeyIdentifier: kmsKeyIdentifier ?? profile.kmsKeyIdentifier,
    content: version.content,
    contentType: profile.type === FEATURE_FLAGS ? 'application/json' : version.contentType,
    tags,
  };
}

function extensionsOf({ region }: Place, found: FoundEnvironment, profileId: string): AppliedExtension[] {
  const application = `application/${found.application.id}`;
  return appliedTo(region, [
    application,
    environmentResource(found),
    `${application}/configurationprofile/${profileId}`,
  ]);
}

function assertHosted({ locationUri }: ConfigurationProfile): void {
  if (locationUri !== 'hosted')
    throw badRequest(`The local AppConfig deploys hosted configurations only, not ${locationUri}`);
}

function rolloutOf(place: Place, strategy: DeploymentStrategy): Rollout {
  const growth = {
    growth: strategy.growthType === 'LINEAR' ? ('linear' as const) : ('exponential' as const),
    factorPercent: strategy.growthFactor,
    durationMinutes: strategy.durationMinutes,
    bakeMinutes: strategy.bakeMinutes,
  };
  const { firstStepAtZero } = place.world.switches;
  return {
    startedAt: place.now,
    durationMinutes: strategy.durationMinutes,
    bakeMinutes: strategy.bakeMinutes,
    steps: growthSteps(growth, { firstStepAtZero }),
  };
}

/** One at a time per environment; the provider retries a 409 until it goes through. */
function assertNothingInProgress(place: Place, { environment }: FoundEnvironment): void {
  const busy = environment.deployments.find(({ rollout }) => isRunning(rolloutAt(rollout, place.now).state));
  if (busy)
    throw conflict(
      `Deployment number ${busy.number} is already in progress in environment ${environment.id}; ` +
        'only one deployment at a time is allowed.',
    );
}

function findDeployment(
  place: Place,
  { application, environment }: FoundEnvironment,
  call: Call,
): Deployment {
  const number = param(call, 'DeploymentNumber');
  const deployment = environment.deployments.find((item) => String(item.number) === number);
  if (deployment) return deployment;
  throw notFound(
    `Deployment with Application Id ${application.id}, Environment Id ${environment.id}, and Deployment Number ` +
      `${number} could not be found for account ${place.region.account}.`,
  );
}
