import {
  CreateApplicationCommand,
  DeleteApplicationCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-appconfig';
import {
  aDeployment,
  aLocalAppConfig,
  aProfile,
  aShop,
  aStrategy,
  closeLocalAppConfigs,
  refusal,
} from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

async function aTaggedApplication() {
  const local = await aLocalAppConfig();
  const { Id } = await local.control.send(
    new CreateApplicationCommand({ Name: 'shop', Tags: { team: 'a', cost: '1' } }),
  );
  const ResourceArn = `arn:aws:appconfig:us-east-1:000000000000:application/${Id}`;
  const tags = async (arn = ResourceArn) =>
    (await local.control.send(new ListTagsForResourceCommand({ ResourceArn: arn }))).Tags;
  return { ...local, Id, ResourceArn, tags };
}

test('tags are those of the creation, plus those set later, minus those removed', async () => {
  const { control, ResourceArn, tags } = await aTaggedApplication();
  expect(await tags()).toEqual({ team: 'a', cost: '1' });
  await control.send(new TagResourceCommand({ ResourceArn, Tags: { team: 'b', owner: 'ann' } }));
  await control.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['cost', 'owner'] }));
  expect(await tags()).toEqual({ team: 'b' });
});

test('listTagsForResource() takes an ARN with an empty account, as the provider may send it', async () => {
  const { Id, tags } = await aTaggedApplication();
  expect(await tags(`arn:aws:appconfig:us-east-1::application/${Id}`)).toEqual({ team: 'a', cost: '1' });
});

test('listTagsForResource() takes an ARN whose slashes are not encoded', async () => {
  const { url, ResourceArn } = await aTaggedApplication();
  expect(await (await fetch(`${url}/tags/${ResourceArn}`)).json()).toEqual({
    Tags: { team: 'a', cost: '1' },
  });
});

test('listTagsForResource() knows every kind of resource, and no other', async () => {
  const { control, tags } = await aTaggedApplication();
  const { ApplicationId, EnvironmentId } = await aShop(control);
  const ConfigurationProfileId = await aProfile(control, ApplicationId);
  await aDeployment(control, { ApplicationId, EnvironmentId, ConfigurationProfileId }, { content: {} });
  const application = `application/${ApplicationId}`;
  const arn = (resource: string) => `arn:aws:appconfig:us-east-1:000000000000:${resource}`;
  for (const resource of [
    application,
    `${application}/environment/${EnvironmentId}`,
    `${application}/environment/${EnvironmentId}/deployment/1`,
    `${application}/configurationprofile/${ConfigurationProfileId}`,
    `deploymentstrategy/${await aStrategy(control)}`,
  ])
    expect(await tags(arn(resource))).toEqual({});
  for (const resource of [
    'application/zzzzzzz',
    `${application}/environment/zzzzzzz`,
    `${application}/environment/${EnvironmentId}/deployment/9`,
    `${application}/nonsense/${EnvironmentId}`,
    'deploymentstrategy/zzzzzzz',
    'extension/zzzzzzz/1',
    'extensionassociation/zzzzzzz',
    'nonsense',
  ])
    expect(await refusal(tags(arn(resource)))).toMatch(/^404 ResourceNotFoundException/);
  expect(await refusal(tags('arn:aws:s3:::a-bucket-of-mine'))).toMatch(/^400 BadRequestException/);
});

test('tagResource() refuses what breaks a limit', async () => {
  const { control, ResourceArn } = await aTaggedApplication();
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
  const tag = (Tags: Record<string, string>) =>
    refusal(control.send(new TagResourceCommand({ ResourceArn, Tags })));
  expect(await tag({ ['k'.repeat(129)]: 'v' })).toContain('Map keys must have length');
  expect(await tag(many(51))).toContain('Member must have length less than or equal to 50');
  expect(await tag(many(49))).toMatch(/^400 BadRequestException: .*at most 50 tags/);
  expect(await tag(many(48))).toBe('no error');
});

test('tags go with their resource', async () => {
  const { control, Id, inspect, tags } = await aTaggedApplication();
  await control.send(new DeleteApplicationCommand({ ApplicationId: Id }));
  expect(inspect().applications).toEqual([]);
  expect(await refusal(tags())).toMatch(/^404/);
});
