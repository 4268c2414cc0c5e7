import {
  CreateHostedConfigurationVersionCommand,
  DeleteHostedConfigurationVersionCommand,
  GetHostedConfigurationVersionCommand,
  ListHostedConfigurationVersionsCommand,
  type CreateHostedConfigurationVersionCommandInput,
} from '@aws-sdk/client-appconfig';
import type { LocalSwitches } from '../../../local/switches';
import {
  aLocalAppConfig,
  aProfile,
  aShop,
  aVersion,
  closeLocalAppConfigs,
  refusal,
} from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

async function aStore(Type = 'AWS.Freeform', switches: Partial<LocalSwitches> = {}) {
  const { control, clock } = await aLocalAppConfig({ switches });
  const { ApplicationId } = await aShop(control);
  const ids = { ApplicationId, ConfigurationProfileId: await aProfile(control, ApplicationId, { Type }) };
  const create = (input: Partial<CreateHostedConfigurationVersionCommandInput> = {}) =>
    control.send(
      new CreateHostedConfigurationVersionCommand({
        ...ids,
        ContentType: 'application/json',
        Content: Buffer.from('{"a":1}'),
        ...input,
      }),
    );
  return { control, clock, ids, create };
}
const FLAGS = 'AWS.AppConfig.FeatureFlags';
const flags = (enabled: boolean) => ({
  version: '1',
  flags: { pay: { name: 'pay' } },
  values: { pay: { enabled } },
});

test('createHostedConfigurationVersion() answers with headers, and with the content to the byte when it is freeform', async () => {
  const { create, ids, control } = await aStore();
  const text = '{ "text": "${var.x} %{ if } \\" 🦆 \u2028 é" }\r\n';
  const created = await create({ Content: Buffer.from(text), Description: 'sha256:1', VersionLabel: 'v1.0' });
  expect(created).toMatchObject({
    ...ids,
    VersionNumber: 1,
    Description: 'sha256:1',
    VersionLabel: 'v1.0',
    ContentType: 'application/json',
  });
  const stored = await control.send(new GetHostedConfigurationVersionCommand({ ...ids, VersionNumber: 1 }));
  expect(stored).toMatchObject({ VersionNumber: 1, Description: 'sha256:1' });
  expect(Buffer.from(stored.Content ?? []).toString('utf8')).toBe(text);
});

test('createHostedConfigurationVersion() echoes an empty description only at once', async () => {
  const { create, ids, control } = await aStore();
  expect((await create({ Description: '' })).Description).toBe('');
  const stored = await control.send(new GetHostedConfigurationVersionCommand({ ...ids, VersionNumber: 1 }));
  expect(stored.Description).toBeUndefined();
});

test.each<[string, Partial<CreateHostedConfigurationVersionCommandInput>, string]>([
  [
    'no content',
    { Content: Buffer.alloc(0) },
    "400 BadRequestException: 1 validation error detected: Value at 'content' failed to satisfy constraint: Member must not be null",
  ],
  [
    'a byte over 2 MiB',
    { Content: Buffer.alloc(2097153, 'x') },
    '413 PayloadTooLargeException: Content size limit exceeded.',
  ],
  [
    'a label of digits',
    { VersionLabel: '123' },
    "400 BadRequestException: 1 validation error detected: Value '123' at 'versionLabel' failed to satisfy constraint: Member must satisfy regular expression pattern: .*[^0-9].*",
  ],
  [
    'a label that is taken',
    { VersionLabel: 'v1.0' },
    "400 BadRequestException: The version label 'v1.0' has already been assigned to hosted configuration version 1. Please provide a different version label to create your hosted configuration version.",
  ],
  [
    'a stale lock',
    { LatestVersionNumber: 5 },
    '409 ConflictException: Expected latest version 5 does not match actual latest version 1',
  ],
])('createHostedConfigurationVersion() refuses %s', async (_name, input, said) => {
  const { create } = await aStore();
  await create({ VersionLabel: 'v1.0' });
  expect(await refusal(create(input))).toBe(said);
});

test('createHostedConfigurationVersion() takes exactly 2 MiB', async () => {
  const { create } = await aStore();
  expect(await refusal(create({ Content: Buffer.alloc(2097152, 'x'), LatestVersionNumber: 0 }))).toBe(
    'no error',
  );
});

test('createHostedConfigurationVersion() tells the sizes of what is too large', async () => {
  const { create } = await aStore();
  const error: unknown = await create({ Content: Buffer.alloc(9 * 1024 * 1024, 'x') }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({
    name: 'PayloadTooLargeException',
    Measure: 'KILOBYTES',
    Limit: 2048,
    Size: 9216,
  });
});

test('createHostedConfigurationVersion() rewrites flags, so that what is read is not what was sent', async () => {
  const { create } = await aStore(FLAGS);
  const { Content } = await create({ Content: Buffer.from(JSON.stringify(flags(true))) });
  expect(JSON.parse(Buffer.from(Content ?? []).toString('utf8'))).toMatchObject({
    values: { pay: { enabled: true, _createdAt: '2026-01-01T00:00:00Z' } },
  });
});

test('createHostedConfigurationVersion() answers 201 with the latest number when flags did not change', async () => {
  const { control, ids, clock } = await aStore(FLAGS);
  expect(await aVersion(control, ids, flags(true))).toBe(1);
  clock.advance(60);
  expect(await aVersion(control, ids, flags(true))).toBe(1);
  expect(await aVersion(control, ids, flags(false))).toBe(2);
  expect(await aVersion(control, ids, flags(true))).toBe(3);
});

test('createHostedConfigurationVersion() gives equal freeform content a new number, unless it is switched', async () => {
  const numbers = async (dedupeFreeform: boolean) => {
    const { control, ids } = await aStore('AWS.Freeform', { dedupeFreeform });
    return [await aVersion(control, ids, { a: 1 }), await aVersion(control, ids, { a: 1 })];
  };
  expect(await numbers(false)).toEqual([1, 2]);
  expect(await numbers(true)).toEqual([1, 1]);
});

test('createHostedConfigurationVersion() does not give a number twice, unless it is switched', async () => {
  const afterDeletion = async (reuseVersionNumbers: boolean) => {
    const { control, ids } = await aStore('AWS.Freeform', { reuseVersionNumbers });
    const VersionNumber = await aVersion(control, ids, { a: 1 });
    await control.send(new DeleteHostedConfigurationVersionCommand({ ...ids, VersionNumber }));
    return aVersion(control, ids, { a: 2 });
  };
  expect(await afterDeletion(false)).toBe(2);
  expect(await afterDeletion(true)).toBe(1);
});

test('listHostedConfigurationVersions() is newest first and can be asked for labels that begin with something', async () => {
  const { create, control, ids } = await aStore();
  for (const VersionLabel of ['v1', 'v2', 'other']) await create({ VersionLabel });
  const list = async (VersionLabel?: string) => {
    const command = new ListHostedConfigurationVersionsCommand({ ...ids, VersionLabel });
    return (await control.send(command)).Items?.map(({ VersionNumber }) => VersionNumber);
  };
  expect(await list()).toEqual([3, 2, 1]);
  expect(await list('v*')).toEqual([2, 1]);
  expect(await list('v2')).toEqual([2]);
});

test('versionOf() says what is missing as AWS does', async () => {
  const { control, ids } = await aStore();
  const missing = `404 ResourceNotFoundException: Hosted Configuration Version with Application Id ${ids.ApplicationId}, Configuration Profile Id ${ids.ConfigurationProfileId}, and Version 99 could not be found for account 000000000000`;
  const which = { ...ids, VersionNumber: 99 };
  expect(await refusal(control.send(new GetHostedConfigurationVersionCommand(which)))).toBe(missing);
  expect(await refusal(control.send(new DeleteHostedConfigurationVersionCommand(which)))).toBe(missing);
});
