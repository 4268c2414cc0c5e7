import { AppconfigApplication } from '@cdktf/provider-aws/lib/appconfig-application';
import { AppconfigConfigurationProfile } from '@cdktf/provider-aws/lib/appconfig-configuration-profile';
import { AppconfigDeploymentStrategy } from '@cdktf/provider-aws/lib/appconfig-deployment-strategy';
import { AppconfigEnvironment } from '@cdktf/provider-aws/lib/appconfig-environment';
import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { ResolvedAlarm } from '../../compiler/alarms';
import type { ApplicationResources, TargetResources } from '../../delivery/targets/target-resources';

const READS_ALARMS =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"cloudwatch:DescribeAlarms","Resource":"*"}]}';
const TRUSTS_APPCONFIG =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"appconfig.amazonaws.com"}}]}';

export interface BareApplication {
  readonly application: AppconfigApplication;
  readonly environment: AppconfigEnvironment;
  readonly monitor: CloudwatchCompositeAlarm;
  readonly profiles: Readonly<Record<string, AppconfigConfigurationProfile>>;
}

/** The foundation stack of a target of the fleet, by hand. */
export class BareFoundation extends TerraformStack {
  readonly strategy: AppconfigDeploymentStrategy;
  readonly applications: Readonly<Record<string, BareApplication>>;

  constructor(
    app: Construct,
    id: string,
    { target, tags, strategies, alarms, applications, healthAlarmName = '' }: TargetResources,
  ) {
    super(app, id);
    const { environment, region } = target;
    new LocalBackend(this, { path: `../../../.dynconf/state/${id}.tfstate` });
    new AwsProvider(this, 'Provider', {
      region,
      allowedAccountIds: [environment.account],
      defaultTags: [{ tags: { ...tags, 'dynconf:environment': environment.name } }],
    });
    this.strategy = new AppconfigDeploymentStrategy(new Construct(this, 'Strategies'), 'Flags', {
      name: `${environment.name}-flags-${strategies.flags.growth}-${strategies.flags.factorPercent}`,
      lifecycle: { createBeforeDestroy: true },
      growthType: strategies.flags.growth.toUpperCase(),
      growthFactor: strategies.flags.factorPercent,
      deploymentDurationInMinutes: strategies.flags.durationMinutes,
      finalBakeTimeInMinutes: strategies.flags.bakeMinutes,
      replicateTo: 'NONE',
    });
    const role = addAlarmRole(this, `dynconf-${environment.name}-${region}-alarms`, environment.name);
    const alarmScope = new Construct(this, 'Alarms');
    const metricAlarms = addAlarms(alarmScope, alarms);
    this.applications = Object.fromEntries(
      applications.map((application) => [
        application.component,
        addApplication(this, application, { environment: environment.name, role, metricAlarms }),
      ]),
    );
    const monitors = Object.values(this.applications).map(({ monitor }) => monitor);
    new CloudwatchCompositeAlarm(alarmScope, 'Health', {
      alarmName: healthAlarmName,
      alarmDescription: 'Something in this region is not as it should be: no release starts, no wave goes on',
      alarmRule: monitors.map(({ alarmNameInput }) => `ALARM("${alarmNameInput}")`).join(' OR '),
      actionsEnabled: true,
      dependsOn: monitors,
    });
  }
}

interface AlarmRole {
  readonly role: IamRole;
  readonly policy: IamRolePolicy;
}

function addAlarmRole(stack: TerraformStack, name: string, environment: string): AlarmRole {
  const scope = new Construct(stack, 'AlarmRole');
  const role = new IamRole(scope, 'Role', {
    name,
    description: 'AppConfig reads the alarms that roll a deployment back',
    path: `/dynconf/${environment}/`,
    assumeRolePolicy: TRUSTS_APPCONFIG,
  });
  const policy = new IamRolePolicy(scope, 'Policy', {
    name: 'permissions',
    role: role.name,
    policy: READS_ALARMS,
  });
  return { role, policy };
}

function addAlarms(
  scope: Construct,
  alarms: readonly ResolvedAlarm[],
): ReadonlyMap<string, CloudwatchMetricAlarm> {
  return new Map(
    alarms.map((alarm) => {
      const watched = (scope.node.tryFindChild(alarm.watched) ??
        new Construct(scope, alarm.watched)) as Construct;
      return [alarm.cloudWatchName, addAlarm(watched, alarm)];
    }),
  );
}

function addAlarm(scope: Construct, alarm: ResolvedAlarm): CloudwatchMetricAlarm {
  const { metricName, namespace, period, dimensions, statistic } = metricOf(alarm);
  const common = {
    alarmName: alarm.cloudWatchName,
    alarmDescription: descriptionOf(alarm),
    evaluationPeriods: alarm.periods,
    actionsEnabled: true,
  };
  if (!alarm.anomaly) {
    return new CloudwatchMetricAlarm(scope, alarm.name, {
      ...common,
      treatMissingData: 'notBreaching',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: alarm.threshold ?? 0,
      ...{ metricName, namespace, period, dimensions, statistic },
    });
  }
  return new CloudwatchMetricAlarm(scope, alarm.name, {
    ...common,
    treatMissingData: alarm.missingData,
    comparisonOperator: 'LessThanLowerThreshold',
    thresholdMetricId: 'band',
    metricQuery: [
      {
        id: 'metric',
        returnData: true,
        metric: { metricName, namespace, period, dimensions, stat: statistic },
      },
      {
        id: 'band',
        expression: `ANOMALY_DETECTION_BAND(metric, ${alarm.anomaly.width})`,
        label: 'expected',
        returnData: true,
      },
    ],
  });
}

function descriptionOf({ name, watched, severity, anomaly, isArming }: ResolvedAlarm): string {
  if (isArming)
    return `${name} of ${watched}: no data until the metric has had some. It is neither good nor bad, and only keeps an alarm quiet that has nothing to look at yet`;
  const what = `${name} of ${watched}, severity ${severity}`;
  return anomaly
    ? `${what}. The band is learned from up to two weeks of the metric: before that it is rough, and while there is none the alarm has no data`
    : what;
}

function metricOf({ metric }: ResolvedAlarm) {
  const { name: metricName, namespace, periodSeconds: period, dimensions, statistic } = metric;
  return { metricName, namespace, period, dimensions, statistic };
}

function addApplication(
  stack: TerraformStack,
  { component, name, description, tags, profiles, monitor }: ApplicationResources,
  beside: {
    readonly environment: string;
    readonly role: AlarmRole;
    readonly metricAlarms: ReadonlyMap<string, CloudwatchMetricAlarm>;
  },
): BareApplication {
  if (monitor.type !== 'composite') throw new Error(`${component} has no composite alarm`);
  const { rule = '', children = [] } = monitor.alarms[0] ?? {};
  const scope = new Construct(stack, component);
  const application = new AppconfigApplication(scope, 'Application', { name, description, tags });
  const profile = (id: string, schema: object | undefined) =>
    new AppconfigConfigurationProfile(scope, id, {
      applicationId: application.id,
      name: schema ? 'operations' : 'flags',
      type: schema ? 'AWS.Freeform' : 'AWS.AppConfig.FeatureFlags',
      locationUri: 'hosted',
      tags: { ...tags, 'dynconf:profile': schema ? 'operations' : 'flags' },
      ...(schema && { validator: [{ type: 'JSON_SCHEMA', content: JSON.stringify(schema) }] }),
    });
  const flags = profile('FlagsProfile', undefined);
  const operations = profile('OperationsProfile', profiles[1]?.schema);
  const composite = new CloudwatchCompositeAlarm(scope, 'Monitor', {
    alarmName: monitor.alarmName,
    alarmDescription: 'Rolls back the AppConfig deployment that is in progress',
    alarmRule: rule,
    actionsEnabled: true,
    dependsOn: children.flatMap((child) => beside.metricAlarms.get(child) ?? []),
  });
  const environment = new AppconfigEnvironment(new Construct(scope, 'Environment'), 'Resource', {
    applicationId: application.id,
    name: beside.environment,
    tags,
    monitor: [{ alarmArn: composite.arn, alarmRoleArn: beside.role.role.arn }],
    dependsOn: [beside.role.policy],
  });
  return { application, environment, monitor: composite, profiles: { flags, operations } };
}
