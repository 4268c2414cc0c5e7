import {
  CreateConfigurationProfileCommand,
  DeleteConfigurationProfileCommand,
  DeleteHostedConfigurationVersionCommand,
  GetConfigurationProfileCommand,
  ListConfigurationProfilesCommand,
  UpdateConfigurationProfileCommand,
  type CreateConfigurationProfileCommandInput,
} from '@aws-sdk/client-appconfig';
import {
  aLocalAppConfig,
  aProfile,
  aShop,
  aVersion,
  closeLocalAppConfigs,
  refusal,
} from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

const ROLE = 'arn:aws:iam::000000000000:role/read';

test('createConfigurationProfile() is freeform unless it is told, and keeps validators', async () => {
  const { control } = await aLocalAppConfig();
  const { ApplicationId } = await aShop(control);
  const Validators = [{ Type: 'JSON_SCHEMA' as const, Content: '{not json' }];
  const { $metadata, ...profile } = await control.send(
    new CreateConfigurationProfileCommand({
      ApplicationId,
      Name: 'operations',
      LocationUri: 'hosted',
      Validators,
    }),
  );
  expect($metadata.httpStatusCode).toBe(201);
  expect(profile).toEqual({
    ApplicationId,
    Id: expect.stringMatching(/^[a-z0-9]{7}$/),
    Name: 'operations',
    LocationUri: 'hosted',
    Type: 'AWS.Freeform',
    Validators,
  });
});

test.each<[string, Partial<CreateConfigurationProfileCommandInput>, string]>([
  [
    'an unknown type',
    { Type: 'Custom.Type' },
    '404 ResourceNotFoundException: Invalid type, must be one of: AWS.Freeform, AWS.AppConfig.FeatureFlags',
  ],
  [
    'a Lambda validator without account',
    { Validators: [{ Type: 'LAMBDA', Content: 'not-an-arn' }] },
    '400 BadRequestException: ARN not-an-arn is invalid due to not containing an account ID.',
  ],
  [
    'flags outside the hosted store',
    { LocationUri: 'ssm-parameter://x', Type: 'AWS.AppConfig.FeatureFlags', RetrievalRoleArn: ROLE },
    "400 BadRequestException: ConfigurationProfiles of type 'AWS.AppConfig.FeatureFlags' can only have a locationUri of 'hosted'",
  ],
  [
    'a parameter without role',
    { LocationUri: 'ssm-parameter://x' },
    "400 BadRequestException: 1 validation error detected: Value null at 'retrievalRoleArn' failed to satisfy constraint: Member must not be null if the request has the following uri: ssm-parameter://x",
  ],
  [
    'a role on hosted content',
    { RetrievalRoleArn: ROLE },
    `400 BadRequestException: 1 validation error detected: Value ${ROLE} at 'retrievalRoleArn' failed to satisfy constraint: Member must be null if the request has the following uri: hosted`,
  ],
  [
    'an unknown scheme',
    { LocationUri: 'ftp://x', RetrievalRoleArn: ROLE },
    '400 BadRequestException: The Uri: ftp://x is of an unsupported type',
  ],
  [
    'an S3 location without key',
    { LocationUri: 's3://bucket', RetrievalRoleArn: ROLE },
    '400 BadRequestException: Invalid locationUri s3://bucket',
  ],
])('createConfigurationProfile() refuses %s', async (_name, input, said) => {
  const { control } = await aLocalAppConfig();
  const { ApplicationId } = await aShop(control);
  expect(await refusal(aProfile(control, ApplicationId, input))).toBe(said);
});

test('createConfigurationProfile() refuses three validators, long ones, and a name that is taken', async () => {
  const { control } = await aLocalAppConfig();
  const { ApplicationId } = await aShop(control);
  const schema = { Type: 'JSON_SCHEMA' as const, Content: '{}' };
  expect(await refusal(aProfile(control, ApplicationId, { Validators: [schema, schema, schema] }))).toContain(
    'Member must have length less than or equal to 2',
  );
  const long = { ...schema, Content: ' '.repeat(32769) };
  expect(await refusal(aProfile(control, ApplicationId, { Validators: [long] }))).toContain('32768');
  const id = await aProfile(control, ApplicationId);
  expect(await refusal(aProfile(control, ApplicationId))).toBe(
    `400 BadRequestException: ConfigurationProfile with name operations already exists with id ${id} in application ${ApplicationId} account 000000000000`,
  );
});

test('listConfigurationProfiles() can be asked for one type, and names validators by type', async () => {
  const { control } = await aLocalAppConfig();
  const { ApplicationId } = await aShop(control);
  await aProfile(control, ApplicationId, { Validators: [{ Type: 'JSON_SCHEMA', Content: '{}' }] });
  await aProfile(control, ApplicationId, { Name: 'flags', Type: 'AWS.AppConfig.FeatureFlags' });
  const list = async (Type?: string) =>
    (await control.send(new ListConfigurationProfilesCommand({ ApplicationId, Type }))).Items ?? [];
  expect((await list()).map(({ Name, ValidatorTypes }) => [Name, ValidatorTypes])).toEqual([
    ['operations', ['JSON_SCHEMA']],
    ['flags', undefined],
  ]);
  expect((await list('AWS.AppConfig.FeatureFlags')).map(({ Name }) => Name)).toEqual(['flags']);
});

test('updateConfigurationProfile() changes what is sent and keeps the rest', async () => {
  const { control } = await aLocalAppConfig();
  const { ApplicationId } = await aShop(control);
  const ConfigurationProfileId = await aProfile(control, ApplicationId, { Description: 'before' });
  await control.send(
    new UpdateConfigurationProfileCommand({ ApplicationId, ConfigurationProfileId, Name: 'ops' }),
  );
  const profile = await control.send(
    new GetConfigurationProfileCommand({ ApplicationId, ConfigurationProfileId: 'ops' }),
  );
  expect(profile).toMatchObject({ Id: ConfigurationProfileId, Name: 'ops', Description: 'before' });
});

test('deleteConfigurationProfile() refuses while there are versions', async () => {
  const { control } = await aLocalAppConfig();
  const { ApplicationId } = await aShop(control);
  const ids = { ApplicationId, ConfigurationProfileId: await aProfile(control, ApplicationId) };
  await aVersion(control, ids, { a: 1 });
  const remove = () => refusal(control.send(new DeleteConfigurationProfileCommand(ids)));
  expect(await remove()).toBe(
    `400 BadRequestException: Cannot delete configuration profile ${ids.ConfigurationProfileId} because there are still hosted configuration versions existing under it.`,
  );
  await control.send(new DeleteHostedConfigurationVersionCommand({ ...ids, VersionNumber: 1 }));
  expect(await remove()).toBe('no error');
});
