import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ENVIRONMENT_SCHEMA } from '../../compiler/schemas/environment-schema';
import { anAlarm, anEnvironment } from '../builders/environment';
import { aComponent, aFlagsOnlyComponent, aProject } from '../builders/project';
import { only, withSynthesized } from '../builders/synth';

test('FoundationStack watches each application by one composite alarm, with a role that AppConfig may take on', () => {
  const project = aProject({
    environments: [anEnvironment({ alarms: [anAlarm(), anAlarm({ name: 'slow' })] })],
  });
  withSynthesized(project, ({ stack }) => {
    const foundation = stack('beta-us-east-1-foundation');
    const environment = only(foundation, 'aws_appconfig_environment');
    expect(environment['monitor']).toEqual([
      {
        alarm_arn: expect.stringMatching(/^\$\{aws_cloudwatch_composite_alarm\.checkout_Monitor_.*\.arn\}$/),
        alarm_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.AlarmRole_.*\.arn\}$/),
      },
    ]);
    expect(environment['depends_on']).toEqual([
      expect.stringContaining('aws_iam_role_policy.AlarmRole_Policy'),
    ]);
    expect(only(foundation, 'aws_iam_role')).toMatchObject({
      name: 'dynconf-beta-us-east-1-alarms',
      path: '/dynconf/beta/',
      assume_role_policy: expect.stringContaining('"Service":"appconfig.amazonaws.com"'),
    });
  });
});

test('FoundationStack needs no role and no alarm where nothing is watched', () => {
  withSynthesized(aProject(), ({ stack }) => {
    const types = Object.keys(stack('beta-us-east-1-foundation').resource);
    expect(types.filter((type) => !type.startsWith('aws_appconfig_'))).toEqual([]);
  });
});

test('FoundationStack of local holds AppConfig resources only, with monitors by name', () => {
  const project = aProject({ environments: [anEnvironment({ name: 'local', alarms: [anAlarm()] })] });
  withSynthesized(project, ({ stack }) => {
    const foundation = stack('local-us-east-1-foundation');
    expect(Object.keys(foundation.resource).filter((type) => !type.startsWith('aws_appconfig_'))).toEqual([]);
    expect(only(foundation, 'aws_appconfig_environment')['monitor']).toEqual([
      {
        alarm_arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:checkout-local-us-east-1-faults',
        alarm_role_arn: 'arn:aws:iam::000000000000:role/dynconf-local-alarms',
      },
    ]);
  });
});

test('FoundationStack names the environment as consumers know it, also when its applications are temporary', () => {
  const temporary = { owner: 'ann', expires: '2026-12-01' };
  const project = aProject({ environments: [anEnvironment({ name: 'feat-x', temporary })] });
  withSynthesized(project, ({ stack }) => {
    const foundation = stack('feat-x-us-east-1-foundation');
    expect(only(foundation, 'aws_appconfig_application')['name']).toBe('checkout-feat-x');
    expect(only(foundation, 'aws_appconfig_environment')['name']).toBe('feat-x');
    expect(foundation.provider.aws).toMatchObject([{ default_tags: [{ tags: temporary }] }]);
  });
});

test('FoundationStack marks what policies go by: everything with its environment, a profile with its kind', () => {
  const project = aProject({ environments: [anEnvironment({ name: 'beta', tags: { Product: 'shop' } })] });
  withSynthesized(project, ({ stack }) => {
    const { provider, resource } = stack('beta-us-east-1-foundation');
    expect(provider.aws).toMatchObject([
      { default_tags: [{ tags: { Product: 'shop', 'dynconf:environment': 'beta' } }] },
    ]);
    const profiles = Object.values(resource['aws_appconfig_configuration_profile'] ?? {});
    expect(
      profiles.map(({ name, tags }) => [name, (tags as Record<string, string>)['dynconf:profile']]),
    ).toEqual([
      ['flags', 'flags'],
      ['operations', 'operations'],
    ]);
  });
});

test('FoundationStack gives no resource more tags than AWS takes, whatever an environment may have', () => {
  const { tags: allowed } = ENVIRONMENT_SCHEMA['properties'] as { tags: { maxProperties: number } };
  const tags = Object.fromEntries(
    Array.from({ length: allowed.maxProperties }, (_, index) => [
      `t${index}`,
      index % 2 === 0 ? 'x' : '${component}',
    ]),
  );
  const temporary = { owner: 'ann', expires: '2026-12-01' };
  const project = aProject({ environments: [anEnvironment({ name: 'feat-x', temporary, tags })] });
  withSynthesized(project, ({ stack }) => {
    const { provider, resource } = stack('feat-x-us-east-1-foundation');
    const [{ tags: common } = { tags: {} }] = provider.aws[0]?.['default_tags'] as { tags: object }[];
    const all = Object.values(resource).flatMap((named) => Object.values(named));
    const counts = all.map((each) => Object.keys({ ...common, ...(each['tags'] as object) }).length);
    expect(Math.max(...counts)).toBe(50);
  });
});

test('FoundationStack has profiles for what a component has', () => {
  withSynthesized(aProject({ components: [aFlagsOnlyComponent()] }), ({ stack }) => {
    expect(only(stack('beta-us-east-1-foundation'), 'aws_appconfig_configuration_profile')['name']).toBe(
      'flags',
    );
  });
});

test('FoundationStack has a canary where the environment asks for one, under the monitor of each component', () => {
  const components = [aFlagsOnlyComponent(), aComponent({ name: 'search' })];
  const environments = [anEnvironment({ canary: { everyMinutes: 5 } })];
  withSynthesized(aProject({ components, environments }), ({ outdir, stack }) => {
    const foundation = stack('beta-us-east-1-foundation');
    const canary = only(foundation, 'aws_synthetics_canary');
    expect(canary).toMatchObject({
      name: 'dynconf-beta-us-east-1',
      schedule: { expression: 'rate(5 minutes)' },
      run_config: { environment_variables: { CANARY_COMPONENTS: 'checkout:f search:fo' } },
    });
    const zip = String(canary['zip_file']).replace('${path.module}/', '');
    expect(existsSync(join(outdir, 'stacks', 'beta-us-east-1-foundation', zip))).toBe(true);
    const rules = Object.values(foundation.resource['aws_cloudwatch_composite_alarm'] ?? {}).map(
      (alarm) => alarm['alarm_rule'],
    );
    expect(rules).toContain(
      'ALARM("search-beta-us-east-1-dynconf-canary") OR (ALARM("beta-us-east-1-canary") AND NOT INSUFFICIENT_DATA("beta-us-east-1-dynconf-armed-canary"))',
    );
  });
});

test('FoundationStack of local has no canary: this machine has no CloudWatch', () => {
  const environments = [anEnvironment({ name: 'local', canary: { everyMinutes: 5 } })];
  withSynthesized(aProject({ environments }), ({ stack }) => {
    const types = Object.keys(stack('local-us-east-1-foundation').resource);
    expect(types.filter((type) => !type.startsWith('aws_appconfig_'))).toEqual([]);
  });
});

test('FoundationStack lets readers read one profile of one application, by its ids', () => {
  const readers = { roles: ['arn:aws:iam::444444444444:role/shop'] };
  const project = aProject({
    components: [aFlagsOnlyComponent()],
    environments: [anEnvironment({ readers })],
  });
  withSynthesized(project, ({ stack }) => {
    const policy = only(stack('beta-us-east-1-foundation'), 'aws_iam_policy');
    const { Statement } = JSON.parse(String(policy['policy'])) as { Statement: { Resource: string }[] };
    expect(
      Statement.map(({ Resource }) => Resource.replaceAll(/\$\{([a-z_]+)[^}]*\.(\w+)\}/g, '$1.$2')),
    ).toEqual([
      'arn:aws:appconfig:us-east-1:111111111111:application/aws_appconfig_application.id' +
        '/environment/aws_appconfig_environment.environment_id' +
        '/configuration/aws_appconfig_configuration_profile.configuration_profile_id',
    ]);
  });
});

test('FoundationStack limits roles by a boundary only where an access stack makes one', () => {
  const environments = [anEnvironment({ alarms: [anAlarm()] })];
  withSynthesized(aProject({ environments }), ({ stack }) => {
    expect(only(stack('beta-us-east-1-foundation'), 'aws_iam_role')).not.toHaveProperty(
      'permissions_boundary',
    );
  });
});
