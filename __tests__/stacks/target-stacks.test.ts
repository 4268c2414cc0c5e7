import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planDelivery } from '../../delivery/pipeline/plan';
import { anAlarm, anAnomalyAlarm, anEnvironment, aStrategy } from '../builders/environment';
import { anOperations } from '../builders/operations';
import { aComponent, aFlagsOnlyComponent, aProject, aTools } from '../builders/project';
import { type SynthesizedProject, withSynthesized } from '../builders/synth';

test('addTargetStacks() applies flags after foundation, and operations after flags', () => {
  withSynthesized(aProject({ components: [aFlagsOnlyComponent()] }), ({ outdir }) => {
    const { stacks } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as Manifest;
    const dependencies = Object.values(stacks).map(({ name, dependencies }) => [name, dependencies]);
    expect(Object.fromEntries(dependencies)).toEqual({
      'beta-us-east-1-foundation': [],
      'beta-us-east-1-flags': ['beta-us-east-1-foundation'],
      'beta-us-east-1-operations': ['beta-us-east-1-foundation', 'beta-us-east-1-flags'],
    });
  });
});

test('addTargetStacks() releases each workload in stacks of its own, on one foundation', () => {
  const components = ['checkout', 'search', 'shared'].map((name) => aComponent({ name }));
  const workloads = { buying: ['checkout', 'shared'], finding: ['search'] };
  withSynthesized(aProject({ components, tools: aTools({ workloads }) }), ({ outdir, stack }) => {
    const { stacks } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as Manifest;
    const ofTarget = Object.values(stacks).filter(({ name }) => name.startsWith('beta-'));
    expect(Object.fromEntries(ofTarget.map(({ name, dependencies }) => [name, dependencies]))).toEqual({
      'beta-us-east-1-foundation': [],
      'beta-us-east-1-buying-flags': ['beta-us-east-1-foundation'],
      'beta-us-east-1-buying-operations': ['beta-us-east-1-foundation', 'beta-us-east-1-buying-flags'],
      'beta-us-east-1-finding-flags': ['beta-us-east-1-foundation'],
      'beta-us-east-1-finding-operations': ['beta-us-east-1-foundation', 'beta-us-east-1-finding-flags'],
    });
    const released = stack('beta-us-east-1-buying-flags');
    const deployed = released.output['deployments']?.value as { component: string; profile: string }[];
    expect(deployed.map(({ component, profile }) => `${component} ${profile}`)).toEqual([
      'checkout flags',
      'shared flags',
    ]);
    expect(JSON.stringify(released)).toContain('npx dynconf redeploy beta-us-east-1-buying-flags --reason');
    expect(released.output['await']?.value).toBe('npx dynconf await beta-us-east-1-buying-flags');
  });
});

/**
 * Terraform destroys what changes its address and creates it anew: for these that means a rollout, a version that is
 * lost, or an alarm that nobody watches. A new line is fine; a changed one needs a `moved` block.
 */
test('addTargetStacks() keeps the addresses of everything that has a state', () => {
  const project = aProject({
    components: [aComponent(), aComponent({ name: 'shared', watchedComponents: ['checkout', 'search'] })],
    environments: [
      anEnvironment({
        name: 'prod',
        alarms: [anAlarm(), anAnomalyAlarm()],
        strategies: { flags: aStrategy(), operations: aStrategy({ bakeMinutes: 9 }) },
      }),
    ],
  });
  withSynthesized(project, (synthesized) => {
    const addresses = ['foundation', 'flags', 'operations'].flatMap((kind) =>
      addressesIn(synthesized, `prod-us-east-1-${kind}`),
    );
    expect(addresses).toMatchInlineSnapshot(`
      [
        "prod-us-east-1-foundation aws_appconfig_application.checkout_Application_089E47F0",
        "prod-us-east-1-foundation aws_appconfig_application.shared_Application_F01E0CB0",
        "prod-us-east-1-foundation aws_appconfig_configuration_profile.checkout_FlagsProfile_2BA6A7C1",
        "prod-us-east-1-foundation aws_appconfig_configuration_profile.checkout_OperationsProfile_0DF449D5",
        "prod-us-east-1-foundation aws_appconfig_configuration_profile.shared_FlagsProfile_25B049C5",
        "prod-us-east-1-foundation aws_appconfig_configuration_profile.shared_OperationsProfile_F5964033",
        "prod-us-east-1-foundation aws_appconfig_deployment_strategy.Strategies_Flags_0C236CD6",
        "prod-us-east-1-foundation aws_appconfig_deployment_strategy.Strategies_Operations_BC15B4D8",
        "prod-us-east-1-foundation aws_appconfig_environment.checkout_Environment_5A507AA2",
        "prod-us-east-1-foundation aws_appconfig_environment.shared_Environment_D87D07BC",
        "prod-us-east-1-foundation aws_cloudwatch_composite_alarm.Alarms_Health_BF76DA08",
        "prod-us-east-1-foundation aws_cloudwatch_composite_alarm.checkout_Monitor_2F99A05C",
        "prod-us-east-1-foundation aws_cloudwatch_composite_alarm.shared_Monitor_8EEEA3E7",
        "prod-us-east-1-foundation aws_cloudwatch_metric_alarm.Alarms_checkout_dynconf-armed-traffic_331DCB86",
        "prod-us-east-1-foundation aws_cloudwatch_metric_alarm.Alarms_checkout_faults_D52A18C0",
        "prod-us-east-1-foundation aws_cloudwatch_metric_alarm.Alarms_checkout_traffic_FE17507C",
        "prod-us-east-1-foundation aws_cloudwatch_metric_alarm.Alarms_search_dynconf-armed-traffic_AB97EDC9",
        "prod-us-east-1-foundation aws_cloudwatch_metric_alarm.Alarms_search_faults_072142AF",
        "prod-us-east-1-foundation aws_cloudwatch_metric_alarm.Alarms_search_traffic_838E47B3",
        "prod-us-east-1-foundation aws_iam_role.AlarmRole_127C4088",
        "prod-us-east-1-foundation aws_iam_role_policy.AlarmRole_Policy_2AD2DDED",
        "prod-us-east-1-flags aws_appconfig_deployment.checkout_Deployment_4C208889",
        "prod-us-east-1-flags aws_appconfig_deployment.shared_Deployment_CF159F4A",
        "prod-us-east-1-flags aws_appconfig_hosted_configuration_version.checkout_Version_909F8B6C",
        "prod-us-east-1-flags aws_appconfig_hosted_configuration_version.shared_Version_E655292E",
        "prod-us-east-1-operations aws_appconfig_deployment.checkout_Deployment_4C208889",
        "prod-us-east-1-operations aws_appconfig_deployment.shared_Deployment_CF159F4A",
        "prod-us-east-1-operations aws_appconfig_hosted_configuration_version.checkout_Version_909F8B6C",
        "prod-us-east-1-operations aws_appconfig_hosted_configuration_version.shared_Version_E655292E",
      ]
    `);
  });
});

test('addTargetStacks() stages validators with their environment: they arrive with its wave, in its foundation', () => {
  const project = aProject({
    components: [aComponent({ operations: anOperations({ schema: { type: 'object' } }) })],
    environments: [anEnvironment(), anEnvironment({ name: 'prod', account: '333333333333' })],
  });
  withSynthesized(project, ({ outdir, stack }) => {
    const withValidator = readdirSync(join(outdir, 'stacks')).filter((name) =>
      JSON.stringify(stack(name)).includes('JSON_SCHEMA'),
    );
    expect(withValidator).toEqual(['beta-us-east-1-foundation', 'prod-us-east-1-foundation']);
  });
  const stages = planDelivery(project).stages.filter(({ kind }) => kind === 'wave');
  for (const { environment, actions } of stages) {
    const deploys = actions.filter(({ stack }) => stack !== undefined);
    expect(deploys.map(({ stack, runOrder }) => [stack, runOrder])).toEqual([
      [`${environment}-us-east-1-foundation`, 2],
      [`${environment}-us-east-1-flags`, 3],
      [`${environment}-us-east-1-operations`, 4],
    ]);
  }
  expect(stages).toHaveLength(2);
});

interface Manifest {
  readonly stacks: Readonly<
    Record<string, { readonly name: string; readonly dependencies: readonly string[] }>
  >;
}

function addressesIn({ stack }: SynthesizedProject, name: string): string[] {
  const resources = Object.entries(stack(name).resource);
  return resources.flatMap(([type, byName]) => Object.keys(byName).map((id) => `${name} ${type}.${id}`));
}
