import { CreateApplicationCommand, CreateEnvironmentCommand } from '@aws-sdk/client-appconfig';
import { failedBake } from '../../../release/gate/failed-bake';
import {
  aDeployment,
  aLocalAppConfig,
  aMonitor,
  aProfile,
  closeLocalAppConfigs,
} from '../../builders/a-local-app-config';
import { anAlarm, anEnvironment, aWave } from '../../builders/environment';
import { envOf, putAlarm } from '../../builders/local-alarms';
import { aComponent } from '../../builders/project';

const wave = aWave({ name: 'first', regions: ['us-east-1'], bakeMinutes: 30 });
const environment = anEnvironment({ name: 'local', alarms: [anAlarm()], waves: [wave] });
const places = { environment, wave, components: [aComponent({ flags: [] })] };

afterEach(closeLocalAppConfigs);

test('failedBake() says what went off while a wave baked, until something else is complete there', async () => {
  const appConfig = await aLocalAppConfig();
  const { control, clock } = appConfig;
  const failed = () => failedBake(places, { env: envOf(appConfig) });
  const { Id: ApplicationId = '' } = await control.send(new CreateApplicationCommand({ Name: 'checkout' }));
  const Monitors = [aMonitor('arn:aws:cloudwatch:us-east-1:000000000000:alarm:checkout-local-us-east-1')];
  const made = await control.send(new CreateEnvironmentCommand({ ApplicationId, Name: 'local', Monitors }));
  const ConfigurationProfileId = await aProfile(control, ApplicationId);
  const ids = { ApplicationId, EnvironmentId: made.Id ?? '', ConfigurationProfileId };
  expect(await failed()).toEqual([]);
  await aDeployment(control, ids, { content: { at: 1 } });
  expect(await failed()).toEqual([]);
  clock.advance(60);
  await putAlarm(appConfig, 'checkout-local-us-east-1', 'ALARM');
  clock.advance(60);
  await putAlarm(appConfig, 'checkout-local-us-east-1', 'OK');
  clock.advance(3600);
  expect(await failed()).toEqual([
    expect.stringContaining('local-us-east-1-health in us-east-1 was in ALARM'),
  ]);
  await aDeployment(control, ids, { content: { at: 2 } });
  expect(await failed()).toEqual([]);
});

test('failedBake() is no silence where nobody can be asked', async () => {
  const appConfig = await aLocalAppConfig();
  await appConfig.close();
  await expect(failedBake(places, { env: envOf(appConfig) })).rejects.toMatchObject({ kind: 'prerequisite' });
});
