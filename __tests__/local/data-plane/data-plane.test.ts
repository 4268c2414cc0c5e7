import { GetConfigurationCommand } from '@aws-sdk/client-appconfig';
import {
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from '@aws-sdk/client-appconfigdata';
import fc from 'fast-check';
import type { LocalOptions } from '../../../local/server';
import {
  ALARM,
  aClient,
  aDeployment,
  aLocalAppConfig,
  aProfile,
  aShop,
  aStrategy,
  closeLocalAppConfigs,
  refusal,
} from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

async function aPolledShop(options: LocalOptions = {}, Type = 'AWS.Freeform') {
  const local = await aLocalAppConfig(options);
  const shop = await aShop(local.control);
  const ids = {
    ...shop,
    ConfigurationProfileId: await aProfile(local.control, shop.ApplicationId, { Type }),
  };
  const deploy = (content: unknown, strategy?: string) =>
    aDeployment(local.control, ids, { content, ...(strategy && { strategy }) });
  const start = (input: object = {}) =>
    local.data.send(
      new StartConfigurationSessionCommand({
        ApplicationIdentifier: ids.ApplicationId,
        EnvironmentIdentifier: ids.EnvironmentId,
        ConfigurationProfileIdentifier: ids.ConfigurationProfileId,
        ...input,
      }),
    );
  const poll = (ConfigurationToken: string | undefined) =>
    local.data.send(new GetLatestConfigurationCommand({ ConfigurationToken }));
  return { ...local, ids, deploy, start, poll };
}

test('getLatestConfiguration() sends what was deployed, then nothing until it changes', async () => {
  const { data, ids, deploy } = await aPolledShop();
  await deploy('{ "v": 1 }\n');
  const client = await aClient(data, ids);
  expect([await client(), await client(), await client()]).toEqual(['{ "v": 1 }\n', '', '']);
  await deploy({ v: 2 });
  expect([await client(), await client()]).toEqual(['{"v":2}', '']);
});

test('startConfigurationSession() takes names for ids', async () => {
  const { deploy, start, poll } = await aPolledShop();
  await deploy({ v: 1 });
  const names = {
    ApplicationIdentifier: 'checkout',
    EnvironmentIdentifier: 'prod',
    ConfigurationProfileIdentifier: 'operations',
  };
  const { InitialConfigurationToken, $metadata } = await start(names);
  expect($metadata.httpStatusCode).toBe(201);
  const answer = await poll(InitialConfigurationToken);
  expect(answer).toMatchObject({ NextPollIntervalInSeconds: 60, ContentType: 'application/json' });
  expect(answer.VersionLabel).toBeUndefined();
});

test.each([
  [{ ApplicationIdentifier: 'nope' }, 'Application'],
  [{ EnvironmentIdentifier: 'nope' }, 'Environment'],
  [{ ConfigurationProfileIdentifier: 'nope' }, 'ConfigurationProfile'],
  [{}, 'Deployment'],
])('startConfigurationSession() says what is missing: %j', async (names, ResourceType) => {
  const { start } = await aPolledShop();
  const error: unknown = await start(names).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'ResourceNotFoundException', ResourceType });
  expect(error).toMatchObject({ ReferencedBy: expect.objectContaining(names) });
});

test.each([14, 86401])(
  'startConfigurationSession() refuses a poll interval of %d seconds',
  async (seconds) => {
    const { start } = await aPolledShop();
    expect(await refusal(start({ RequiredMinimumPollIntervalInSeconds: seconds }))).toContain(
      "'requiredMinimumPollIntervalInSeconds' failed to satisfy constraint",
    );
  },
);

test('getLatestConfiguration() takes a token once', async () => {
  const { deploy, start, poll } = await aPolledShop();
  await deploy({ v: 1 });
  const { InitialConfigurationToken } = await start();
  await poll(InitialConfigurationToken);
  const error: unknown = await poll(InitialConfigurationToken).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    name: 'BadRequestException',
    Reason: 'InvalidParameters',
    Details: { InvalidParameters: { ConfigurationToken: { Problem: 'Corrupted' } } },
  });
  expect(await refusal(poll('made-up'))).toBe('400 BadRequestException: Token not valid');
});

test('getLatestConfiguration() refuses a token after 24 hours, not before', async () => {
  const { deploy, start, poll, clock } = await aPolledShop();
  await deploy({ v: 1 });
  const [first, second] = [await start(), await start()];
  clock.advance(24 * 3600);
  expect(await refusal(poll(first.InitialConfigurationToken))).toBe('no error');
  clock.advance(1);
  const error: unknown = await poll(second.InitialConfigurationToken).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    Details: { InvalidParameters: { ConfigurationToken: { Problem: 'Expired' } } },
  });
});

test('getLatestConfiguration() refuses to be polled earlier than the session asked for; the token stays good', async () => {
  const { deploy, start, poll, clock } = await aPolledShop();
  await deploy({ v: 1 });
  const { InitialConfigurationToken } = await start({ RequiredMinimumPollIntervalInSeconds: 30 });
  const { NextPollConfigurationToken, NextPollIntervalInSeconds } = await poll(InitialConfigurationToken);
  expect(NextPollIntervalInSeconds).toBe(30);
  clock.advance(29);
  expect(await refusal(poll(NextPollConfigurationToken))).toBe('400 BadRequestException: Request too early');
  clock.advance(1);
  expect(await refusal(poll(NextPollConfigurationToken))).toBe('no error');
});

test('getLatestConfiguration() lets early polls pass when it is switched so', async () => {
  const { deploy, start, poll } = await aPolledShop({ switches: { enforcePollInterval: false } });
  await deploy({ v: 1 });
  const { InitialConfigurationToken } = await start({ RequiredMinimumPollIntervalInSeconds: 30 });
  const { NextPollConfigurationToken } = await poll(InitialConfigurationToken);
  expect(await refusal(poll(NextPollConfigurationToken))).toBe('no error');
});

test('getLatestConfiguration() serves flags as clients read them, default variants only', async () => {
  const { data, ids, deploy } = await aPolledShop({}, 'AWS.AppConfig.FeatureFlags');
  const color = { attributes: { color: { constraints: { type: 'string' } } } };
  await deploy({
    version: '1',
    flags: { on: color, off: color, many: color, unused: {} },
    values: {
      on: { enabled: true, color: 'blue' },
      off: { enabled: false, color: 'hidden' },
      many: {
        _variants: [
          {
            name: 'premium',
            enabled: true,
            rule: '(eq $tier "premium")',
            attributeValues: { color: 'gold' },
          },
          { name: 'fallback', enabled: true, attributeValues: { color: 'green' } },
        ],
      },
    },
  });
  expect(await (await aClient(data, ids))()).toBe(
    '{"many":{"_variant":"fallback","color":"green","enabled":true},"off":{"enabled":false},"on":{"color":"blue","enabled":true}}',
  );
});

test('getConfiguration() serves freeform to old clients, and refuses flags', async () => {
  const freeform = await aPolledShop();
  await freeform.deploy({ v: 1 });
  const ask = (ClientConfigurationVersion?: string) =>
    new GetConfigurationCommand({
      Application: 'checkout',
      Environment: 'prod',
      Configuration: 'operations',
      ClientId: 'me',
      ClientConfigurationVersion,
    });
  const answer = await freeform.control.send(ask());
  expect([answer.ConfigurationVersion, Buffer.from(answer.Content ?? []).toString()]).toEqual([
    '1',
    '{"v":1}',
  ]);
  const again = await freeform.control.send(ask('1'));
  expect(Buffer.from(again.Content ?? []).toString()).toBe('');
  const flags = await aPolledShop({}, 'AWS.AppConfig.FeatureFlags');
  await flags.deploy({ version: '1' });
  expect(await refusal(flags.control.send(ask()))).toBe(
    "400 BadRequestException: Feature flag configurations must be accessed via AWS AppConfig Data's GetLatestConfiguration API.",
  );
});

test('a rollback brings everybody back to the last complete document', async () => {
  const { control, data, ids, deploy, clock, setAlarm } = await aPolledShop();
  await deploy({ v: 1 });
  const clients = await Promise.all(Array.from({ length: 20 }, () => aClient(data, ids)));
  const pollAll = () => Promise.all(clients.map((client) => client()));
  await pollAll();
  await deploy({ v: 2 }, await aStrategy(control));
  clock.advance(6 * 60);
  const during = await pollAll();
  expect(during).toContain('{"v":2}');
  setAlarm(ALARM, 'ALARM');
  const after = await pollAll();
  expect(after.map((body, index) => [during[index], body])).toEqual(
    during.map((body) => [body, body === '{"v":2}' ? '{"v":1}' : '']),
  );
});

test('a client outside the share of the very first rollout gets nothing yet', async () => {
  const { control, data, ids, deploy, clock } = await aPolledShop();
  await deploy({ v: 1 }, await aStrategy(control));
  const client = await aClient(data, ids);
  expect(await client()).toBe('');
  clock.advance(10 * 60);
  expect(await client()).toBe('{"v":1}');
});

test('a client never goes back from new to old while a rollout grows, however and whenever it polls', async () => {
  const { control, data, ids, deploy, clock } = await aPolledShop({ switches: { enforceQuotas: false } });
  const steps = fc.array(fc.record({ seconds: fc.integer({ min: 0, max: 200 }), polls: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  });
  const strategy = await aStrategy(control);
  let version = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (moves) => {
      clock.advance(3600);
      await deploy({ v: version });
      version += 1;
      const client = await aClient(data, ids);
      await deploy({ v: version }, strategy);
      let last = '';
      for (const { seconds, polls } of moves) {
        clock.advance(seconds);
        const body = polls ? await client() : '';
        if (last === `{"v":${version}}`) expect(body).toBe('');
        last = body || last;
      }
    }),
    { numRuns: 25 },
  );
});
