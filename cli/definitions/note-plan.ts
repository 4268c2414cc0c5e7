import { isRehearsal, MAXIMUM_STAGE_MINUTES } from '../../compiler/environments/check-pace';
import { TEST_KINDS } from '../../compiler/names';
import type { Environment, Project } from '../../compiler/project';
import type { DeliveryPlan } from '../../delivery/pipeline/delivery-plan';
import { deliveredOf } from '../../delivery/pipeline/plan';
import { partsLeftOut, windowCondition, windowsLeftOut } from '../../delivery/pipeline/plan-window';
import { describeWindow } from '../../release/gate/windows';
import type { Io } from '../command';
import { unreadableBlockers } from './note-blockers';

/** Says what nobody would see in a plan, and what is no mistake in the definitions. */
export function notePlan(io: Io, project: Project, plans: readonly DeliveryPlan[]): void {
  const environments = deliveredOf(project);
  const names = new Set(project.environments.map(({ name }) => name));
  const rehearsals = environments.filter((environment) => isRehearsal(environment, names));
  const notes = [
    ...unheard(project, plans),
    ...withoutMinutes(rehearsals),
    ...environments.flatMap(notWaitedFor),
    ...unreadableBlockers(project),
  ];
  for (const note of notes) io.err(`${note}\n`);
}

function unheard({ tools }: Project, plans: readonly DeliveryPlan[]): string[] {
  if (!tools || tools.notify.length > 0) return [];
  const heard = plans.some(({ stages }) => stages.some(({ failure }) => failure.notify.length > 0));
  const who = heard ? 'only those on call are told' : 'nobody is told';
  const fix = `\`notify: [<ARN of an SNS topic in ${tools.region}>]\``;
  return [`${who} when a pipeline fails or waits for an approval: write ${fix} in environments/tools.yaml`];
}

function withoutMinutes(rehearsals: readonly Environment[]): string[] {
  const uncounted = rehearsals.flatMap(({ name, tests }) => {
    const kinds = TEST_KINDS.filter((kind) => tests[kind] && tests[kind].minutes === undefined);
    return kinds.length === 0 ? [] : [`${name} (${kinds.join(', ')})`];
  });
  if (uncounted.length === 0) return [];
  const limit = `of the ${MAXIMUM_STAGE_MINUTES} minutes of a stage`;
  return [`tests without \`minutes\` count as 0 ${limit}: ${uncounted.join(', ')}`];
}

function notWaitedFor({ name, windows }: Environment): string[] {
  const leftOut = [...windowsLeftOut(windows).map(describeWindow), ...partsLeftOut(windows)];
  const [rule] = windowCondition(windows)?.rules ?? [];
  if (rule?.type !== 'window' || leftOut.length === 0) return [];
  const others = leftOut.join(' and ');
  return [
    `stages of ${name} wait until it is ${rule.cron} (cron, ${rule.timeZone}), and not for ${others}: CodePipeline takes one expression`,
  ];
}
