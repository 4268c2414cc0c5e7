import { aFlagsOnlyComponent, aProject } from '../builders/project';
import { only, withSynthesized } from '../builders/synth';

test('ReleaseStack gets its ids from its foundation', () => {
  withSynthesized(aProject(), ({ stack }) => {
    const flags = stack('beta-us-east-1-flags');
    const deployment = only(flags, 'aws_appconfig_deployment');
    const remote =
      /^\$\{data\.terraform_remote_state\.cross-stack-reference-input-beta-us-east-1-foundation\.outputs\./;
    for (const id of [
      'application_id',
      'environment_id',
      'configuration_profile_id',
      'deployment_strategy_id',
    ]) {
      expect(deployment[id]).toMatch(remote);
    }
  });
});

test('ReleaseStack puts out which deployments it started, for whoever waits for them', () => {
  withSynthesized(aProject(), ({ stack }) => {
    const { deployments, await: hint } = stack('beta-us-east-1-operations').output;
    const attribute = (name: string) =>
      expect.stringMatching(
        new RegExp(`^\\$\\{aws_appconfig_deployment\\.checkout_Deployment_\\w+\\.${name}\\}$`),
      );
    expect(deployments).not.toHaveProperty('sensitive');
    expect(deployments?.value).toEqual([
      {
        component: 'checkout',
        profile: 'operations',
        applicationId: attribute('application_id'),
        environmentId: attribute('environment_id'),
        deploymentNumber: attribute('deployment_number'),
        configurationVersion: attribute('configuration_version'),
      },
    ]);
    expect(hint?.value).toBe('npx dynconf await beta-us-east-1-operations');
  });
});

test('ReleaseStack is there, and empty, where no component has such a profile', () => {
  withSynthesized(aProject({ components: [aFlagsOnlyComponent()] }), ({ stack }) => {
    const operations = stack('beta-us-east-1-operations');
    expect(operations.resource).toBeUndefined();
    expect(operations.output['deployments']?.value).toEqual([]);
  });
});

test('ReleaseStack holds versions and deployments only', () => {
  withSynthesized(aProject(), ({ stack }) => {
    expect(Object.keys(stack('beta-us-east-1-flags').resource).sort()).toEqual([
      'aws_appconfig_deployment',
      'aws_appconfig_hosted_configuration_version',
    ]);
  });
});
