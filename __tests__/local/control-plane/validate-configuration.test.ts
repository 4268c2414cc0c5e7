import { ValidateConfigurationCommand } from '@aws-sdk/client-appconfig';
import {
  aLocalAppConfig,
  aProfile,
  aShop,
  aVersion,
  closeLocalAppConfigs,
  refusal,
} from '../../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

test('validateConfiguration() runs the validators on one version, and answers 204 without a body', async () => {
  const { control } = await aLocalAppConfig();
  const { ApplicationId } = await aShop(control);
  const ConfigurationProfileId = await aProfile(control, ApplicationId, {
    Validators: [{ Type: 'JSON_SCHEMA', Content: '{"required":["level"]}' }],
  });
  const ids = { ApplicationId, ConfigurationProfileId };
  await aVersion(control, ids, { level: 'info' });
  await aVersion(control, ids, { other: 1 });
  const validate = (ConfigurationVersion: string) =>
    control.send(new ValidateConfigurationCommand({ ...ids, ConfigurationVersion }));
  expect((await validate('1')).$metadata.httpStatusCode).toBe(204);
  expect(await refusal(validate('2'))).toContain("must have required property 'level'");
  expect(await refusal(validate('3'))).toMatch(/^404 ResourceNotFoundException/);
});
