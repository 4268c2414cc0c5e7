import {
  CreateExtensionAssociationCommand,
  DeleteEnvironmentCommand,
  DeleteExtensionAssociationCommand,
  DeleteHostedConfigurationVersionCommand,
  GetDeploymentCommand,
  ListDeploymentsCommand,
  StartDeploymentCommand,
  StopDeploymentCommand,
  UpdateEnvironmentCommand,
} from '@aws-sdk/client-appconfig';
import type { LocalOptions } from '../../../local/server';
import {
  ALARM,
  START,
  aClient,
  aDeployment,
  aLocalAppConfig,
  aMonitor,
  aProfile,
  aShop,
  aStrategy,
  closeLocalAppConfigs,
  refusal,
  stateOf,
} from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

/** A shop with `{"v":1}` deployed, and a strategy of ten minutes and five of bake. */
async function aDeployedShop(options: LocalOptions = {}) {
  const local = await aLocalAppConfig(options);
  const { control } = local;
  const shop = await aShop(control);
  const ids = { ...shop, ConfigurationProfileId: await aProfile(control, shop.ApplicationId) };
  await aDeployment(control, ids, { content: { v: 1 } });
  const strategy = await aStrategy(control);
  const grow = () => aDeployment(control, ids, { content: { v: 2 }, strategy });
  const get = (DeploymentNumber: number) =>
    control.send(new GetDeploymentCommand({ ...shop, DeploymentNumber }));
  const stop = (DeploymentNumber: number, AllowRevert?: boolean) =>
    control.send(new StopDeploymentCommand({ ...shop, DeploymentNumber, AllowRevert }));
  return { ...local, shop, ids, strategy, grow, get, stop };
}

test('startDeployment() without minutes is complete at once, as AWS answers it', async () => {
  const { get, ids } = await aDeployedShop();
  const deployment = await get(1);
  expect(deployment).toEqual({
    $metadata: expect.objectContaining({ httpStatusCode: 200 }),
    DeploymentStrategyId: expect.stringMatching(/^[a-z0-9]{7}$/),
    ...ids,
    DeploymentNumber: 1,
    ConfigurationName: 'operations',
    ConfigurationLocationUri: 'hosted',
    ConfigurationVersion: '1',
    DeploymentDurationInMinutes: 0,
    GrowthType: 'LINEAR',
    GrowthFactor: 100,
    FinalBakeTimeInMinutes: 0,
    State: 'COMPLETE',
    PercentageComplete: 100,
    StartedAt: new Date(START),
    CompletedAt: new Date(START),
    EventLog: [
      {
        EventType: 'DEPLOYMENT_COMPLETED',
        TriggeredBy: 'APPCONFIG',
        Description: 'Deployment completed instantly',
        OccurredAt: new Date(START),
      },
      {
        EventType: 'DEPLOYMENT_STARTED',
        TriggeredBy: 'USER',
        Description: 'Deployment started',
        OccurredAt: new Date(START),
      },
    ],
  });
});

test("startDeployment() of flags names AppConfig's own extension", async () => {
  const { control, shop } = await aDeployedShop();
  const ConfigurationProfileId = await aProfile(control, shop.ApplicationId, {
    Name: 'flags',
    Type: 'AWS.AppConfig.FeatureFlags',
  });
  const deployment = await aDeployment(
    control,
    { ...shop, ConfigurationProfileId },
    { content: { version: '1' } },
  );
  expect(deployment.AppliedExtensions).toMatchObject([
    { ExtensionId: 'AWS.AppConfig.FeatureFlags', VersionNumber: 1 },
  ]);
});

test("startDeployment() names the extensions that are associated by then: AWS's for EventBridge, with its environment", async () => {
  const { control, shop, grow, get } = await aDeployedShop();
  const { ApplicationId, EnvironmentId } = shop;
  const arn = 'arn:aws:appconfig:us-east-1::extension/AWS.AppConfig.DeploymentNotificationsToEventBridge/1';
  const association = await control.send(
    new CreateExtensionAssociationCommand({
      ExtensionIdentifier: arn,
      ResourceIdentifier: `arn:aws:appconfig:us-east-1:000000000000:application/${ApplicationId}/environment/${EnvironmentId}`,
    }),
  );
  expect(association.ExtensionArn).toBe(arn);
  expect((await grow()).AppliedExtensions).toEqual([
    {
      ExtensionId: 'AWS.AppConfig.DeploymentNotificationsToEventBridge',
      ExtensionAssociationId: association.Id,
      VersionNumber: 1,
      Parameters: {},
    },
  ]);
  expect((await get(1)).AppliedExtensions).toBeUndefined();
  // It goes first, then the environment.
  expect(await refusal(control.send(new DeleteEnvironmentCommand(shop)))).toContain(
    'because there are extensions associated with it',
  );
  await control.send(new DeleteExtensionAssociationCommand({ ExtensionAssociationId: association.Id }));
  await control.send(new DeleteEnvironmentCommand(shop));
});

test.each(['DEPLOYING', 'VALIDATING'] as const)(
  'startDeployment() answers %s when it takes time, as switched',
  async (initialState) => {
    const { grow, get } = await aDeployedShop({ switches: { initialState } });
    const started = await grow();
    expect(started).toMatchObject({ DeploymentNumber: 2, State: initialState, PercentageComplete: 0 });
    expect(await get(2)).toMatchObject({ State: 'DEPLOYING', GrowthFactor: 20, FinalBakeTimeInMinutes: 5 });
  },
);

test('startDeployment() grows with the clock: step by step, bake, complete', async () => {
  const { control, ids, clock, grow } = await aDeployedShop();
  await grow();
  const states: string[] = [];
  for (let minute = 0; minute <= 15; minute += 2.5) {
    states.push(await stateOf(control, ids, 2));
    clock.advance(150);
  }
  expect(states).toEqual([
    'DEPLOYING 0',
    'DEPLOYING 20',
    'DEPLOYING 40',
    'DEPLOYING 60',
    'BAKING 100',
    'BAKING 100',
    'COMPLETE 100',
  ]);
});

test('startDeployment() serves the first share at once when it is switched so', async () => {
  const { control, ids, grow } = await aDeployedShop({ switches: { firstStepAtZero: true } });
  await grow();
  expect(await stateOf(control, ids, 2)).toBe('DEPLOYING 20');
});

test('startDeployment() refuses a second one in the environment until the first has ended', async () => {
  const { clock, grow } = await aDeployedShop();
  await grow();
  expect(await refusal(grow())).toMatch(/^409 ConflictException: .*number 2/);
  clock.advance(15 * 60);
  expect(await refusal(grow())).toBe('no error');
});

test.each([
  [{ ConfigurationVersion: '99' }, /^404 ResourceNotFoundException: .* Version 99 could not be found/],
  [{ ConfigurationProfileId: 'zzzzzzz' }, /^404 ResourceNotFoundException: Configuration Profile/],
  [{ DeploymentStrategyId: 'zzzzzzz' }, /^404 ResourceNotFoundException: DeploymentStrategy with Id zzzzzzz/],
  [{ EnvironmentId: 'zzzzzzz' }, /^404 ResourceNotFoundException: Environment/],
])('startDeployment() says what is missing: %j', async (input, said) => {
  const { control, ids, strategy } = await aDeployedShop();
  const start = { ...ids, ConfigurationVersion: '1', DeploymentStrategyId: strategy, ...input };
  expect(await refusal(control.send(new StartDeploymentCommand(start)))).toMatch(said);
});

test('startDeployment() runs the validators; a new version alone does not', async () => {
  const { control, shop } = await aDeployedShop();
  const Content = JSON.stringify({ type: 'object', required: ['level'] });
  const ConfigurationProfileId = await aProfile(control, shop.ApplicationId, {
    Name: 'checked',
    Validators: [{ Type: 'JSON_SCHEMA', Content }],
  });
  const ids = { ...shop, ConfigurationProfileId };
  expect(await refusal(aDeployment(control, ids, { content: { other: 1 } }))).toContain(
    `400 BadRequestException: Could not build JSON schema from invalid input:\n ${Content}.\n Original error message:\n`,
  );
  expect(await refusal(aDeployment(control, ids, { content: { level: 'info' } }))).toBe('no error');
});

test('startDeployment() keeps a copy: deleting the version changes nothing for clients', async () => {
  const { control, data, ids } = await aDeployedShop();
  await control.send(new DeleteHostedConfigurationVersionCommand({ ...ids, VersionNumber: 1 }));
  expect(await (await aClient(data, ids))()).toBe('{"v":1}');
});

test('listDeployments() is newest first', async () => {
  const { control, shop, grow } = await aDeployedShop();
  await grow();
  const { Items = [] } = await control.send(new ListDeploymentsCommand(shop));
  expect(Items.map(({ DeploymentNumber, State }) => `${DeploymentNumber} ${State}`)).toEqual([
    '2 DEPLOYING',
    '1 COMPLETE',
  ]);
});

test('an alarm rolls back at the minute it is set, and the event log names it', async () => {
  const { clock, grow, get, setAlarm } = await aDeployedShop();
  await grow();
  clock.advance(5 * 60);
  setAlarm(ALARM, 'ALARM');
  clock.advance(60 * 60);
  const { State, CompletedAt, EventLog = [] } = await get(2);
  expect([State, CompletedAt?.toISOString()]).toEqual(['ROLLED_BACK', '2026-01-01T00:05:00.000Z']);
  expect(EventLog.map(({ EventType, TriggeredBy }) => `${EventType} ${TriggeredBy}`)).toEqual([
    'ROLLBACK_COMPLETED APPCONFIG',
    'ROLLBACK_STARTED CLOUDWATCH_ALARM',
    'PERCENTAGE_UPDATED APPCONFIG',
    'PERCENTAGE_UPDATED APPCONFIG',
    'DEPLOYMENT_STARTED USER',
  ]);
  expect(EventLog[1]?.Description).toBe(ALARM);
});

test('an alarm rolls back while baking, by its name alone; after COMPLETE it does not', async () => {
  const { clock, control, ids, grow, setAlarm } = await aDeployedShop();
  await grow();
  clock.advance(12 * 60);
  setAlarm('checkout-prod', 'ALARM');
  expect(await stateOf(control, ids, 2)).toBe('ROLLED_BACK 0');
  setAlarm('checkout-prod', 'OK');
  await grow();
  clock.advance(15 * 60);
  setAlarm('checkout-prod', 'ALARM');
  expect(await stateOf(control, ids, 3)).toBe('COMPLETE 100');
});

test('an alarm that is on at the start rolls back at once; the start itself is still answered', async () => {
  const { control, ids, grow, setAlarm } = await aDeployedShop();
  setAlarm(ALARM, 'ALARM');
  expect((await grow()).State).toBe('DEPLOYING');
  expect(await stateOf(control, ids, 2)).toBe('ROLLED_BACK 0');
});

test('an alarm that the environment does not monitor does nothing, until it does', async () => {
  const { control, shop, ids, grow, setAlarm } = await aDeployedShop();
  const other = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:other';
  setAlarm(other, 'ALARM');
  await grow();
  expect(await stateOf(control, ids, 2)).toBe('DEPLOYING 0');
  await control.send(new UpdateEnvironmentCommand({ ...shop, Monitors: [aMonitor(other)] }));
  expect(await stateOf(control, ids, 2)).toBe('ROLLED_BACK 0');
});

test.each([
  [false, 'DEPLOYING 0'],
  [true, 'ROLLED_BACK 0'],
])(
  'INSUFFICIENT_DATA rolls back only when it is switched so: %s',
  async (insufficientDataRollsBack, state) => {
    const { control, ids, grow, setAlarm } = await aDeployedShop({ switches: { insufficientDataRollsBack } });
    await grow();
    setAlarm(ALARM, 'INSUFFICIENT_DATA');
    expect(await stateOf(control, ids, 2)).toBe(state);
  },
);

test('a rollback can take time: ROLLING_BACK, in which nothing else may start', async () => {
  const { clock, control, ids, grow, setAlarm } = await aDeployedShop({ switches: { rollbackSeconds: 30 } });
  await grow();
  setAlarm(ALARM, 'ALARM');
  expect(await stateOf(control, ids, 2)).toBe('ROLLING_BACK 0');
  expect(await refusal(grow())).toMatch(/^409/);
  clock.advance(30);
  expect(await stateOf(control, ids, 2)).toBe('ROLLED_BACK 0');
});

test('stopDeployment() rolls back what is in progress, in the name of the account', async () => {
  const { data, ids, grow, stop } = await aDeployedShop();
  await grow();
  const stopped = await stop(2);
  expect(stopped.$metadata.httpStatusCode).toBe(202);
  expect(stopped.State).toBe('ROLLED_BACK');
  expect(stopped.EventLog?.[1]).toMatchObject({ EventType: 'ROLLBACK_STARTED', TriggeredBy: 'USER' });
  expect(await (await aClient(data, ids))()).toBe('{"v":1}');
  expect(await refusal(stop(2))).toMatch(/^400 BadRequestException/);
});

test('stopDeployment() reverts a complete one for 72 hours, if it is allowed to', async () => {
  const { data, ids, clock, grow, stop } = await aDeployedShop();
  await grow();
  clock.advance(15 * 60);
  expect(await refusal(stop(2))).toMatch(/^400 BadRequestException/);
  expect(await refusal(stop(1, true))).toMatch(/^400 BadRequestException: .*not the latest/);
  clock.advance(72 * 3600);
  expect((await stop(2, true)).State).toBe('REVERTED');
  expect(await (await aClient(data, ids))()).toBe('{"v":1}');
  clock.advance(1);
  expect(await refusal(stop(1, true))).toMatch(/^400 BadRequestException: .*72 hours/);
});
