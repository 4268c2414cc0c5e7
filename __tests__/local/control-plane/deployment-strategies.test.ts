import {
  DeleteDeploymentStrategyCommand,
  GetDeploymentStrategyCommand,
  ListDeploymentStrategiesCommand,
  UpdateDeploymentStrategyCommand,
} from '@aws-sdk/client-appconfig';
import { aLocalAppConfig, aStrategy, closeLocalAppConfigs, refusal } from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

test('listDeploymentStrategies() lists own ones first, then the four of AWS', async () => {
  const { control } = await aLocalAppConfig();
  await aStrategy(control);
  const { Items = [] } = await control.send(new ListDeploymentStrategiesCommand({}));
  const lines = Items.map((item) =>
    [
      item.Name,
      item.GrowthType,
      item.GrowthFactor,
      item.DeploymentDurationInMinutes,
      item.FinalBakeTimeInMinutes,
    ].join(' '),
  );
  expect(lines).toEqual([
    'slow LINEAR 20 10 5',
    'AppConfig.AllAtOnce LINEAR 100 0 10',
    'AppConfig.Linear50PercentEvery30Seconds LINEAR 50 1 1',
    'AppConfig.Canary10Percent20Minutes EXPONENTIAL 10 20 10',
    'AppConfig.Linear20PercentEvery6Minutes LINEAR 20 30 30',
  ]);
});

test.each([
  [{ GrowthFactor: 0.5 }, "Value '0.5' at 'growthFactor'"],
  [{ GrowthFactor: 101 }, 'Member must have value less than or equal to 100'],
  [{ DeploymentDurationInMinutes: 1441 }, 'Member must have value less than or equal to 1440'],
  [{ FinalBakeTimeInMinutes: -1 }, 'Member must have value greater than or equal to 0'],
  [{ Name: '' }, "Value '' at 'name'"],
  [{ GrowthType: 'CUBIC' as 'LINEAR' }, 'Member must satisfy enum value set: [LINEAR, EXPONENTIAL]'],
])('createDeploymentStrategy() refuses what breaks a limit: %j', async (input, said) => {
  const { control } = await aLocalAppConfig();
  expect(await refusal(aStrategy(control, input))).toContain(said);
});

test('createDeploymentStrategy() takes a name twice, and refuses number 21', async () => {
  const { control } = await aLocalAppConfig();
  for (let index = 0; index < 20; index++) await aStrategy(control);
  expect(await refusal(aStrategy(control))).toMatch(/^402 ServiceQuotaExceededException: /);
});

test('updateDeploymentStrategy() changes what is sent; the strategies of AWS it refuses', async () => {
  const { control } = await aLocalAppConfig();
  const DeploymentStrategyId = await aStrategy(control);
  const changed = await control.send(
    new UpdateDeploymentStrategyCommand({ DeploymentStrategyId, GrowthFactor: 25.5 }),
  );
  expect(changed).toMatchObject({ GrowthFactor: 25.5, DeploymentDurationInMinutes: 10 });
  const predefined = { DeploymentStrategyId: 'AppConfig.AllAtOnce' };
  expect(await refusal(control.send(new UpdateDeploymentStrategyCommand(predefined)))).toBe(
    '400 BadRequestException: Cannot update predefined Deployment Strategy AppConfig.AllAtOnce',
  );
  expect(await refusal(control.send(new DeleteDeploymentStrategyCommand(predefined)))).toBe(
    '400 BadRequestException: Cannot delete predefined Deployment Strategy AppConfig.AllAtOnce.',
  );
});

test('deleteDeploymentStrategy() answers the misspelt path of the SDK, and the right one', async () => {
  const { control, url } = await aLocalAppConfig();
  const [first, second] = [await aStrategy(control), await aStrategy(control)];
  await control.send(new DeleteDeploymentStrategyCommand({ DeploymentStrategyId: first }));
  expect((await fetch(`${url}/deploymentstrategies/${second}`, { method: 'DELETE' })).status).toBe(204);
  expect(await refusal(control.send(new GetDeploymentStrategyCommand({ DeploymentStrategyId: first })))).toBe(
    `404 ResourceNotFoundException: DeploymentStrategy with Id ${first} could not be found.`,
  );
});
