import { param, type Call } from '../http/call';
import { badRequest, notFound, quotaExceeded } from '../http/errors';
import { DESCRIPTION, echoed, Fields } from './fields';
import { page } from './paging';
import { newId, type Place } from '../place';
import { json, NO_CONTENT, type Reply } from '../http/reply';
import type { DeploymentStrategy } from '../state';
import { dropTags, readTags, setTags } from './tags';

const QUOTA = 20;
const GROWTH_TYPES = ['LINEAR', 'EXPONENTIAL'] as const;
const MINUTES = { min: 0, max: 1440, integer: true };

/** In the order in which AWS lists them. */
const PREDEFINED_STRATEGIES: readonly DeploymentStrategy[] = [
  predefined('AppConfig.AllAtOnce', 'Quick', { growthFactor: 100, bakeMinutes: 10 }),
  predefined('AppConfig.Linear50PercentEvery30Seconds', 'Test/Demo', {
    growthFactor: 50,
    durationMinutes: 1,
    bakeMinutes: 1,
  }),
  predefined('AppConfig.Canary10Percent20Minutes', 'AWS Recommended', {
    growthType: 'EXPONENTIAL',
    growthFactor: 10,
    durationMinutes: 20,
    bakeMinutes: 10,
  }),
  predefined('AppConfig.Linear20PercentEvery6Minutes', 'AWS Recommended', {
    growthFactor: 20,
    durationMinutes: 30,
    bakeMinutes: 30,
  }),
];

/** Names of strategies may repeat, unlike all other names. */
export function createDeploymentStrategy(place: Place, call: Call): Reply {
  const fields = Fields.of(call);
  const strategy: DeploymentStrategy = {
    id: newId(place.region.strategies),
    name: fields.requiredText('Name', { min: 1, max: 64 }),
    description: fields.text('Description', DESCRIPTION),
    durationMinutes: fields.requiredNumber('DeploymentDurationInMinutes', MINUTES),
    bakeMinutes: fields.number('FinalBakeTimeInMinutes', MINUTES) ?? 0,
    growthFactor: fields.requiredNumber('GrowthFactor', { min: 1, max: 100 }),
    growthType: fields.oneOf('GrowthType', GROWTH_TYPES) ?? 'LINEAR',
    replicateTo: fields.oneOf('ReplicateTo', ['NONE', 'SSM_DOCUMENT']) ?? 'NONE',
  };
  const tags = readTags(fields);
  fields.check();
  if (place.world.switches.enforceQuotas && place.region.strategies.length >= QUOTA)
    throw quotaExceeded(`Maximum number of DeploymentStrategies reached: ${QUOTA}`);
  place.region.strategies.push(strategy);
  setTags(place.region, `deploymentstrategy/${strategy.id}`, tags);
  return json(201, echoed(wireStrategy(strategy), fields, strategy));
}

export function getDeploymentStrategy(place: Place, call: Call): Reply {
  return json(200, wireStrategy(findStrategy(place, param(call, 'DeploymentStrategyId'))));
}

export function listDeploymentStrategies(place: Place, call: Call): Reply {
  return json(200, page(call, [...place.region.strategies, ...PREDEFINED_STRATEGIES].map(wireStrategy)));
}

export function updateDeploymentStrategy(place: Place, call: Call): Reply {
  const strategy = findStrategy(place, param(call, 'DeploymentStrategyId'));
  if (PREDEFINED_STRATEGIES.includes(strategy))
    throw badRequest(`Cannot update predefined Deployment Strategy ${strategy.id}`);
  const fields = Fields.of(call);
  const changed = {
    description: fields.text('Description', DESCRIPTION),
    durationMinutes: fields.number('DeploymentDurationInMinutes', MINUTES),
    bakeMinutes: fields.number('FinalBakeTimeInMinutes', MINUTES),
    growthFactor: fields.number('GrowthFactor', { min: 1, max: 100 }),
    growthType: fields.oneOf('GrowthType', GROWTH_TYPES),
  };
  fields.check();
  Object.assign(
    strategy,
    Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined)),
  );
  return json(200, echoed(wireStrategy(strategy), fields, strategy));
}

export function deleteDeploymentStrategy(place: Place, call: Call): Reply {
  const strategy = findStrategy(place, param(call, 'DeploymentStrategyId'));
  if (PREDEFINED_STRATEGIES.includes(strategy))
    throw badRequest(`Cannot delete predefined Deployment Strategy ${strategy.id}.`);
  place.region.strategies.splice(place.region.strategies.indexOf(strategy), 1);
  dropTags(place.region, `deploymentstrategy/${strategy.id}`);
  return NO_CONTENT;
}

export function findStrategy(place: Place, id: string): DeploymentStrategy {
  const strategy = [...place.region.strategies, ...PREDEFINED_STRATEGIES].find((item) => item.id === id);
  if (strategy) return strategy;
  throw notFound(`DeploymentStrategy with Id ${id} could not be found.`);
}

function predefined(
  name: string,
  description: string,
  values: Partial<DeploymentStrategy>,
): DeploymentStrategy {
  return {
    id: name,
    name,
    description,
    growthType: 'LINEAR',
    growthFactor: 100,
    durationMinutes: 0,
    bakeMinutes: 0,
    replicateTo: 'NONE',
    ...values,
  };
}

function wireStrategy(strategy: DeploymentStrategy): object {
  return {
    Id: strategy.id,
    Name: strategy.name,
    Description: strategy.description || undefined,
    DeploymentDurationInMinutes: strategy.durationMinutes,
    GrowthType: strategy.growthType,
    GrowthFactor: strategy.growthFactor,
    FinalBakeTimeInMinutes: strategy.bakeMinutes,
    ReplicateTo: strategy.replicateTo,
  };
}
