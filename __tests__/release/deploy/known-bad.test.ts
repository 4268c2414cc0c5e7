import { connectAppConfig } from '../../../release/appconfig/appconfig-clients';
import { deployStack } from '../../../release/deploy/deploy';
import type { AppConfigAccess } from '../../../release/terraform/stack-folder';
import { alarmIn, FIRST, LATER, ReleasedShop, SECOND } from '../../builders/released-shop';
import { closeLocalAppConfigs } from '../../builders/a-local-app-config';

let shop: ReleasedShop;
beforeEach(async () => {
  shop = await ReleasedShop.open();
});
afterEach(async () => {
  shop.close();
  await closeLocalAppConfigs();
});

const OFF = { version: '1', flags: { pay: { name: 'pay' } }, values: { pay: { enabled: false } } };

/** What a release says before any Terraform starts; 'terraform' when nothing speaks against it. */
async function verdict(region: string, more = {}): Promise<string> {
  const stack = shop.stack(region);
  const init = (): never => {
    throw new Error('terraform');
  };
  try {
    await deployStack(stack, { ...shop.options(stack, { init }), ...more });
    return 'done';
  } catch (error) {
    const { kind, message } = error as { kind?: string; message: string };
    return kind === undefined ? message : `${kind}: ${message}`;
  }
}

test('deployStack() refuses a document that was rolled back here, and says which deployment and what to do', async () => {
  await shop.deployBad(FIRST);
  expect(await verdict(FIRST)).toBe(
    [
      `refused: checkout flags in prod/${FIRST}: deployment 1 of version 1 is ROLLED_BACK, stopped by a person.`,
      'The document that the trunk holds is not the one that is served: revert or change it and release again,',
      `or, if it is good after all, npx dynconf redeploy prod-${FIRST}-flags --reason "…".`,
    ].join('\n'),
  );
});

test('deployStack() names the alarm that rolled the document back', async () => {
  await shop.deploy(FIRST, { minutes: 2 });
  shop.appConfig.setAlarm(alarmIn(FIRST), 'ALARM');
  shop.appConfig.clock.advance(120);
  expect(await verdict(SECOND)).toContain(
    `checkout flags in prod/${FIRST}: deployment 1 of version 1 is ROLLED_BACK, rolled back by the alarm shop.`,
  );
});

test('deployStack() refuses what was reverted after it was complete', async () => {
  await shop.deployBad(FIRST, { minutes: 0 });
  expect(await verdict(FIRST)).toContain('deployment 1 of version 1 is REVERTED');
});

test('deployStack() refuses a known bad document that comes back after a revert commit', async () => {
  await shop.deployBad(FIRST);
  await shop.deploy(FIRST, { value: OFF });
  expect(await verdict(FIRST)).toContain('refused: checkout flags in prod/us-west-2: deployment 1');
});

test('deployStack() releases a document that ended well after it was rolled back', async () => {
  await shop.deployBad(FIRST);
  await shop.start(FIRST, { component: 'checkout', profile: 'flags', version: '1', minutes: 0 });
  await shop.deploy(FIRST, { component: 'search' });
  expect(await verdict(FIRST)).toBe('done');
});

test('deployStack() releases a changed document where another one was rolled back', async () => {
  await shop.deployBad(FIRST, { value: OFF });
  expect(await verdict(FIRST)).toBe('terraform');
});

test('deployStack() refuses in a later wave what was rolled back in an earlier one', async () => {
  await shop.deployBad(FIRST);
  const said = await verdict(SECOND);
  expect(said).toContain(
    `refused: checkout flags in prod/${FIRST}: deployment 1 of version 1 is ROLLED_BACK, stopped by a person.`,
  );
  expect(said).toContain(
    `npx dynconf redeploy prod-${FIRST}-flags --reason "…" (wave first) and then go on.`,
  );
});

test('deployStack() takes an override for the same change: what is wanted there counts', async () => {
  await shop.deployBad(FIRST, { component: 'search' });
  expect(await verdict(LATER)).toContain(`search flags in prod/${FIRST}: deployment 1`);
});

test('deployStack() minds a later wave only for the very same document', async () => {
  await shop.deployBad(LATER, { component: 'search' });
  expect(await verdict(FIRST)).toBe('terraform');
  await shop.deployBad(LATER);
  expect(await verdict(FIRST)).toContain(`refused: checkout flags in prod/${LATER}: deployment 1`);
});

test('deployStack() goes on in later waves once the earlier one has deployed it again', async () => {
  await shop.deployBad(FIRST);
  await shop.start(FIRST, { component: 'checkout', profile: 'flags', version: '1', minutes: 0 });
  expect(await verdict(SECOND)).toBe('terraform');
});

test('deployStack() does not mind elsewhere what is served here already', async () => {
  await shop.deployAll(SECOND);
  await shop.deployBad(FIRST);
  expect(await verdict(SECOND)).toBe('done');
});

test('deployStack() releases what a person calls good, and says that it was not', async () => {
  await shop.deployBad(FIRST);
  expect(await verdict(FIRST, { pardoned: ['checkout flags'] })).toBe('terraform');
  expect(shop.events).toContainEqual({
    type: 'warning',
    text: `released all the same: checkout flags in prod/${FIRST}: deployment 1 of version 1 is ROLLED_BACK, stopped by a person`,
  });
});

test('deployStack() says so when the version of a rollback is deleted and nobody can know what was in it', async () => {
  await shop.deployBad(FIRST, { description: '' });
  expect(await verdict(FIRST)).toBe('terraform');
  expect(JSON.stringify(shop.events)).toContain('nobody can say whether it was this document');
});

test('deployStack() does not take silence of another region for good news, and a person may decide', async () => {
  const away = { region: LATER, endpoint: 'http://127.0.0.1:1', accessKey: '333333333333' };
  const connect = (access: AppConfigAccess) => connectAppConfig(access.region === LATER ? away : access);
  const stack = shop.stack(FIRST);
  const options = shop.options(stack);
  const reach = options.reach && { ...options.reach, connect };
  const said = await verdict(FIRST, { reach });
  expect(said).toMatch(/^refused: checkout flags in prod\/eu-west-1: nobody can say .* ECONNREFUSED/);
  const pardoned = ['checkout flags', 'search flags'];
  expect(await verdict(FIRST, { reach, pardoned })).toContain('no Terraform may start');
});
