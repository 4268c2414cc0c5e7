import type { JsonObject } from '../../compiler/project';
import type { ApplicationSnapshot } from '../../local/snapshot';
import type { ReleaseEvent } from '../../release/release-event';
import { type LocalStacks, startLocalStacks } from '../builders/local-stacks';
import { describeWithTerraform } from '../builders/terraform-prerequisite';

/** The real Terraform starts the real provider three times per plan: seconds each. */
jest.setTimeout(300_000);

const REGION = 'eu-west-1';
const FOUNDATION = `local-${REGION}-foundation`;
const FLAGS = `local-${REGION}-flags`;
const OPERATIONS = `local-${REGION}-operations`;

const ENVIRONMENT = `
regions: [${REGION}]
strategy: { growth: linear, factor-percent: 50, duration-minutes: 2, bake-minutes: 1 }
alarms:
  - name: faults
    metric: { namespace: Shop, name: Faults, statistic: Sum, period-seconds: 60 }
    compare: above
    threshold: 5
    periods: 2
`;

function payFlag(enabled: boolean): string {
  return `
description: "Pay: \${var.x} %{ if } \\"quoted\\""
owner: team-payments
lifecycle: permanent
default: { enabled: ${enabled} }
`;
}

/** Everything that Terraform, JSON or a shell might take for its own. */
const AWKWARD =
  'a ${var.x} b %{ if true } c $${d} %%{e} "quoted" \'single\' \\ back\nnext line\ttab 😀 \u2028 <&> ${file("/etc/passwd")}';
const AWKWARD_FLAG = `
description: Text that nobody may interpret
owner: team-payments
lifecycle: permanent
attributes: { text: { type: string } }
default: { enabled: true, text: ${JSON.stringify(AWKWARD)} }
`;

/** 1 MB of texts that a careless reader takes for numbers: 1e5, 12e34, 0e1 … */
const IDS = Array.from({ length: 110_000 }, (_, index) => `${index % 97}e${index}`);
const OPERATIONS_OF_SEARCH = `
owner: team-search
default:
  ids: ${JSON.stringify(IDS)}
  text: ${JSON.stringify(AWKWARD)}
`;

describeWithTerraform('a release with the real Terraform and provider', () => {
  let stacks: LocalStacks;

  beforeAll(async () => {
    stacks = await startLocalStacks(REGION);
    stacks.write('environments/local.yaml', ENVIRONMENT);
    stacks.write('flags/checkout/pay.yaml', payFlag(false));
    stacks.write('flags/search/awkward.yaml', AWKWARD_FLAG);
    stacks.write('opconfig/search.yaml', OPERATIONS_OF_SEARCH);
    stacks.synthesize();
  });
  afterAll(() => stacks.close());

  function application(name: string): ApplicationSnapshot {
    const found = stacks.appConfig.inspect().applications.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`there is no application ${name}`);
    return found;
  }

  function versionsOf(name: string): readonly number[] {
    return application(name).profiles.find((profile) => profile.name === 'flags')?.versions ?? [];
  }

  function deploymentStates(name: string): readonly string[] {
    return application(name).environments[0]?.deployments.map(({ state }) => state) ?? [];
  }

  async function payIsServed(): Promise<unknown> {
    return ((await stacks.served('checkout', 'flags')) as { pay: JsonObject }).pay['enabled'];
  }

  /** What a call would have to be for a stored version to be lost. */
  function deletions(): readonly string[] {
    return stacks.proxy.changes.filter((call) => /^DELETE .*hostedconfigurationversions/.test(call));
  }

  test('deployStack() says what to apply first when the foundation is not there', async () => {
    await expect(stacks.deploy(FLAGS)).rejects.toMatchObject({
      kind: 'prerequisite',
      message: expect.stringContaining(`apply ${FOUNDATION} first`),
    });
  });

  test('deployStack() releases foundation, flags and operations, and every rollout is COMPLETE', async () => {
    await stacks.deploy(FOUNDATION);
    await stacks.deploy(FLAGS);
    await stacks.deploy(OPERATIONS);
    expect(deploymentStates('checkout')).toEqual(['COMPLETE']);
    expect(deploymentStates('search')).toEqual(['COMPLETE', 'COMPLETE']);
  });

  test('a document with ${…}, %{…}, quotes, newlines, emoji and 1 MB of 1e5-like ids arrives verbatim', async () => {
    expect(await stacks.served('search', 'flags')).toEqual({ awkward: { enabled: true, text: AWKWARD } });
    const operations = (await stacks.served('search', 'operations')) as { ids: string[]; text: string };
    expect(operations.text).toBe(AWKWARD);
    expect(JSON.stringify(operations.ids).length).toBeGreaterThan(1_000_000);
    expect(operations.ids).toEqual(IDS);
  });

  test.each([FOUNDATION, FLAGS, OPERATIONS])(
    'a second plan of %s has no changes, although AppConfig rewrites flags',
    async (stack) => {
      const plan = await stacks.terraform(stack).plan(stacks.scratch('again.tfplan'));
      expect({ isNeeded: plan.isNeeded, changes: plan.changes }).toEqual({ isNeeded: false, changes: [] });
    },
  );

  test('one changed flag replaces exactly one version and one deployment', async () => {
    stacks.write('flags/checkout/pay.yaml', payFlag(true));
    stacks.synthesize();
    const { changes } = await stacks.terraform(FLAGS).plan(stacks.scratch('changed.tfplan'));
    expect(changes.map(({ type, action }) => `${action} ${type}`).sort()).toEqual([
      'replace aws_appconfig_deployment',
      'replace aws_appconfig_hosted_configuration_version',
    ]);
    expect(changes.every(({ address }) => address.includes('checkout'))).toBe(true);
  });

  test('a refused upload is red, and the old document stays served', async () => {
    stacks.proxy.refuseNext(/^POST .*hostedconfigurationversions/);
    await expect(stacks.deploy(FLAGS)).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('refused by the test'),
    });
    expect(await payIsServed()).toBe(false);
    expect(versionsOf('checkout')).toEqual([1]);
  });

  test('the same commit once more uploads it; a refused deployment is red again', async () => {
    stacks.proxy.refuseNext(/^POST .*deployments/);
    await expect(stacks.deploy(FLAGS)).rejects.toMatchObject({ kind: 'failed' });
    expect(versionsOf('checkout')).toEqual([1, 2]);
    expect(await payIsServed()).toBe(false);
  });

  test('a release that is killed while it waits goes on where it stopped', async () => {
    const killed = new AbortController();
    const waiting = stacks.deploy(FLAGS, {
      signal: killed.signal,
      onEvent: ({ type }) => type === 'rollouts' && killed.abort(),
    });
    await expect(waiting).rejects.toMatchObject({ kind: 'interrupted' });
    const { isChanged } = await stacks.deploy(FLAGS);
    expect(isChanged).toBe(false);
    expect(await payIsServed()).toBe(true);
  });

  test('after all of that there is one new version and one new deployment, and the previous version still exists', () => {
    expect(versionsOf('checkout')).toEqual([1, 2]);
    expect(versionsOf('search')).toEqual([1]);
    expect(deploymentStates('checkout')).toEqual(['COMPLETE', 'COMPLETE']);
    expect(deletions()).toEqual([]);
  });

  test('an alarm in the middle of a rollout fails the release and is named', async () => {
    stacks.write('flags/checkout/pay.yaml', `${payFlag(false)}# a bad idea\n`);
    stacks.synthesize();
    const onEvent = (event: ReleaseEvent): void => {
      if (event.type !== 'rollouts' || event.changed[0]?.percentage !== 50) return;
      stacks.appConfig.setAlarm(`checkout-local-${REGION}-faults`, 'ALARM');
    };
    await expect(stacks.deploy(FLAGS, { onEvent })).rejects.toMatchObject({
      kind: 'rolled-back',
      message: expect.stringMatching(
        new RegExp(
          `deployment 3 of version 3 is ROLLED_BACK, rolled back by the alarm checkout-local-${REGION}-faults`,
        ),
      ),
    });
    expect(await payIsServed()).toBe(true);
  });

  test('after a rollback the next plan fails and says so', async () => {
    await expect(stacks.deploy(FLAGS)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining(
        'checkout flags in local/eu-west-1: deployment 3 of version 3 is ROLLED_BACK',
      ),
    });
  });

  test('a revert commit then releases cleanly', async () => {
    stacks.appConfig.setAlarm(`checkout-local-${REGION}-faults`, 'OK');
    stacks.write('flags/checkout/pay.yaml', payFlag(true));
    stacks.synthesize();
    await stacks.deploy(FLAGS);
    expect(await payIsServed()).toBe(true);
    expect(deploymentStates('checkout')).toEqual(['COMPLETE', 'COMPLETE', 'ROLLED_BACK', 'COMPLETE']);
    expect(deletions()).toEqual([]);
  });

  test('what a person stopped by hand is redeployed with a reason, and only the deployment is replaced', async () => {
    await stacks.revertLatest('checkout');
    expect(await payIsServed()).toBe(true);
    const { changes } = stacks.proxy;
    const before = changes.length;
    await stacks.redeploy(FLAGS, 'the alarm was a false one');
    expect(changes.slice(before).filter((call) => /hostedconfigurationversions/.test(call))).toEqual([]);
    expect(deploymentStates('checkout').slice(-2)).toEqual(['REVERTED', 'COMPLETE']);
  });

  test('deployStack() leaves neither plans nor backups of the state in the stack folder', async () => {
    const { readdirSync } = await import('node:fs');
    const files = readdirSync(stacks.scratch(`cdktf.out/stacks/${FLAGS}`), { recursive: true }).map(String);
    expect(
      files.filter((file) => /tfplan|tfstate.*backup/.test(file) && !file.startsWith('.terraform')),
    ).toEqual([]);
  });
});
