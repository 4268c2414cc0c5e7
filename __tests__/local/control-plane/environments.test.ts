import {
  CreateEnvironmentCommand,
  GetEnvironmentCommand,
  ListEnvironmentsCommand,
  UpdateEnvironmentCommand,
} from '@aws-sdk/client-appconfig';
import {
  ALARM,
  aDeployment,
  aLocalAppConfig,
  aMonitor,
  aProfile,
  aShop,
  aStrategy,
  closeLocalAppConfigs,
  refusal,
} from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

test('createEnvironment() answers ReadyForDeployment, and leaves out monitors that are not there', async () => {
  const { control } = await aLocalAppConfig();
  const { ApplicationId } = await aShop(control);
  const { $metadata, ...environment } = await control.send(
    new CreateEnvironmentCommand({ ApplicationId, Name: 'beta' }),
  );
  expect($metadata.httpStatusCode).toBe(201);
  expect(environment).toEqual({
    ApplicationId,
    Id: expect.stringMatching(/^[a-z0-9]{7}$/),
    Name: 'beta',
    State: 'ReadyForDeployment',
  });
});

test('createEnvironment() refuses a monitor without a role, unless that is switched off', async () => {
  const monitors = { Name: 'beta', Monitors: [{ AlarmArn: ALARM }] };
  const create = async (requireAlarmRole: boolean) => {
    const { control } = await aLocalAppConfig({ switches: { requireAlarmRole } });
    const { ApplicationId } = await aShop(control);
    return refusal(control.send(new CreateEnvironmentCommand({ ApplicationId, ...monitors })));
  };
  expect(await create(true)).toBe(
    "400 BadRequestException: 1 validation error detected: Value null at 'alarmRoleArn' failed to satisfy constraint: Member must not be null.",
  );
  expect(await create(false)).toBe('no error');
});

test('createEnvironment() refuses six monitors and a name that is taken', async () => {
  const { control } = await aLocalAppConfig();
  const { ApplicationId, EnvironmentId } = await aShop(control);
  const create = (input: object) =>
    refusal(control.send(new CreateEnvironmentCommand({ ApplicationId, Name: 'prod', ...input })));
  expect(await create({ Name: 'beta', Monitors: Array.from({ length: 6 }, () => aMonitor()) })).toContain(
    'Member must have length less than or equal to 5',
  );
  expect(await create({})).toBe(
    `400 BadRequestException: Environment with name prod already exists with id ${EnvironmentId} in application ${ApplicationId} and account 000000000000`,
  );
});

test('updateEnvironment() replaces the whole list of monitors', async () => {
  const { control } = await aLocalAppConfig();
  const ids = await aShop(control);
  const monitors = [aMonitor('arn:aws:cloudwatch:us-east-1:000000000000:alarm:other')];
  await control.send(new UpdateEnvironmentCommand({ ...ids, Monitors: monitors }));
  expect((await control.send(new GetEnvironmentCommand(ids))).Monitors).toEqual(monitors);
  await control.send(new UpdateEnvironmentCommand({ ...ids, Monitors: [] }));
  expect((await control.send(new GetEnvironmentCommand(ids))).Monitors).toBeUndefined();
});

test("environmentState() follows the environment's latest deployment", async () => {
  const { control, clock, setAlarm } = await aLocalAppConfig();
  const { ApplicationId, EnvironmentId } = await aShop(control);
  const ids = {
    ApplicationId,
    EnvironmentId,
    ConfigurationProfileId: await aProfile(control, ApplicationId),
  };
  const state = async () =>
    (await control.send(new ListEnvironmentsCommand({ ApplicationId }))).Items?.[0]?.State;
  await aDeployment(control, ids, { content: { a: 1 }, strategy: await aStrategy(control) });
  expect(await state()).toBe('Deploying');
  clock.advance(15 * 60);
  expect(await state()).toBe('ReadyForDeployment');
  await aDeployment(control, ids, { content: { a: 2 }, strategy: await aStrategy(control) });
  setAlarm(ALARM, 'ALARM');
  expect(await state()).toBe('RolledBack');
});

test('findEnvironment() says what is missing as AWS does', async () => {
  const { control } = await aLocalAppConfig();
  const { ApplicationId } = await aShop(control);
  const missing = new GetEnvironmentCommand({ ApplicationId, EnvironmentId: 'zzzzzzz' });
  expect(await refusal(control.send(missing))).toBe(
    `404 ResourceNotFoundException: Environment with Application Id ${ApplicationId} and Environment Id zzzzzzz could not be found for account 000000000000.`,
  );
});
