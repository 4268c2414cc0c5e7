import { type Ran, runSchedule } from './run-schedule';
import type { Schedule } from './schedule';
import type { Flow } from './simulation';

/** More tries make a schedule hardly smaller, and somebody waits. */
const MOST_TRIES = 300;

/**
 * The smallest schedule that still breaks the same invariant: without acts, faults, documents and stacks that have no
 * part in it.
 */
export async function shrink(schedule: Schedule, flow: Flow): Promise<Schedule> {
  const { violation } = await runSchedule(schedule, flow);
  if (violation === undefined) return schedule;
  const isSame = (ran: Ran): boolean => ran.violation?.invariant === violation.invariant;
  let smallest = schedule;
  let candidates = smallerThan(smallest);
  for (let tries = 0; candidates.length > 0 && tries < MOST_TRIES; tries += 1) {
    const [candidate, ...others] = candidates;
    if (candidate === undefined) break;
    const isStillBroken = isSame(await runSchedule(candidate, flow));
    if (isStillBroken) smallest = candidate;
    candidates = isStillBroken ? smallerThan(smallest) : others;
  }
  return smallest;
}

function smallerThan(schedule: Schedule): Schedule[] {
  const { acts, target, profiles, regions } = schedule;
  return [
    ...regions.slice(1).map((region) => ({ ...schedule, regions: regions.filter((one) => one !== region) })),
    ...target.components
      .slice(1)
      .map((component) => without(schedule, (touched) => touched.component === component)),
    ...(profiles.length > 1
      ? profiles.map((profile) => without(schedule, (touched) => touched.profile === profile))
      : []),
    ...(acts.length > 1
      ? acts.map((_act, index) => ({ ...schedule, acts: acts.filter((_other, at) => at !== index) }))
      : []),
    ...acts.flatMap((act, index) =>
      act.faults.map((_fault, which) => {
        const less = { ...act, faults: act.faults.filter((_other, at) => at !== which) };
        return { ...schedule, acts: acts.with(index, less) };
      }),
    ),
  ];
}

/** Without a component or a profile, in the target and in every commit. */
function without(
  schedule: Schedule,
  isGone: (touched: { readonly component?: string; readonly profile?: string }) => boolean,
): Schedule {
  const { target, profiles, acts } = schedule;
  const components = target.components.filter((component) => !isGone({ component }));
  const [only = ''] = components;
  return {
    ...schedule,
    profiles: profiles.filter((profile) => !isGone({ profile })),
    target: { ...target, components },
    acts: acts.map((act) => ({
      ...act,
      touches: act.touches.filter((touched) => !isGone(touched)),
      faults: act.faults.map((fault) => (isGone(fault) ? { ...fault, component: only } : fault)),
    })),
  };
}
