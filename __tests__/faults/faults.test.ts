import { reportOf } from './report';
import { REAL_FLOW, runSchedule } from './run-schedule';
import { type Act, type Schedule, describeSchedule, scheduleOf } from './schedule';
import type { Fault, FaultKind } from './steps';
import type * as folder from './without-secret-folder';

jest.mock('node:fs', () =>
  jest
    .requireActual<typeof folder>('./without-secret-folder')
    .withoutSecretFolder(jest.requireActual('node:fs')),
);

/** Always the same ones, so that a red build is red because of its commit; to search on, begin elsewhere. */
const FIRST_SEED = Number(process.env['DYNCONF_FIRST_SEED'] ?? 1);
const SCHEDULES = Number(process.env['DYNCONF_SCHEDULES'] ?? 2_000);
const ONE_SEED = process.env['DYNCONF_SEED'];
const ENDS = ['green', 'killed', 'rolled-back', 'refused', 'failed', 'interrupted', 'not-served'];
/** Of the machine, for a search that somebody asked for; 2,000 schedules take half a minute. */
const HOUR_MS = 3_600_000;

async function playAll(): Promise<void> {
  const ends: Record<string, number> = {};
  let count = 0;
  process.stderr.write(`faults: seeds ${FIRST_SEED} to ${FIRST_SEED + SCHEDULES - 1}\n`);
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed += 1) {
    const ran = await runSchedule(scheduleOf(seed));
    if (ran.violation) throw new Error(await reportOf(scheduleOf(seed), REAL_FLOW));
    for (const outcome of ran.outcomes) ends[outcome] = (ends[outcome] ?? 0) + 1;
    count += 1;
  }
  expect(count).toBe(SCHEDULES);
  // A simulation in which everything goes well, or everything is killed, would prove nothing.
  for (const end of SCHEDULES < 2_000 ? [] : ENDS)
    expect([end, (ends[end] ?? 0) > SCHEDULES / 200]).toEqual([end, true]);
}

async function playOne(seed: number): Promise<void> {
  const schedule = scheduleOf(seed);
  const { violation, trace } = await runSchedule(schedule, REAL_FLOW, true);
  process.stderr.write(`${[...describeSchedule(schedule), ...trace].join('\n')}\n`);
  expect(violation?.message).toBeUndefined();
}

if (ONE_SEED === undefined) {
  test('deployStack() is truthful in every schedule of faults', playAll, HOUR_MS);
} else {
  test(`deployStack() is truthful in the schedule of seed ${ONE_SEED}`, () => playOne(Number(ONE_SEED)));
}

test('scheduleOf() gives the same schedule for the same seed, and runSchedule() the same trace', async () => {
  expect(scheduleOf(7)).toEqual(scheduleOf(7));
  expect(scheduleOf(7)).not.toEqual({ ...scheduleOf(8), seed: 7 });
  const [first, second] = [
    await runSchedule(scheduleOf(7), REAL_FLOW, true),
    await runSchedule(scheduleOf(7), REAL_FLOW, true),
  ];
  expect(first.trace.length).toBeGreaterThan(30);
  expect(second.trace).toEqual(first.trace);
});

/** Where the simulation once found something; seeds would give other schedules when there are more kinds of faults. */
const AT_ONCE = { minutes: 0, bakeMinutes: 0 };
const CHECKOUT_FLAGS = [{ component: 'checkout', profile: 'flags' }] as const;
const PLAIN: Schedule = {
  seed: 0,
  regions: ['us-west-2'],
  profiles: ['flags'],
  isStateWrittenAlong: true,
  pollMinutes: 1,
  keepVersions: 5,
  acts: [],
  target: {
    components: ['checkout'],
    paces: { flags: AT_ONCE, operations: AT_ONCE },
    switches: {},
    isRestarted: false,
    hasStaleReads: false,
  },
};
const COMMIT: Act = {
  kind: 'release',
  change: 'new',
  touches: CHECKOUT_FLAGS,
  afterMinutes: 0,
  faults: [],
};

function aFault(what: FaultKind, at: string): Fault {
  return { what, at, nth: 0, minutes: 60, component: 'checkout' };
}

async function endOf(schedule: Partial<Schedule>): Promise<string | undefined> {
  return (await runSchedule({ ...PLAIN, ...schedule })).violation?.message;
}

test('redeployStack() deploys again what an alarm stopped before Terraform wrote its outputs', async () => {
  const paces = { flags: { minutes: 10, bakeMinutes: 5 }, operations: AT_ONCE };
  const acts = [COMMIT, { ...COMMIT, faults: [aFault('alarm', 'provider StartDeployment')] }];
  expect(await endOf({ acts, target: { ...PLAIN.target, paces } })).toBeUndefined();
});

test('deployStack() is not taken in by a version number that AppConfig has given twice', async () => {
  const killed = { ...COMMIT, faults: [aFault('kill-before', 'provider StartDeployment')] };
  const acts = [COMMIT, { ...COMMIT, change: 'leave' as const }, killed];
  const switches = { reuseVersionNumbers: true };
  expect(await endOf({ acts, target: { ...PLAIN.target, switches } })).toBeUndefined();
});
