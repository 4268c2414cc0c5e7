import { runSchedule } from './run-schedule';
import { type Schedule, describeSchedule } from './schedule';
import { shrink } from './shrink';
import type { Flow } from './simulation';

/** What a person needs of a schedule that broke an invariant: the seed, the smallest case, and what happened in it. */
export async function reportOf(schedule: Schedule, flow: Flow): Promise<string> {
  const smallest = await shrink(schedule, flow);
  const { violation, trace } = await runSchedule(smallest, flow, true);
  return [
    `seed ${schedule.seed} broke: ${violation?.message ?? 'nothing, the second time'}`,
    `DYNCONF_SEED=${schedule.seed} npx jest __tests__/faults/faults.test.ts plays it again, whole`,
    'smallest case:',
    ...describeSchedule(smallest).map((line) => `  ${line}`),
    'what happens in it:',
    ...trace.map((line) => `  ${line}`),
  ].join('\n');
}
