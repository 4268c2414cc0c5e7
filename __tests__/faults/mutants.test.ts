import { pruneVersions } from '../../release/appconfig/prune-versions';
import type { Reach } from '../../release/deploy/reach';
import { type Invariant, INVARIANTS } from './invariants';
import type { Flow } from './simulation';
import { runSchedule } from './run-schedule';
import { reportOf } from './report';
import { scheduleOf } from './schedule';
import { shrink } from './shrink';
import type * as folder from './without-secret-folder';

jest.mock('node:fs', () =>
  jest
    .requireActual<typeof folder>('./without-secret-folder')
    .withoutSecretFolder(jest.requireActual('node:fs')),
);

/** A release that is broken on purpose: a simulation that does not notice is worth nothing. */
interface Mutant {
  readonly breaks: string;
  readonly caughtBy: Invariant;
  /** Modules of release/ with something else in them. */
  readonly modules?: Readonly<Record<string, object>>;
  readonly reach?: (reach: Reach) => Reach;
}

const nothing = (): Promise<void> => Promise.resolve();

const MUTANTS: readonly Mutant[] = [
  {
    breaks: 'leaves the replaced version in the state',
    reach: (reach) => withTerraform(reach, { forget: nothing }),
    caughtBy: 'the version that a rollback goes back to is stored',
  },
  {
    breaks: 'prunes without looking what is needed',
    modules: { 'appconfig/prune-versions': { pruneVersions: pruneAllBut(1) } },
    caughtBy: 'the version that a rollback goes back to is stored',
  },
  {
    breaks: 'prunes what is served, too',
    modules: { 'appconfig/prune-versions': { pruneVersions: pruneAllBut(0) } },
    caughtBy: 'the served version is stored',
  },
  {
    breaks: 'never reads back what is served, and takes every end of a rollout for a good one',
    modules: {
      'deploy/verify-deployments': { verifyDeployments: nothing },
      'appconfig/await-deployments': { awaitDeployments: nothing },
    },
    caughtBy: 'a green release is served',
  },
  {
    breaks: 'never reads back what is served',
    modules: { 'deploy/verify-deployments': { verifyDeployments: nothing } },
    caughtBy: 'a green release is served',
  },
  {
    breaks: 'does not wait for a rollout',
    modules: { 'appconfig/await-deployments': { awaitDeployments: nothing } },
    caughtBy: 'a green release is served',
  },
  {
    breaks: 'does not look whose deployment is in progress',
    modules: { 'deploy/settle-running': { settleRunning: () => Promise.resolve(false) } },
    caughtBy: 'nobody is waited for in silence',
  },
  {
    breaks: 'knows no document to be bad',
    modules: { 'deploy/known-bad': { badHere: () => Promise.resolve(undefined) } },
    caughtBy: 'what an alarm rolled back is not deployed again by itself',
  },
  {
    breaks: 'knows no document to be bad in an earlier wave',
    modules: { 'deploy/known-bad': { badElsewhere: () => Promise.resolve([]) } },
    caughtBy: 'what an alarm rolled back is not deployed again by itself',
  },
  {
    breaks: 'does not adopt what a killed run has started',
    modules: { 'deploy/adopt-served': { adoptServed: nothing, adoptAnew: () => Promise.resolve(false) } },
    caughtBy: 'what is served is not deployed again',
  },
  {
    breaks: 'does not see what the state has of a rolled-back deployment',
    reach: (reach) => ({ ...reach, resources: () => Promise.resolve([]) }),
    caughtBy: 'an undisturbed run ends well',
  },
  {
    breaks: 'prunes nothing',
    modules: { 'appconfig/prune-versions': { pruneVersions: () => Promise.resolve([]) } },
    caughtBy: 'old versions are pruned',
  },
];

/** The real pruning, for which nothing was ever deployed. */
function pruneAllBut(keep: number): typeof pruneVersions {
  return (client, released) => {
    const send = (command: { constructor: { name: string } }): Promise<unknown> =>
      command.constructor.name === 'ListDeploymentsCommand'
        ? Promise.resolve({ Items: [] })
        : client.send(command as Parameters<typeof client.send>[0]);
    return pruneVersions({ send } as unknown as typeof client, released, keep);
  };
}

/** More than any of them needs. */
const MOST_SCHEDULES = 2_000;

function withTerraform(reach: Reach, changed: Partial<Reach['terraform']>): Reach {
  return {
    ...reach,
    terraform: Object.assign(Object.create(reach.terraform) as object, changed) as Reach['terraform'],
  };
}

async function flowOf({ modules = {}, reach = (same) => same }: Mutant): Promise<Flow> {
  const aws = jest.requireActual<object>('@aws-sdk/client-appconfig');
  const data = jest.requireActual<object>('@aws-sdk/client-appconfigdata');
  let flow: Flow | undefined;
  await jest.isolateModulesAsync(async () => {
    jest.doMock('@aws-sdk/client-appconfig', () => aws);
    jest.doMock('@aws-sdk/client-appconfigdata', () => data);
    for (const [name, changed] of Object.entries(modules)) {
      const path = `../../release/${name}`;
      jest.doMock(path, () => ({ ...jest.requireActual<object>(path), ...changed }));
    }
    const { deployStack } = await import('../../release/deploy/deploy');
    const { redeployStack } = await import('../../release/deploy/redeploy');
    flow = {
      deployStack: (stack, { reach: real, ...options }) =>
        deployStack(stack, { ...options, ...(real && { reach: reach(real) }) }),
      redeployStack: (stack, { reach: real, ...options }) =>
        redeployStack(stack, { ...options, ...(real && { reach: reach(real) }) }),
    };
  });
  for (const name of Object.keys(modules)) jest.dontMock(`../../release/${name}`);
  if (flow === undefined) throw new Error('no flow was made');
  return flow;
}

test.each(MUTANTS)(
  'runSchedule() catches a release that $breaks',
  async (mutant) => {
    const flow = await flowOf(mutant);
    const caught: Record<string, number> = {};
    let seed = 1;
    for (; seed <= MOST_SCHEDULES && !caught[mutant.caughtBy]; seed += 1) {
      const { violation } = await runSchedule(scheduleOf(seed), flow);
      if (violation) caught[violation.invariant] = (caught[violation.invariant] ?? 0) + 1;
    }
    expect(Object.keys(caught)).toContain(mutant.caughtBy);
    expect(INVARIANTS).toContain(mutant.caughtBy);
  },
  300_000,
);

test('reportOf() shows the seed, how to play it again, and the smallest schedule that breaks the same', async () => {
  const [keepsNothing] = MUTANTS;
  if (keepsNothing === undefined) throw new Error('there is no mutant');
  const flow = await flowOf(keepsNothing);
  let seed = 1;
  while ((await runSchedule(scheduleOf(seed), flow)).violation === undefined) seed += 1;
  const schedule = scheduleOf(seed);
  const smallest = await shrink(schedule, flow);
  // A first release, and one that replaces what it released; nothing has to go wrong.
  expect(smallest.acts).toHaveLength(2);
  expect(smallest.acts.flatMap(({ faults }) => faults)).toEqual([]);
  const report = await reportOf(schedule, flow);
  expect(report).toContain(`seed ${seed} broke: the version that a rollback goes back to is stored`);
  expect(report).toContain(`DYNCONF_SEED=${seed} npx jest __tests__/faults/faults.test.ts`);
  expect(report).toMatch(/provider DeleteHostedConfigurationVersion AI=app-checkout VN=1/);
});
