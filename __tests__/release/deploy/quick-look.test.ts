import { CreateApplicationCommand } from '@aws-sdk/client-appconfig';
import { deployStack } from '../../../release/deploy/deploy';
import { quickLook, referencesOf } from '../../../release/deploy/quick-look';
import { closeLocalAppConfigs } from '../../builders/a-local-app-config';
import { FIRST, ReleasedShop, RELEASED_SHOP } from '../../builders/released-shop';

let shop: ReleasedShop;
beforeEach(async () => {
  shop = await ReleasedShop.open();
});
afterEach(async () => {
  shop.close();
  await closeLocalAppConfigs();
});

function release(more = {}) {
  const stack = shop.stack(FIRST);
  return deployStack(stack, { ...shop.options(stack), ...more });
}

test('deployStack() starts no Terraform where every document is served, and reads them back', async () => {
  await shop.deployAll(FIRST);
  const { isChanged, deployments } = await release();
  expect(isChanged).toBe(false);
  expect(deployments).toEqual([
    expect.objectContaining({ component: 'checkout', profile: 'flags', deploymentNumber: 1 }),
    expect.objectContaining({ component: 'search', profile: 'flags', deploymentNumber: 1 }),
  ]);
  expect(shop.steps()).toEqual(['look', 'verify']);
});

test('deployStack() asks no gate where nothing starts, and verifies the artifact all the same', async () => {
  await shop.deployAll(FIRST);
  const gate = jest.fn(() => Promise.resolve());
  await release({ gate, artifact: () => Promise.resolve('intact') });
  expect(gate).not.toHaveBeenCalled();
  expect(shop.events).toContainEqual({ type: 'step', step: 'check', detail: 'intact' });
});

test('deployStack() asks the gate before Terraform starts, when something will start', async () => {
  await shop.deploy(FIRST);
  await expect(release({ gate: () => Promise.reject(new Error('closed')) })).rejects.toThrow('closed');
  expect(shop.steps()).toEqual(['look', 'gate']);
});

test('deployStack() is red where a document is said to be served and another one is', async () => {
  const [document] = shop.documents(FIRST, 'flags');
  await shop.deployAll(FIRST);
  const other = { version: '1', flags: { pay: { name: 'pay' } }, values: { pay: { enabled: false } } };
  await shop.deploy(FIRST, { value: other, description: document?.fingerprint });
  const stack = shop.stack(FIRST);
  const { trunk } = shop.options(stack);
  const look = trunk && (await quickLook(shop.clients(FIRST).control, { stack, trunk }));
  const idle = {
    init: () => Promise.resolve(),
    plan: (file: string) => Promise.resolve({ file, isNeeded: false, changes: [] }),
    outputs: () => Promise.resolve({ deployments: referencesOf(look?.documents ?? []) }),
  };
  await expect(deployStack(stack, shop.options(stack, idle))).rejects.toMatchObject({
    kind: 'not-served',
    message: expect.stringContaining('pay.enabled is false, should be true'),
  });
  expect(JSON.stringify(shop.events)).toContain('something else is served: Terraform has to look');
});

test('deployStack() follows what an earlier run has started, and then lets Terraform look', async () => {
  await shop.deploy(FIRST, { component: 'search' });
  await shop.deploy(FIRST, { minutes: 2 });
  await expect(release()).rejects.toThrow('no Terraform may start');
  expect(shop.deploymentsOf(FIRST)).toEqual(['1 flags COMPLETE']);
  expect(shop.steps()).toEqual(['look', 'await', 'init']);
});

test('deployStack() is red when what an earlier run has started is rolled back', async () => {
  const { DeploymentNumber } = await shop.deploy(FIRST, { minutes: 2 });
  expect(DeploymentNumber).toBe(1);
  const stop = async (): Promise<void> => {
    shop.appConfig.clock.advance(20);
    await shop.stop(FIRST);
  };
  await expect(release({ sleep: stop })).rejects.toMatchObject({ kind: 'rolled-back' });
});

test('deployStack() lets Terraform look where a removed component still has versions', async () => {
  await shop.deployAll(FIRST);
  const without = Object.fromEntries(
    Object.entries(RELEASED_SHOP).filter(([file]) => !file.includes('rank')),
  );
  const smaller = ReleasedShop.reopen(shop, without);
  const stack = smaller.stack(FIRST);
  await expect(deployStack(stack, smaller.options(stack))).rejects.toThrow('no Terraform may start');
});

test('deployStack() takes an application of somebody else for none of its own', async () => {
  await shop.deployAll(FIRST);
  await shop.clients(FIRST).control.send(new CreateApplicationCommand({ Name: 'somebody-elses' }));
  expect(await release()).toMatchObject({ isChanged: false });
});
