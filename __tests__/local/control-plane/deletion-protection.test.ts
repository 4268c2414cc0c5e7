import {
  DeleteConfigurationProfileCommand,
  DeleteEnvironmentCommand,
  DeleteHostedConfigurationVersionCommand,
  GetAccountSettingsCommand,
  UpdateAccountSettingsCommand,
  type DeletionProtectionCheck,
} from '@aws-sdk/client-appconfig';
import type { LocalOptions } from '../../../local/server';
import {
  aClient,
  aDeployment,
  aLocalAppConfig,
  aProfile,
  aShop,
  closeLocalAppConfigs,
  refusal,
} from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

/** Polled this many minutes after it was made. */
async function aPolledShop(minutes: number, options: LocalOptions = {}) {
  const local = await aLocalAppConfig(options);
  const { control, data, clock } = local;
  const shop = await aShop(control);
  const ids = { ...shop, ConfigurationProfileId: await aProfile(control, shop.ApplicationId) };
  await aDeployment(control, ids, { content: {} });
  const client = await aClient(data, ids);
  clock.advance(minutes * 60);
  await client();
  const remove = (DeletionProtectionCheck?: DeletionProtectionCheck) =>
    refusal(control.send(new DeleteEnvironmentCommand({ ...shop, DeletionProtectionCheck })));
  return { ...local, ids, remove };
}
const ACTIVE =
  '400 BadRequestException: Environment prod is actively being used in your application and cannot be deleted.';

test('an environment that was polled within the hour cannot be deleted, an hour later it can', async () => {
  const { clock, remove } = await aPolledShop(61);
  expect(await remove()).toBe(ACTIVE);
  clock.advance(3600);
  expect(await remove()).toBe(ACTIVE);
  clock.advance(1);
  expect(await remove()).toBe('no error');
});

test('an environment younger than an hour can be deleted, unless the request says APPLY', async () => {
  const { remove } = await aPolledShop(10);
  expect(await remove('APPLY')).toBe(ACTIVE);
  expect(await remove()).toBe('no error');
});

test('BYPASS deletes, and so does everybody when the account is not protected', async () => {
  expect(await (await aPolledShop(61)).remove('BYPASS')).toBe('no error');
  expect(await (await aPolledShop(61, { switches: { deletionProtection: false } })).remove()).toBe(
    'no error',
  );
});

test('a profile is protected like an environment', async () => {
  const { control, ids } = await aPolledShop(61);
  await control.send(new DeleteHostedConfigurationVersionCommand({ ...ids, VersionNumber: 1 }));
  expect(await refusal(control.send(new DeleteConfigurationProfileCommand(ids)))).toBe(
    ACTIVE.replace('Environment prod', 'Configuration profile operations'),
  );
});

test('updateAccountSettings() changes the period within its limits', async () => {
  const { control, clock, remove } = await aPolledShop(61);
  expect((await control.send(new GetAccountSettingsCommand({}))).DeletionProtection).toEqual({
    Enabled: true,
    ProtectionPeriodInMinutes: 60,
  });
  const update = (ProtectionPeriodInMinutes: number) =>
    control.send(new UpdateAccountSettingsCommand({ DeletionProtection: { ProtectionPeriodInMinutes } }));
  expect(await refusal(update(14))).toMatch(/^400/);
  expect((await update(15)).DeletionProtection).toEqual({ Enabled: true, ProtectionPeriodInMinutes: 15 });
  clock.advance(15 * 60 + 1);
  expect(await remove()).toBe('no error');
});
