import {
  CreateExtensionAssociationCommand,
  CreateExtensionCommand,
  DeleteExtensionAssociationCommand,
  GetExtensionAssociationCommand,
  ListExtensionAssociationsCommand,
  UpdateExtensionAssociationCommand,
} from '@aws-sdk/client-appconfig';
import { aLocalAppConfig, aShop, closeLocalAppConfigs, refusal } from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

async function anAssociatedShop() {
  const { control } = await aLocalAppConfig();
  const extension = await control.send(
    new CreateExtensionCommand({
      Name: 'notify',
      Actions: { ON_DEPLOYMENT_START: [{ Name: 'n', Uri: 'arn:aws:sns:us-east-1:000000000000:t' }] },
      Parameters: { topic: { Required: true } },
    }),
  );
  const { ApplicationId } = await aShop(control);
  const ResourceIdentifier = `arn:aws:appconfig:us-east-1:000000000000:application/${ApplicationId}`;
  const associate = (Parameters?: Record<string, string>, resource = ResourceIdentifier) =>
    control.send(
      new CreateExtensionAssociationCommand({
        ExtensionIdentifier: extension.Arn,
        ResourceIdentifier: resource,
        Parameters,
      }),
    );
  return { control, extension, ResourceIdentifier, associate };
}

test('createExtensionAssociation() binds a version of an extension to a resource', async () => {
  const { control, extension, ResourceIdentifier, associate } = await anAssociatedShop();
  const { $metadata, ...association } = await associate({ topic: 'a' });
  expect($metadata.httpStatusCode).toBe(201);
  expect(association).toMatchObject({
    ExtensionArn: extension.Arn,
    ResourceArn: ResourceIdentifier,
    ExtensionVersionNumber: 1,
    Parameters: { topic: 'a' },
  });
  const list = new ListExtensionAssociationsCommand({ ResourceIdentifier });
  expect((await control.send(list)).Items).toEqual([
    { Id: association.Id, ExtensionArn: extension.Arn, ResourceArn: ResourceIdentifier },
  ]);
});

test('parameters that are required must be there, at creation and when they change', async () => {
  const { control, extension, associate } = await anAssociatedShop();
  expect(await refusal(associate())).toBe(
    '400 BadRequestException: Extension notify version 1 has required parameters, but no parameters have been supplied',
  );
  const { Id: ExtensionAssociationId } = await associate({ topic: 'a' });
  const update = (Parameters: Record<string, string>) =>
    control.send(new UpdateExtensionAssociationCommand({ ExtensionAssociationId, Parameters }));
  expect(await refusal(update({ other: 'x' }))).toBe(
    `400 BadRequestException: Parameter topic  is required for extension ${extension.Id} version 1, but a value has not been supplied.`,
  );
  expect((await update({ topic: 'b' })).Parameters).toEqual({ topic: 'b' });
});

test('createExtensionAssociation() refuses a resource that is not there; a deleted association is gone', async () => {
  const { control, ResourceIdentifier, associate } = await anAssociatedShop();
  expect(await refusal(associate({ topic: 'a' }, `${ResourceIdentifier}x`))).toMatch(
    /^404 ResourceNotFoundException/,
  );
  const { Id: ExtensionAssociationId } = await associate({ topic: 'a' });
  await control.send(new DeleteExtensionAssociationCommand({ ExtensionAssociationId }));
  expect(await refusal(control.send(new GetExtensionAssociationCommand({ ExtensionAssociationId })))).toMatch(
    /^404/,
  );
});
