import type { Diagnostic } from '../../compiler/diagnostic';
import { isRehearsal, MAXIMUM_STAGE_MINUTES } from '../../compiler/environments/check-pace';
import type { Environment, Project } from '../../compiler/project';
import type { DeliveryPlan, Stage } from './delivery-plan';
import { diagnosticAt, placeIn } from './diagnostic-at';
import { PIPELINE_LIMITS } from './pipeline-limits';

/**
 * Finds a beta or gamma that takes too long as it is planned: regions that take turns in its tests.
 *
 * What its rollouts, bake and tests take by themselves has been added up by then.
 */
export function checkMinutes({ stages }: DeliveryPlan, { environments }: Project): Diagnostic[] {
  const names = new Set(environments.map(({ name }) => name));
  return environments
    .filter((environment) => isRehearsal(environment, names))
    .flatMap((environment) => {
      const waves = stages.filter((stage) => stage.kind === 'wave' && stage.environment === environment.name);
      // What is longer because a wave is too wide is the same mistake.
      const isHeld = waves.every(({ actions }) => actions.length <= PIPELINE_LIMITS.actionsPerStage);
      return isHeld ? checkWaves(waves, environment) : [];
    });
}

function checkWaves(waves: readonly Stage[], environment: Environment): Diagnostic[] {
  const minutes = waves.reduce((sum, { estimatedMinutes }) => sum + estimatedMinutes, 0);
  if (minutes <= MAXIMUM_STAGE_MINUTES) return [];
  const turns = waves
    .flatMap(({ actions }) => actions)
    .filter((action) => action.kind !== 'bake' && action.estimatedMinutes > 0)
    .map(({ regions }) => regions.length);
  const where = `its wave${waves.length > 1 ? 's' : ''} ${waves.map(({ wave }) => wave ?? '').join(', ')}`;
  const message =
    `${environment.name} takes about ${minutes} minutes in ${where}, where ${Math.max(...turns)} regions ` +
    `take turns in a test; at most ${MAXIMUM_STAGE_MINUTES} are allowed`;
  const fix = 'shorten the minutes of tests, or split the wave, so that each region has tests of its own';
  return [diagnosticAt(placeIn(environment, 'tests'), { code: 'STAGE_TOO_LONG', message, fix })];
}
