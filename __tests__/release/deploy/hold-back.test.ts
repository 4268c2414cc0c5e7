import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { heldAddresses, holdBack } from '../../../release/deploy/hold-back';
import type { ReleaseEvent } from '../../../release/release-event';
import type { Run } from '../../../release/deploy/release-run';
import { openStack } from '../../../release/terraform/stack-folder';
import type { Plan, PlannedChange } from '../../../release/terraform/terraform';
import { readState, type StateResource } from '../../../release/terraform/terraform-state';
import { fakeAppConfig } from '../../builders/fake-appconfig';

const FOUNDATION = 'prod-eu-west-1-foundation';
const [APPLICATION, PROFILE, ENVIRONMENT, METRIC, COMPOSITE, CANARY] = [
  'aws_appconfig_application',
  'aws_appconfig_configuration_profile',
  'aws_appconfig_environment',
  'aws_cloudwatch_metric_alarm',
  'aws_cloudwatch_composite_alarm',
  'aws_synthetics_canary',
] as const;

function held(address: string, dependencies: readonly string[] = []): StateResource {
  const [type = '', name = ''] = address.split('.');
  const attributes = { application_id: 'app0001', configuration_profile_id: `${name}-id` };
  return { address, type, attributes, dependencies };
}

/** As Terraform records it: everything that a resource needs, directly or not. */
const SEARCH = [
  held(`${APPLICATION}.search`),
  held(`${PROFILE}.search`, [`${APPLICATION}.search`]),
  held(`${METRIC}.search`),
  held(`${COMPOSITE}.search`, [`${METRIC}.search`]),
  held(`${ENVIRONMENT}.search`, [`${APPLICATION}.search`, `${COMPOSITE}.search`, `${METRIC}.search`]),
];
const OTHERS = [
  held(`${APPLICATION}.basket`),
  held(`${PROFILE}.basket`, [`${APPLICATION}.basket`]),
  held(`${METRIC}.slow`),
  held(`${COMPOSITE}.health`, [`${COMPOSITE}.search`, `${METRIC}.search`]),
  held(`${CANARY}.watch`, [`${APPLICATION}.search`, `${PROFILE}.search`]),
];

function deletes(...resources: readonly StateResource[]): PlannedChange[] {
  return resources.map(({ address, type }) => ({ address, type, action: 'delete' }));
}

function profileOf(component: string): StateResource {
  return held(`${PROFILE}.${component}`, [`${APPLICATION}.${component}`]);
}

describe('heldAddresses()', () => {
  test('heldAddresses() keeps a component whole: application, profiles, environment, and the alarms that roll it back', () => {
    const changes = deletes(...SEARCH, ...OTHERS.slice(0, 3));
    const kept = heldAddresses({ changes }, [...SEARCH, ...OTHERS], [profileOf('search')]);
    expect([...kept].sort()).toEqual(SEARCH.map(({ address }) => address).sort());
  });

  test('heldAddresses() lets go of what only looked at it: health goes, and a canary that is changed is not kept as it was', () => {
    const health = `${COMPOSITE}.health`;
    const changes: PlannedChange[] = [
      ...deletes(...SEARCH, held(health)),
      { address: `${CANARY}.watch`, type: CANARY, action: 'update' },
    ];
    const kept = heldAddresses({ changes }, [...SEARCH, ...OTHERS], [profileOf('search')]);
    expect(kept.has(health)).toBe(false);
    expect(kept.has(`${CANARY}.watch`)).toBe(false);
  });

  test('heldAddresses() keeps the canary of a target whose last component goes, for it reads that one', () => {
    const changes = deletes(...SEARCH, held(`${CANARY}.watch`));
    const kept = heldAddresses({ changes }, [...SEARCH, ...OTHERS], [profileOf('search')]);
    expect(kept.has(`${CANARY}.watch`)).toBe(true);
  });

  test('heldAddresses() keeps a single profile of a component that stays, and none of its alarms that go', () => {
    const changes = deletes(profileOf('search'), held(`${METRIC}.search`));
    expect([...heldAddresses({ changes }, SEARCH, [profileOf('search')])]).toEqual([`${PROFILE}.search`]);
  });
});

describe('holdBack()', () => {
  let out: string;
  const events: ReleaseEvent[] = [];
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'dynconf-held-'));
    events.length = 0;
    writeStack(FOUNDATION, { [APPLICATION]: { checkout: {} }, [PROFILE]: { checkout: {} } });
  });
  afterEach(() => rmSync(out, { recursive: true }));

  function writeStack(name: string, resource: object): void {
    const folder = join(out, 'stacks', name);
    mkdirSync(folder, { recursive: true });
    const terraform = { backend: { local: { path: `../../state/${name}.tfstate` } } };
    const stack = { terraform, resource, provider: { aws: [{ region: 'eu-west-1' }] } };
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack));
  }

  /** A release stack whose state has a version of this profile. */
  function writeRelease(name: string, profileId: string): void {
    writeStack(name, {});
    const file = join(out, 'state', `${name}.tfstate`);
    mkdirSync(dirname(file), { recursive: true });
    const version = { mode: 'managed', type: 'aws_appconfig_hosted_configuration_version', name: 'v' };
    const attributes = { configuration_profile_id: profileId };
    const state = { version: 4, resources: [{ ...version, instances: [{ attributes }] }] };
    writeFileSync(file, JSON.stringify(state));
  }

  /** Holds a plan back; `second` is what Terraform plans when it is told what to plan. */
  async function run(first: readonly PlannedChange[], second: readonly PlannedChange[] = []) {
    const asked: (readonly string[])[] = [];
    const { client } = fakeAppConfig({ ListHostedConfigurationVersions: { Items: [{ VersionNumber: 1 }] } });
    const terraform = {
      plan: (file: string, _replace: readonly string[] = [], only: readonly string[] = []): Promise<Plan> => {
        asked.push(only);
        return Promise.resolve({ file, isNeeded: second.length > 0, changes: second });
      },
    };
    const options = { env: {}, onEvent: (event: ReleaseEvent) => void events.push(event) };
    const resources = (): Promise<readonly StateResource[]> => Promise.resolve([...SEARCH, ...OTHERS]);
    const stack = openStack(out, FOUNDATION);
    const clients = { control: client };
    const held = { stack, options, clients, terraform, resources, secretFolder: out } as unknown as Run;
    const plan: Plan = { file: 'first', isNeeded: true, changes: first };
    return { asked, plan: await holdBack(held, plan) };
  }

  test('holdBack() plans again for everything but a component that is still released, and says who holds it', async () => {
    writeRelease('prod-eu-west-1-flags', 'search-id');
    const basket = deletes(...OTHERS.slice(0, 2));
    const { asked, plan } = await run([...deletes(...SEARCH), ...basket], basket);
    expect(asked).toEqual([
      [`${APPLICATION}.checkout`, `${PROFILE}.checkout`, `${APPLICATION}.basket`, `${PROFILE}.basket`],
    ]);
    expect(plan.changes).toEqual(basket);
    const [warning] = events.flatMap((event) => (event.type === 'warning' ? [event.text] : []));
    expect(warning).toContain('held back: 5 resources');
    expect(warning).toContain(`prod-eu-west-1-flags still holds versions of ${PROFILE}.search`);
    expect(warning).toContain(`the one of ${FOUNDATION} after that removes the rest`);
  });

  test('holdBack() counts the release stacks of all workloads', async () => {
    writeRelease('prod-eu-west-1-flags', 'other-id');
    writeRelease('prod-eu-west-1-shop-operations', 'search-id');
    expect((await run(deletes(...SEARCH))).plan.isNeeded).toBe(false);
  });

  test('holdBack() leaves a plan alone when no stack holds what it deletes, whatever AppConfig still stores', async () => {
    writeRelease('prod-eu-west-1-flags', 'other-id');
    writeRelease('gamma-eu-west-1-flags', 'search-id');
    const { asked, plan } = await run(deletes(...SEARCH));
    expect(asked).toEqual([]);
    expect(plan.file).toBe('first');
    expect(events).toEqual([]);
  });

  test('holdBack() ends in an error before anything is applied, should Terraform plan what is held back', async () => {
    writeRelease('prod-eu-west-1-flags', 'search-id');
    const first = deletes(...SEARCH);
    await expect(run(first, first.slice(0, 1))).rejects.toThrow(`what is held back: ${APPLICATION}.search`);
  });

  test('readState() knows what each resource needed, which is the order of deletions', async () => {
    writeStack(FOUNDATION, {});
    mkdirSync(join(out, 'state'));
    const instances = [{ attributes: {}, dependencies: [`${APPLICATION}.search`] }];
    const resources = [{ mode: 'managed', type: PROFILE, name: 'search', instances }];
    writeFileSync(join(out, 'state', `${FOUNDATION}.tfstate`), JSON.stringify({ version: 4, resources }));
    const state = await readState(openStack(out, FOUNDATION), { env: {} });
    expect(state.resources[0]?.dependencies).toEqual([`${APPLICATION}.search`]);
  });
});
