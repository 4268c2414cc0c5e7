import type { Diagnostic } from '../compiler/diagnostic';
import { isRehearsal, MAXIMUM_STAGE_MINUTES } from '../compiler/environments/check-pace';
import type { Environment, Project } from '../compiler/project';
import type { Stage } from './delivery-plan';
import { diagnosticAt, placeIn } from './diagnostic-at';

/**
 * Finds a wave of beta or gamma that takes too long as it is planned: regions that take turns in its tests.
 *
 * What its rollouts, bake and tests take by themselves has been added up by then.
 */
export function checkMinutes(stage: Stage, environment: Environment, project: Project): Diagnostic[] {
  const { kind, wave, estimatedMinutes, actions } = stage;
  const names = new Set(project.environments.map(({ name }) => name));
  if (kind !== 'wave' || estimatedMinutes <= MAXIMUM_STAGE_MINUTES || !isRehearsal(environment, names))
    return [];
  const turns = actions
    .filter((action) => action.kind !== 'bake' && action.estimatedMinutes > 0)
    .map(({ regions }) => regions.length);
  const message =
    `${environment.name} takes about ${estimatedMinutes} minutes in its wave ${wave ?? ''}, where ${Math.max(...turns)} regions ` +
    `take turns in a test; at most ${MAXIMUM_STAGE_MINUTES} are allowed`;
  const fix = 'shorten the minutes of tests, or split the wave, so that each region has tests of its own';
  return [diagnosticAt(placeIn(environment, 'tests'), { code: 'STAGE_TOO_LONG', message, fix })];
}
