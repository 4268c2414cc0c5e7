import { ListTagsForResourceCommand } from '@aws-sdk/client-appconfig';
import { type RollbackPlace, rollBack, type RolledBack } from '../../../release/deploy/rollback';
import { closeLocalAppConfigs } from '../../builders/a-local-app-config';
import { FIRST, ReleasedShop } from '../../builders/released-shop';

let shop: ReleasedShop;
beforeEach(async () => {
  shop = await ReleasedShop.open();
});
afterEach(async () => {
  shop.close();
  await closeLocalAppConfigs();
});

const OFF = { version: '1', flags: { pay: { name: 'pay' } }, values: { pay: { enabled: false } } };
const PLACE: RollbackPlace = {
  component: 'checkout',
  application: 'checkout',
  environment: 'prod',
  profile: 'flags',
  selector: `prod/${FIRST}`,
  account: '333333333333',
  region: FIRST,
};

function takeBack(reason = 'customers see errors'): Promise<RolledBack> {
  return rollBack(shop.clients(FIRST), PLACE, {
    reason,
    onEvent: (event) => void shop.events.push(event),
    sleep: () => Promise.resolve(shop.appConfig.clock.advance(20)),
  });
}

test('rollBack() stops a rollout that is in progress, and reads back what was served before', async () => {
  await shop.deploy(FIRST, { value: OFF });
  await shop.deploy(FIRST, { minutes: 10 });
  expect(await takeBack()).toEqual({
    isDone: true,
    text: `checkout flags in prod/${FIRST}: deployment 2 of version 2 is ROLLED_BACK`,
    served: { pay: { enabled: false } },
  });
  expect(shop.deploymentsOf(FIRST)).toEqual(['1 flags COMPLETE', '2 flags ROLLED_BACK']);
});

test('rollBack() reverts what is complete', async () => {
  await shop.deploy(FIRST, { value: OFF });
  await shop.deploy(FIRST);
  expect(await takeBack()).toMatchObject({ isDone: true, served: { pay: { enabled: false } } });
  expect(shop.deploymentsOf(FIRST)).toEqual(['1 flags COMPLETE', '2 flags REVERTED']);
});

test('rollBack() leaves the other profile as it is', async () => {
  await shop.deploy(FIRST, { value: OFF });
  await shop.deploy(FIRST);
  await shop.deploy(FIRST, { profile: 'operations' });
  await takeBack();
  expect(shop.deploymentsOf(FIRST)).toEqual([
    '1 flags COMPLETE',
    '2 flags REVERTED',
    '3 operations COMPLETE',
  ]);
});

test('rollBack() says to revert the commit when AppConfig no longer takes it back', async () => {
  await shop.deploy(FIRST, { value: OFF });
  await shop.deploy(FIRST);
  shop.appConfig.clock.advance(73 * 3_600);
  const { isDone, text } = await takeBack();
  expect(isDone).toBe(false);
  expect(text).toContain('AppConfig takes back what completed within 72 hours, and not deployment 2');
  expect(text).toContain('revert the commit and release it');
  expect(shop.deploymentsOf(FIRST)).toEqual(['1 flags COMPLETE', '2 flags COMPLETE']);
});

test('rollBack() done twice takes back one deployment', async () => {
  await shop.deploy(FIRST, { value: OFF });
  await shop.deploy(FIRST);
  await takeBack();
  expect(await takeBack()).toEqual({
    isDone: false,
    text: `checkout flags in prod/${FIRST}: deployment 2 of version 2 is REVERTED already`,
    served: { pay: { enabled: false } },
  });
});

test('rollBack() does not take back the first deployment: nothing would be served', async () => {
  await shop.deploy(FIRST);
  expect(await takeBack()).toMatchObject({ isDone: false, text: expect.stringContaining('is the first') });
});

test('rollBack() has nothing to take back where nothing was ever deployed', async () => {
  expect(await takeBack()).toEqual({
    isDone: false,
    text: `checkout flags in prod/${FIRST}: nothing was ever deployed there`,
  });
});

test('rollBack() leaves the reason at the deployment, in letters that a tag may have', async () => {
  await shop.deploy(FIRST, { value: OFF });
  const { ApplicationId, EnvironmentId } = await shop.deploy(FIRST);
  await takeBack('errors; see "INC-7"\nand ask Ann');
  const resource = `application/${ApplicationId}/environment/${EnvironmentId}/deployment/2`;
  const { Tags: tags } = await shop
    .clients(FIRST)
    .control.send(
      new ListTagsForResourceCommand({ ResourceArn: `arn:aws:appconfig:${FIRST}:333333333333:${resource}` }),
    );
  expect(tags).toEqual({ 'dynconf-rollback-reason': 'errors- see -INC-7- and ask Ann' });
  expect(shop.events).toEqual([]);
});
