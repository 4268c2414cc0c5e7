import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteHostedConfigurationVersionCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
} from '@aws-sdk/client-appconfig';
import { manualClock } from '../../local/clock';
import {
  ALARM,
  START,
  aClient,
  aDeployment,
  aLocalAppConfig,
  aProfile,
  aShop,
  aStrategy,
  aVersion,
  closeLocalAppConfigs,
  stateOf,
} from '../builders/a-local-app-config';

const folder = mkdtempSync(join(tmpdir(), 'dynconf-store-'));
const dataDir = join(folder, 'data');

afterEach(async () => {
  await closeLocalAppConfigs();
  rmSync(dataDir, { recursive: true, force: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a local AppConfig with a data folder goes on where it was: resources, tags, rollouts, alarms, time', async () => {
  const first = await aLocalAppConfig({ dataDir });
  const shop = await aShop(first.control);
  const ids = { ...shop, ConfigurationProfileId: await aProfile(first.control, shop.ApplicationId) };
  const ResourceArn = `arn:aws:appconfig:us-east-1:000000000000:application/${shop.ApplicationId}`;
  await first.control.send(new TagResourceCommand({ ResourceArn, Tags: { a: 'b' } }));
  await aDeployment(first.control, ids, { content: { v: 1 } });
  await aDeployment(first.control, ids, { content: { v: 2 }, strategy: await aStrategy(first.control) });
  await fetch(`${first.url}/_local/clock`, {
    method: 'POST',
    headers: { 'x-dynconf-local': '1' },
    body: '{"advanceSeconds":240}',
  });
  await closeLocalAppConfigs();

  const second = await aLocalAppConfig({ dataDir, clock: manualClock(START) });
  expect(await stateOf(second.control, ids, 2)).toBe('DEPLOYING 40');
  expect((await second.control.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags).toEqual({
    a: 'b',
  });
  second.setAlarm(ALARM, 'ALARM');
  expect(await (await aClient(second.data, ids))()).toBe('{"v":1}');
  await closeLocalAppConfigs();

  const third = await aLocalAppConfig({ dataDir });
  expect(await stateOf(third.control, ids, 2)).toBe('ROLLED_BACK 0');
  expect(third.inspect().alarms).toEqual([{ arn: ALARM, state: 'ALARM' }]);
});

test('openStore() forgets content that nothing points to any more', async () => {
  const { control } = await aLocalAppConfig({ dataDir });
  const { ApplicationId } = await aShop(control);
  const ids = { ApplicationId, ConfigurationProfileId: await aProfile(control, ApplicationId) };
  await aVersion(control, ids, { v: 1 });
  await aVersion(control, ids, { v: 2 });
  await control.send(new DeleteHostedConfigurationVersionCommand({ ...ids, VersionNumber: 1 }));
  await closeLocalAppConfigs();
  await aLocalAppConfig({ dataDir });
  expect(readdirSync(join(dataDir, 'contents'))).toHaveLength(1);
});

test('openStore() leaves no half-written file beside the state', async () => {
  const { control } = await aLocalAppConfig({ dataDir });
  await aShop(control);
  expect(readdirSync(dataDir).sort()).toEqual(['contents', 'state.json']);
  expect(JSON.parse(readFileSync(join(dataDir, 'state.json'), 'utf8'))).toMatchObject({ format: 1 });
});

test.each(['', '{"format":1', 'null', '[]', '{"format":99}', '{"format":1,"savedAt":1,"state":{}}'])(
  'openStore() says that a state of %j cannot be used, and does not touch it',
  async (text) => {
    await (await aLocalAppConfig({ dataDir })).close();
    writeFileSync(join(dataDir, 'state.json'), text);
    await expect(aLocalAppConfig({ dataDir })).rejects.toThrow(
      /state\.json .*remove the folder to start afresh/,
    );
    expect(readFileSync(join(dataDir, 'state.json'), 'utf8')).toBe(text);
  },
);

test('openStore() says which folder cannot be made', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await expect(aLocalAppConfig({ dataDir: join(file, 'data') })).rejects.toThrow(
    /the data folder .* cannot be used/,
  );
  expect(existsSync(join(file, 'data'))).toBe(false);
});
