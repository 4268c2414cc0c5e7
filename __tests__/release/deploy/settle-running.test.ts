import { canonicalJson, fingerprint } from '../../../compiler/canonical-json';
import { quickLook } from '../../../release/deploy/quick-look';
import type { ReleaseEvent } from '../../../release/release-event';
import { settleRunning } from '../../../release/deploy/settle-running';
import type { StackDocument, StackFolder } from '../../../release/terraform/stack-folder';
import type { Plan } from '../../../release/terraform/terraform';
import { closeLocalAppConfigs } from '../../builders/a-local-app-config';
import { FIRST, ReleasedShop } from '../../builders/released-shop';
import { aDeployment } from '../../builders/deployment-reference';
import { fakeAppConfig } from '../../builders/fake-appconfig';

const DOCUMENT: StackDocument = {
  component: 'checkout',
  profile: 'flags',
  versionAddress: 'aws_appconfig_hosted_configuration_version.checkout',
  deploymentAddress: 'aws_appconfig_deployment.checkout',
  fingerprint: 'sha256:1',
  read: () => ({}),
};
const STACK: StackFolder = {
  name: 'local-eu-west-1-flags',
  folder: '/nowhere',
  access: { region: 'eu-west-1' },
  documents: [DOCUMENT],
};

function planOf(action: 'replace' | 'delete'): Plan {
  return {
    file: '',
    isNeeded: true,
    changes: [{ address: DOCUMENT.deploymentAddress, type: 'aws_appconfig_deployment', action }],
  };
}

async function settle(
  fake: ReturnType<typeof fakeAppConfig>,
  plan = planOf('replace'),
): Promise<ReleaseEvent[]> {
  const events: ReleaseEvent[] = [];
  await settleRunning(
    fake.client,
    {
      stack: STACK,
      plan,
      known: [aDeployment({ deploymentNumber: 3 })],
      recorded: () => Promise.resolve(new Set()),
    },
    { onEvent: (event) => events.push(event), sleep: () => Promise.resolve() },
  );
  return events;
}

test('settleRunning() lets a release start where nothing is in progress', async () => {
  expect(
    await settle(fakeAppConfig({ ListDeployments: { Items: [{ DeploymentNumber: 3, State: 'COMPLETE' }] } })),
  ).toEqual([]);
});

test("settleRunning() names somebody else's deployment instead of waiting for it", async () => {
  const running = {
    DeploymentNumber: 4,
    State: 'DEPLOYING',
    PercentageComplete: 40,
    ConfigurationName: 'operations',
    ConfigurationVersion: '2',
    StartedAt: new Date('2026-11-21T12:03:00Z'),
  };
  const fake = fakeAppConfig({ ListDeployments: { Items: [running] }, GetDeployment: running });
  await expect(settle(fake)).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringContaining(
      'checkout is being deployed by somebody else, deployment 4 of operations version 2, DEPLOYING at 40 %, started 2026-11-21 12:03 UTC',
    ),
  });
});

test('settleRunning() follows what the stack itself started, however it ends', async () => {
  const fake = fakeAppConfig({
    ListDeployments: { Items: [{ DeploymentNumber: 3, State: 'BAKING' }] },
    GetDeployment: [
      { State: 'BAKING', PercentageComplete: 100 },
      { State: 'ROLLED_BACK', PercentageComplete: 0 },
    ],
  });
  const events = await settle(fake);
  expect(events.at(0)).toMatchObject({ type: 'step', step: 'await' });
  expect(events.at(-1)).toMatchObject({ type: 'warning', text: expect.stringContaining('ROLLED_BACK') });
});

test('settleRunning() asks nothing for deployments that the plan does not start', async () => {
  expect(await settle(fakeAppConfig({}), planOf('delete'))).toEqual([]);
});

describe('settleRunning() by names', () => {
  let shop: ReleasedShop;
  beforeEach(async () => {
    shop = await ReleasedShop.open();
  });
  afterEach(async () => {
    shop.close();
    await closeLocalAppConfigs();
  });

  const OTHER = { version: '1', flags: { pay: { name: 'pay' } }, values: { pay: { enabled: false } } };

  /** As on the very first apply: the state knows nothing, unless it says so. */
  async function settleByNames(profile: 'flags' | 'operations', recorded: readonly string[] = []) {
    const stack = shop.stack(FIRST, profile);
    const options = shop.options(stack);
    const { trunk } = options;
    const { control } = shop.clients(FIRST);
    const plan = {
      file: '',
      isNeeded: true,
      changes: stack.documents.map(({ deploymentAddress: address }) => ({
        address,
        type: 'aws_appconfig_deployment',
        action: 'create' as const,
      })),
    };
    const look = trunk && (await quickLook(control, { stack, trunk }));
    const known = () => Promise.resolve(new Set(recorded));
    return settleRunning(control, { stack, plan, known: [], recorded: known, look, trunk }, options);
  }

  test('settleRunning() answers that nothing was in the way', async () => {
    await shop.deploy(FIRST);
    expect(await settleByNames('flags')).toBe(false);
  });

  test('settleRunning() follows what carries the fingerprint that this stack wants, although no state knows it', async () => {
    await shop.deploy(FIRST, { minutes: 2 });
    expect(await settleByNames('flags')).toBe(true);
    expect(shop.deploymentsOf(FIRST)).toEqual(['1 flags COMPLETE']);
  });

  test('settleRunning() waits for the flags of the same release before operations start', async () => {
    await shop.deploy(FIRST, { minutes: 2 });
    await settleByNames('operations');
    expect(shop.events).toContainEqual({
      type: 'step',
      step: 'await',
      detail: 'checkout flags of the same release are still rolling out',
    });
  });

  test('settleRunning() follows an earlier document that the state has recorded', async () => {
    await shop.deploy(FIRST, { minutes: 2, value: OTHER });
    expect(await settleByNames('flags', [fingerprint(canonicalJson(OTHER))])).toBe(true);
  });

  test("settleRunning() names a stranger's deployment on the very first apply, with who and since when", async () => {
    await shop.deploy(FIRST, { minutes: 2, value: OTHER });
    await expect(settleByNames('flags')).rejects.toMatchObject({
      kind: 'refused',
      message: [
        `prod-${FIRST}-flags: checkout is being deployed by somebody else, deployment 1 of flags version 1, DEPLOYING at 0 %, started 2026-01-01 00:00 UTC; its log: Deployment started (USER)`,
        'Release again when it is done, or stop it.',
      ].join('\n'),
    });
    expect(shop.deploymentsOf(FIRST)).toEqual(['1 flags DEPLOYING']);
  });

  test('settleRunning() takes other flags than those of the same definitions for a stranger of operations', async () => {
    await shop.deploy(FIRST, { minutes: 2, value: OTHER });
    await expect(settleByNames('operations')).rejects.toMatchObject({ kind: 'refused' });
  });
});
