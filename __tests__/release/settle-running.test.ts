import type { ReleaseEvent } from '../../release/release-event';
import { settleRunning } from '../../release/settle-running';
import type { StackDocument, StackFolder } from '../../release/stack-folder';
import type { Plan } from '../../release/terraform';
import { aDeployment } from '../builders/deployment-reference';
import { fakeAppConfig } from '../builders/fake-appconfig';

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
