import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Action, DeliveryPlan, Stage } from '../../delivery/pipeline/delivery-plan';
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
/** Of the first, which checks and tests all of the code. */
const LONGEST_WITH_TESTS = 40 * MINUTE;
/** A rollout of two minutes and a minute of bake are six seconds. */
const SPEED = 30;
const ALARM = 'checkout-prod-us-west-2';
const [BETA, FIRST, SECOND] = DELIVERY_TARGETS;

/**
 * What is not AWS, in every release: the AWS CLI signs with a key of its own and takes on roles that nobody checks (who
 * may do what is proven by the tests of the access stacks), Terraform is not downloaded, and the actions after the build
 * are given the packages that they would install from the same lock file.
 *
 * The first release leaves out no command. Those after it change nothing but a flag: what reads only code would find
 * what it has found.
 */
const LEFT_OUT_LATER: Readonly<Record<string, string>> = {
  'npm ci': 'the packages of the same lock file are there already',
  'npm run build:lint': 'lint of the same code',
  'npm run build:sast': 'static analysis of the same code',
  'npm run build:sca': 'the same packages',
  'npm run build:licences': 'the same packages',
  'npm run build:sbom': 'the same packages',
  'npm run build:test': 'unit tests of the same code',
};

describeInRepository('the delivery pipeline: its buildspecs, run for real on a clean clone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dynconf-delivery-'));
  const clock = fastClock(SPEED, join(folder, 'clock.js'));
  let accounts: DeliveryAccounts;
  let codeBuild: CodeBuild;
  let plan: DeliveryPlan;
  const asked: string[] = [];
  let isFirst = true;

  beforeAll(async () => {
    accounts = await startDeliveryAccounts({ clock, tools: DELIVERY_ACCOUNTS.tools, bucket: STATE_BUCKET });
    codeBuild = await startCodeBuild({
      endpoint: accounts.gateway.url,
      account: DELIVERY_ACCOUNTS.tools,
      region: 'us-east-1',
      env: clock.env,
      definitions: { ...DELIVERY_SHOP, ...payFlag(100) },
      leftOut: (command) => !isFirst && command in LEFT_OUT_LATER,
    });
    plan = JSON.parse(codeBuild.dynconf('pipeline', '--format', 'json')) as DeliveryPlan;
  }, 5 * MINUTE);

  afterAll(async () => {
    codeBuild?.close();
    await accounts?.close();
    rmSync(folder, { recursive: true, force: true });
    // All packages of the clone are among what is removed.
  }, 2 * MINUTE);

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

  /** Whether each action has run what its buildspec says, in that order, on the artifact that was signed. */
  function expectBuildspecs({ actions, stages }: PlanRun, leftOut: readonly string[] = []): void {
    const [, digest] = /^signed (sha256:\w+) of commit/m.exec(outputOf(actions, 'Sign')) ?? [];
    const commit = codeBuild.clone.git('rev-parse', 'HEAD');
    expect(stages.length).toBeGreaterThan(3);
    for (const stage of plan.stages.filter(({ name }) => stages.includes(name))) {
      for (const action of stage.actions.filter(({ kind }) => !['source', 'approve'].includes(kind))) {
        const done = actions.find((one) => one.stage === stage.name && one.action === action.name);
        const told = codeBuild.commandsOf(action, stage).filter((command) => !leftOut.includes(command));
        expect({ action: action.name, ran: done?.ran }).toEqual({ action: action.name, ran: told });
        if (action.verifiesArtifact) expect(done?.output).toContain(`intact ${digest} of commit ${commit}`);
      }
    }
  }

  /** Whether the build has run all that is planned for it, and left the reports that CodeBuild shows. */
  function expectWholeBuild({ actions }: PlanRun): void {
    const [build] = plan.stages.find(({ name }) => name === 'Build')?.actions ?? [];
    const ran = actions.find(({ stage }) => stage === 'Build')?.ran ?? [];
    expect(ran.slice(-(build?.commands.length ?? 0))).toEqual(build?.commands);
    expect(Object.keys(LEFT_OUT_LATER).filter((command) => !ran.includes(command))).toEqual([]);
    const reports = plan.projects.find(({ name }) => name === build?.project)?.reports ?? [];
    expect(reports.map(({ group }) => group)).toEqual(['unit-tests', 'coverage', 'specs', 'findings']);
    const files = reports.flatMap((report) => report.files);
    expect(files.filter((pattern) => !isThere(join(codeBuild.clone.folder, pattern)))).toEqual([]);
  }

  test(
    'a commit reaches the last wave, and every stage is green; no command of any buildspec is left out',
    async () => {
      const run = await release();
      isFirst = false;
      expect(failureOf(run)).toBe('');
      expect(run.stages).toEqual(plan.stages.map(({ name }) => name));
      expect(run.actions).toHaveLength(plan.stages.flatMap(({ actions }) => actions).length);
      expect(asked).toEqual(['Release configuration of #{Source.CommitId} to prod?']);
      expectBuildspecs(run);
      expectWholeBuild(run);
      expect(run.windowsNotAwaited).toBe(2);
      for (const [account, region] of DELIVERY_TARGETS) {
        expect(accounts.deployments(account, region)).toEqual(['flags 1 COMPLETE', 'operations 2 COMPLETE']);
      }
      expect(await servedLimits()).toEqual([100, 100, 100]);
    },
    LONGEST_WITH_TESTS,
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
      expectBuildspecs(run, Object.keys(LEFT_OUT_LATER));
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

/** For `folder/*.xml`. */
function isThere(pattern: string): boolean {
  return readdirSync(dirname(pattern)).some((name) => name.endsWith(extname(pattern)));
}

function outputOf(actions: PlanRun['actions'], stage: string): string {
  return actions.find((one) => one.stage === stage)?.output ?? '';
}

/** With what the action said that failed. */
function failureOf({ red, actions }: PlanRun): string {
  return red === undefined ? '' : `${red}\n${actions.at(-1)?.output ?? ''}`;
}
