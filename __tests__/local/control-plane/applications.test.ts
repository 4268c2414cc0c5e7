import {
  CreateApplicationCommand,
  DeleteApplicationCommand,
  DeleteEnvironmentCommand,
  GetApplicationCommand,
  ListApplicationsCommand,
  ListEnvironmentsCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-appconfig';
import {
  aLocalAppConfig,
  aProfile,
  aShop,
  clientsFor,
  closeLocalAppConfigs,
  refusal,
} from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

test('createApplication() gives an id of seven letters and digits, and the tags are not in the answer', async () => {
  const { control } = await aLocalAppConfig();
  const { $metadata, ...application } = await control.send(
    new CreateApplicationCommand({ Name: 'shop', Description: 'd', Tags: { team: 'a' } }),
  );
  expect($metadata.httpStatusCode).toBe(201);
  expect(application).toEqual({ Id: expect.stringMatching(/^[a-z0-9]{7}$/), Name: 'shop', Description: 'd' });
});

test('createApplication() refuses a name that is taken, in the words of AWS', async () => {
  const { control } = await aLocalAppConfig();
  const { Id } = await control.send(new CreateApplicationCommand({ Name: 'shop' }));
  expect(await refusal(control.send(new CreateApplicationCommand({ Name: 'shop' })))).toBe(
    `400 BadRequestException: Application with name shop already exists with id ${Id} in account 000000000000`,
  );
});

test.each([
  [
    { Name: '' },
    "Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [{ Name: 'x'.repeat(65) }, 'Member must have length less than or equal to 64'],
  [{ Name: 'x', Description: 'd'.repeat(1025) }, 'Member must have length less than or equal to 1024'],
  [
    { Name: 'x', Tags: { a: 'v'.repeat(257) } },
    'Member must have length less than or equal to 256'.replace('Member', 'Map value'),
  ],
])('createApplication() refuses what breaks a limit: %#', async (input, message) => {
  const { control } = await aLocalAppConfig();
  const said = await refusal(control.send(new CreateApplicationCommand(input)));
  expect(said).toContain('400 BadRequestException: 1 validation error detected: ');
  expect(said).toContain(message);
});

test('createApplication() refuses number 101 with 402, unless quotas are switched off', async () => {
  const createAll = async (enforceQuotas: boolean) => {
    const { control } = await aLocalAppConfig({ switches: { enforceQuotas } });
    for (let index = 0; index < 100; index++)
      await control.send(new CreateApplicationCommand({ Name: `app-${index}` }));
    return refusal(control.send(new CreateApplicationCommand({ Name: 'one-more' })));
  };
  expect(await createAll(true)).toMatch(/^402 ServiceQuotaExceededException: /);
  expect(await createAll(false)).toBe('no error');
});

test('getApplication() takes a name for the id, and says what is missing as AWS does', async () => {
  const { control } = await aLocalAppConfig();
  const { Id } = await control.send(new CreateApplicationCommand({ Name: 'shop' }));
  expect((await control.send(new GetApplicationCommand({ ApplicationId: 'shop' }))).Id).toBe(Id);
  const missing =
    '404 ResourceNotFoundException: Application with Id zzzzzzz could not be found for account 000000000000.';
  expect(await refusal(control.send(new GetApplicationCommand({ ApplicationId: 'zzzzzzz' })))).toBe(missing);
  expect(await refusal(control.send(new ListEnvironmentsCommand({ ApplicationId: 'zzzzzzz' })))).toBe(
    missing,
  );
});

test('updateApplication() echoes an empty description once, and GetApplication leaves it out', async () => {
  const { control } = await aLocalAppConfig();
  const { Id: ApplicationId } = await control.send(
    new CreateApplicationCommand({ Name: 'shop', Description: 'd' }),
  );
  const updated = await control.send(new UpdateApplicationCommand({ ApplicationId, Description: '' }));
  expect(updated.Description).toBe('');
  expect(await control.send(new GetApplicationCommand({ ApplicationId }))).not.toHaveProperty(
    'Description',
    '',
  );
  const renamed = await control.send(new UpdateApplicationCommand({ ApplicationId, Name: 'store' }));
  expect(renamed).toMatchObject({ Name: 'store' });
});

test('listApplications() gives pages, and refuses a token that it did not give', async () => {
  const { control } = await aLocalAppConfig();
  for (const Name of ['a', 'b', 'c']) await control.send(new CreateApplicationCommand({ Name }));
  const first = await control.send(new ListApplicationsCommand({ MaxResults: 2 }));
  const second = await control.send(
    new ListApplicationsCommand({ MaxResults: 2, NextToken: first.NextToken }),
  );
  expect([first.Items, second.Items].flat().map((item) => item?.Name)).toEqual(['a', 'b', 'c']);
  expect(second.NextToken).toBeUndefined();
  expect(await refusal(control.send(new ListApplicationsCommand({ NextToken: 'bogus' })))).toBe(
    '400 BadRequestException: Invalid nextToken parameter bogus.',
  );
  expect(await refusal(control.send(new ListApplicationsCommand({ MaxResults: 51 })))).toContain(
    "Value '51' at 'maxResults' failed to satisfy constraint",
  );
});

test('deleteApplication() refuses while there are environments, then while there are profiles', async () => {
  const { control } = await aLocalAppConfig();
  const { ApplicationId, EnvironmentId } = await aShop(control);
  await aProfile(control, ApplicationId);
  const remove = () => refusal(control.send(new DeleteApplicationCommand({ ApplicationId })));
  const still = (what: string) =>
    `400 BadRequestException: Cannot delete application ${ApplicationId}, because there are still ${what} existing under it.`;
  expect(await remove()).toBe(still('environments'));
  await control.send(new DeleteEnvironmentCommand({ ApplicationId, EnvironmentId }));
  expect(await remove()).toBe(still('configuration profiles'));
});

test('applications of one account and region are not seen from another', async () => {
  const { control, url } = await aLocalAppConfig();
  await control.send(new CreateApplicationCommand({ Name: 'shop' }));
  const namesSeenBy = async (who: { region?: string; accessKeyId?: string }) => {
    const client = clientsFor(url, who).control;
    const { Items = [] } = await client.send(new ListApplicationsCommand({}));
    client.destroy();
    return Items.map(({ Name }) => Name);
  };
  expect(await namesSeenBy({ region: 'eu-west-1' })).toEqual([]);
  expect(await namesSeenBy({ accessKeyId: '111122223333' })).toEqual([]);
  expect(await namesSeenBy({ accessKeyId: 'anything' })).toEqual(['shop']);
  expect(await namesSeenBy({ accessKeyId: '000000000000' })).toEqual(['shop']);
});
