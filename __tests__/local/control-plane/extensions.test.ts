import {
  CreateExtensionAssociationCommand,
  CreateExtensionCommand,
  DeleteApplicationCommand,
  DeleteExtensionCommand,
  GetExtensionCommand,
  ListExtensionsCommand,
  UpdateExtensionCommand,
  type CreateExtensionCommandInput,
} from '@aws-sdk/client-appconfig';
import { aLocalAppConfig, aShop, closeLocalAppConfigs, refusal } from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

const Actions = { ON_DEPLOYMENT_COMPLETE: [{ Name: 'n', Uri: 'arn:aws:sns:us-east-1:000000000000:t' }] };

async function anExtension() {
  const local = await aLocalAppConfig();
  const create = (input: Partial<CreateExtensionCommandInput> = {}) =>
    local.control.send(
      new CreateExtensionCommand({
        Name: 'notify',
        Actions,
        Parameters: { topic: { Required: true } },
        ...input,
      }),
    );
  const extension = await create();
  return { ...local, create, extension, ExtensionIdentifier: extension.Id ?? '' };
}

test('createExtension() answers version 1, its ARN, and both marks of every parameter', async () => {
  const { extension } = await anExtension();
  expect(extension).toMatchObject({
    Name: 'notify',
    VersionNumber: 1,
    Arn: `arn:aws:appconfig:us-east-1:000000000000:extension/${extension.Id}/1`,
    Actions,
    Parameters: { topic: { Required: true, Dynamic: false } },
  });
});

test('createExtension() answers what is there when nothing changed, and needs a lock when something did', async () => {
  const { create, extension } = await anExtension();
  expect(await create()).toMatchObject({ Id: extension.Id, VersionNumber: 1 });
  const Description = 'changed';
  expect(await refusal(create({ Description }))).toBe(
    '400 BadRequestException: LatestVersionNumber not populated and an extension with name notify already exists.',
  );
  expect(await refusal(create({ Description, LatestVersionNumber: 7 }))).toBe(
    '409 ConflictException: LatestVersionNumber supplied in request 7 does not match latest version 1.',
  );
  expect(await create({ Description, LatestVersionNumber: 1 })).toMatchObject({
    Id: extension.Id,
    VersionNumber: 2,
  });
});

test('createExtension() refuses a parameter that is required and dynamic, and names with a slash', async () => {
  const { create } = await anExtension();
  const Parameters = { invalid: { Required: true, Dynamic: true } };
  expect(await refusal(create({ Name: 'other', Parameters }))).toBe(
    '400 BadRequestException: Extension parameters invalid can not be both required and dynamic',
  );
  expect(await refusal(create({ Name: 'a/b' }))).toContain('regular expression pattern');
});

test('getExtension() takes id, name and ARN; updateExtension() changes one version in place', async () => {
  const { control, create, extension, ExtensionIdentifier } = await anExtension();
  await create({ Description: 'two', LatestVersionNumber: 1 });
  await control.send(
    new UpdateExtensionCommand({ ExtensionIdentifier, VersionNumber: 1, Description: 'one' }),
  );
  const describe = async (identifier: string, VersionNumber?: number) =>
    (await control.send(new GetExtensionCommand({ ExtensionIdentifier: identifier, VersionNumber })))
      .Description;
  expect(await describe(ExtensionIdentifier)).toBe('two');
  expect(await describe('notify')).toBe('two');
  expect(await describe('notify', 1)).toBe('one');
  expect(await describe(extension.Arn ?? '')).toBe('one');
  const { Items = [] } = await control.send(new ListExtensionsCommand({ Name: 'notify' }));
  expect(Items.map(({ VersionNumber }) => VersionNumber)).toEqual([2]);
});

test('deleteExtension() refuses while it is associated; the resource is held too', async () => {
  const { control, ExtensionIdentifier } = await anExtension();
  const { ApplicationId } = await aShop(control);
  const ResourceIdentifier = `arn:aws:appconfig:us-east-1:000000000000:application/${ApplicationId}`;
  const Parameters = { topic: 't' };
  await control.send(
    new CreateExtensionAssociationCommand({ ExtensionIdentifier, ResourceIdentifier, Parameters }),
  );
  expect(await refusal(control.send(new DeleteExtensionCommand({ ExtensionIdentifier })))).toBe(
    `400 BadRequestException: Cannot delete extension ${ExtensionIdentifier}, version 1, for account 000000000000, as there are 1 associations of the extension still existing.`,
  );
  expect(await refusal(control.send(new DeleteApplicationCommand({ ApplicationId })))).toBe(
    `400 BadRequestException: Cannot delete application ${ResourceIdentifier} because there are extensions associated with it. Please remove the extension associations to this application first.`,
  );
});

test('listExtensions() shows the one that AWS wrote for EventBridge, which nobody changes', async () => {
  const { control, extension } = await anExtension();
  const { Items = [] } = await control.send(new ListExtensionsCommand({}));
  expect(Items.map(({ Id }) => Id)).toEqual([
    extension.Id,
    'AWS.AppConfig.DeploymentNotificationsToEventBridge',
  ]);
  const ExtensionIdentifier = Items[1]?.Arn ?? '';
  const authored = await control.send(new GetExtensionCommand({ ExtensionIdentifier }));
  expect(authored).toMatchObject({
    Name: 'AppConfig deployment events to Amazon EventBridge',
    Arn: 'arn:aws:appconfig:us-east-1::extension/AWS.AppConfig.DeploymentNotificationsToEventBridge/1',
  });
  expect(Object.keys(authored.Actions ?? {})).toEqual([
    'ON_DEPLOYMENT_START',
    'ON_DEPLOYMENT_COMPLETE',
    'ON_DEPLOYMENT_ROLLED_BACK',
  ]);
  const change = control.send(new UpdateExtensionCommand({ ExtensionIdentifier, Description: 'mine' }));
  expect(await refusal(change)).toContain('authored by AWS');
  const end = control.send(new DeleteExtensionCommand({ ExtensionIdentifier }));
  expect(await refusal(end)).toContain('authored by AWS');
});
