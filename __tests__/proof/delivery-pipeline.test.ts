import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Action, DeliveryPlan, Stage } from '../../delivery/delivery-plan';
import { type CodeBuild, startCodeBuild } from '../builders/codebuild-prerequisite';
import { type DeliveryAccounts, startDeliveryAccounts } from '../builders/delivery-accounts';
import {
  DELIVERY_ACCOUNTS,
  DELIVERY_SHOP,
  DELIVERY_TARGETS,
  payFlag,
  STATE_BUCKET,
} from '../builders/delivery-shop';
import { fastClock } from '../builders/fast-clock';
import { describeWithMoto } from '../builders/moto-prerequisite';
import { type Outcome, type PlanRun, runPlan } from '../builders/run-plan';

const MINUTE = 60_000;
/** Of one release: how long it takes depends on what else the machine does. */
const LONGEST = 15 * MINUTE;
/** A rollout of two minutes and a minute of bake are six seconds. */
const SPEED = 30;
const ALARM = 'checkout-prod-us-west-2';
const [BETA, FIRST, SECOND] = DELIVERY_TARGETS;

/**
 * Not run here, and why. All of it is run for every commit by itself: this file is one of the tests among it. What else
 * is not AWS: the AWS CLI signs with a key of its own, takes on roles that nobody checks, and Terraform is not
 * downloaded; who may do what is proven by the tests of the access stacks.
 */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'npm ci': 'the packages of the same lock file are linked instead of installed again',
  'npm run build:compile': 'tsc of the same code',
  'npm run build:lint': 'lint of the same code',
  'npm run build:sast': 'static analysis of the same code',
  'npm run build:sca': 'asks the registry',
  'npm run build:licences': 'the same packages',
  'npm run build:sbom': 'the same packages',
  'npm run build:test': 'would run this test within itself',
};

describeInRepository('the delivery pipeline: its buildspecs, run for real on a clean clone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-delivery-'));
  const clock = fastClock(SPEED, join(folder, 'clock.js'));
  let accounts: DeliveryAccounts;
  let codeBuild: CodeBuild;
  let plan: DeliveryPlan;
  const asked: string[] = [];
  const leftOut = new Set<string>();

  beforeAll(async () => {
    accounts = await startDeliveryAccounts({ clock, tools: DELIVERY_ACCOUNTS.tools, bucket: STATE_BUCKET });
    codeBuild = await startCodeBuild({
      endpoint: accounts.gateway.url,
      account: DELIVERY_ACCOUNTS.tools,
      region: 'us-east-1',
      env: clock.env,
      definitions: { ...DELIVERY_SHOP, ...payFlag(100) },
      leftOut: (command) => command in LEFT_OUT && Boolean(leftOut.add(command)),
    });
    plan = JSON.parse(codeBuild.dynconf('pipeline', '--format', 'json')) as DeliveryPlan;
  }, 5 * MINUTE);

  afterAll(async () => {
    codeBuild?.close();
    await accounts?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** From the newest commit of the clone on, as CodePipeline does it. */
  function release(): Promise<PlanRun> {
    return runPlan(plan, {
      lanes: 2,
      stateOf: (rule) => accounts.stateOf(rule),
      run: async (action, stage) => {
        if (action.kind === 'source') return { exitCode: 0, output: '' };
        return action.kind === 'approve' ? approve(action) : codeBuild.run(action, stage);
      },
    });
  }

  async function approve({ approval }: Action): Promise<Outcome> {
    asked.push(approval?.question ?? '');
    return { exitCode: 0, output: '' };
  }

  function runAlone(stageName: string, name: string): Promise<Outcome> {
    const stage = plan.stages.find((one) => one.name === stageName) as Stage;
    return codeBuild.run(stage.actions.find((one) => one.name === name) as Action, stage);
  }

  async function servedLimits(): Promise<unknown[]> {
    const flags = { application: 'checkout', profile: 'flags' };
    return Promise.all(
      DELIVERY_TARGETS.map(async ([account, region]) => {
        const environment = account === DELIVERY_ACCOUNTS.beta ? 'beta' : 'prod';
        const served = await accounts.served({ ...flags, environment }, account, region);
        return (served as { pay?: { limit?: unknown } }).pay?.limit;
      }),
    );
  }

  test(
    'a commit reaches the last wave, and every stage is green',
    async () => {
      const run = await release();
      expect(failureOf(run)).toBe('');
      expect(run.stages).toEqual(plan.stages.map(({ name }) => name));
      expect(run.actions).toHaveLength(plan.stages.flatMap(({ actions }) => actions).length);
      expect(asked).toEqual(['Release configuration of #{Source.CommitId} to prod?']);
      expect([...leftOut].sort()).toEqual(Object.keys(LEFT_OUT).sort());
      expect(run.windowsNotAwaited).toBe(2);
      for (const [account, region] of DELIVERY_TARGETS) {
        expect(accounts.deployments(account, region)).toEqual(['flags 1 COMPLETE', 'operations 2 COMPLETE']);
      }
      expect(await servedLimits()).toEqual([100, 100, 100]);
    },
    LONGEST,
  );

  test(
    'an artifact that somebody has changed since is not run',
    async () => {
      codeBuild.changeArtifact('release/gate/gate.ts');
      const { exitCode, output } = await runAlone('Beta', 'gate');
      expect(output).toContain('these files are not what the build made');
      expect(exitCode).toBe(3);
    },
    LONGEST,
  );

  test(
    'a bad flag is rolled back in wave one by an alarm at minute one, the pipeline is red, and the later wave is untouched',
    async () => {
      codeBuild.clone.write(payFlag(500));
      codeBuild.clone.commit();
      let isOver = false;
      const run = release().finally(() => (isOver = true));
      while (!accounts.isHalfWay(...FIRST) && !isOver) await setTimeout(50);
      accounts.appConfig.setAlarm(ALARM, 'ALARM');
      const done = await run;
      expect(failureOf(done)).toContain(`rolled back by the alarm ${ALARM}`);
      expect(done.red).toBe('Prod-First: flags-us-west-2 ended with 4');
      expect(accounts.deployments(...BETA)).toHaveLength(3);
      expect(accounts.deployments(...FIRST).slice(2)).toEqual(['flags 3 ROLLED_BACK']);
      expect(accounts.deployments(...SECOND)).toHaveLength(2);
      expect(await servedLimits()).toEqual([500, 100, 100]);
    },
    LONGEST,
  );

  test(
    'the same commit is refused there even when the alarm is silent again: its document is known bad',
    async () => {
      accounts.appConfig.setAlarm(ALARM, 'OK');
      const { exitCode, output } = await runAlone('Prod-First', 'flags-us-west-2');
      expect(output).toContain('ROLLED_BACK');
      expect(exitCode).toBe(3);
    },
    LONGEST,
  );

  test(
    'the revert is released, and green',
    async () => {
      codeBuild.clone.git('revert', '--no-edit', 'HEAD');
      const run = await release();
      expect(failureOf(run)).toBe('');
      expect(run.stages).toEqual(plan.stages.map(({ name }) => name));
      expect(await servedLimits()).toEqual([100, 100, 100]);
      // Wave two has met neither the bad document nor its revert.
      expect(accounts.deployments(...SECOND)).toHaveLength(2);
    },
    LONGEST,
  );

  test('deployments were started in the accounts of the environments alone', () => {
    const starts = accounts.gateway.calls.filter(
      ({ service, operation }) => service === 'appconfig' && /^POST .*\/deployments$/.test(operation),
    );
    expect([...new Set(starts.map(({ account }) => account))].sort()).toEqual([BETA[0], FIRST[0]]);
  });
});

/** A clean clone needs something to be cloned from: an archive of the project has no history. */
function describeInRepository(name: string, tests: () => void): void {
  if (existsSync(resolve(__dirname, '../../.git'))) return describeWithMoto(name, tests);
  process.stderr.write(`\nSKIPPED, and no pipeline is proven on this machine: this is no git repository\n`);
  describe.skip(name, tests);
}

/** With what the action said that failed. */
function failureOf({ red, actions }: PlanRun): string {
  return red === undefined ? '' : `${red}\n${actions.at(-1)?.output ?? ''}`;
}
