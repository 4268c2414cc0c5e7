import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Profile } from '../compiler/project';
import { AccountProvider } from '../constructs/account-provider';
import { Canary, type CanaryCode } from '../constructs/canary';
import { AlarmRole } from '../constructs/alarm-role';
import { Application } from '../constructs/application';
import { ApplicationEnvironment, type Monitor } from '../constructs/application-environment';
import { DeploymentStrategies } from '../constructs/deployment-strategies';
import { EventExtension } from '../constructs/events/event-extension';
import { HealthNotices } from '../constructs/events/health-notices';
import { environmentMark } from '../constructs/policies/marks';
import { ReaderAccess } from '../constructs/reader-access';
import { RollbackNotices } from '../constructs/events/rollback-notices';
import { RolloutEvents } from '../constructs/events/rollout-events';
import { addStateBackend } from '../constructs/state-backend';
import { TargetAlarms } from '../constructs/target-alarms';
import type { ForwardingResources } from '../delivery/events/event-forwarding';
import type { ApplicationResources, TargetResources } from '../delivery/targets/target-resources';

export interface TargetStackProps {
  readonly resources: TargetResources;
  /** Where AppConfig is when it is not AWS's. @default - AWS */
  readonly endpoint?: string | undefined;
  /** Needed where the target has a canary. */
  readonly canaryCode?: CanaryCode | undefined;
}

/** The ids that a release needs. */
export interface ApplicationIds {
  readonly applicationId: string;
  readonly environmentId: string;
  readonly profileId: string;
}

/** Everything of one target that changes rarely: applications, environments with their monitors, strategies. */
export class FoundationStack extends TerraformStack {
  readonly strategyIds: Readonly<Record<Profile, string>>;
  private readonly applications = new Map<
    string,
    { application: Application; environment: ApplicationEnvironment }
  >();

  constructor(scope: Construct, id: string, { resources, endpoint, canaryCode }: TargetStackProps) {
    super(scope, id);
    const { target, tags, strategies, applications } = resources;
    const { environment, region } = target;
    addStateBackend(this, { backend: environment.backend, owner: environment.name });
    new AccountProvider(this, 'Provider', {
      account: environment.account,
      region,
      tags: { ...tags, ...environmentMark(environment.name) },
      endpoint,
    });
    this.strategyIds = new DeploymentStrategies(this, 'Strategies', {
      namePrefix: environment.name,
      strategies,
    }).ids;
    const monitors = this.addMonitors(resources);
    for (const application of applications) this.addApplication(application, { resources, monitors });
    if (canaryCode) this.addCanary(resources, canaryCode);
    if (resources.forwarding) this.addForwarding(resources.forwarding);
    if (resources.healthAlarms.length > 0) monitors?.alarms.addHealth(resources.healthAlarms);
  }

  /** Throws for an application or profile that the target does not have. */
  findIds(component: string, profile: Profile): ApplicationIds {
    const found = this.applications.get(component);
    if (!found) throw new Error(`${this.node.path} has no application for ${component}`);
    return {
      applicationId: found.application.applicationId,
      environmentId: found.environment.environmentId,
      profileId: found.application.findProfileId(profile),
    };
  }

  private addMonitors(resources: TargetResources): TargetMonitors | undefined {
    const { target, alarms, healthAlarms, permissionsBoundary } = resources;
    if (alarms.length === 0 && healthAlarms.length === 0) return undefined;
    const { environment, region } = target;
    return {
      alarms: new TargetAlarms(this, 'Alarms', { region, alarms, onCall: environment.onCall }),
      role: new AlarmRole(this, 'AlarmRole', { environment: environment.name, region, permissionsBoundary }),
    };
  }

  private addForwarding({ busArn, roleArn, ...rules }: ForwardingResources): void {
    new RolloutEvents(this, 'RolloutEvents', { name: rules.rolloutRuleName, busArn, roleArn });
    new HealthNotices(this, 'HealthNotices', { name: rules.healthRuleName, busArn, roleArn });
  }

  private addCanary(resources: TargetResources, code: CanaryCode): void {
    const { canary, target, permissionsBoundary } = resources;
    if (!canary) return;
    const prefix = arnPrefix(resources);
    const { environment, region } = target;
    const watched = [...this.applications.values()];
    new Canary(this, 'Canary', {
      resources: canary,
      code,
      environment: environment.name,
      account: environment.account,
      region,
      permissionsBoundary,
      configurations: watched.map(
        ({ application, environment: { environmentId } }) =>
          `${prefix}:application/${application.applicationId}/environment/${environmentId}/configuration/*`,
      ),
      dependsOn: watched.flatMap(({ application }) => application.profiles),
    });
  }

  private addApplication(
    application: ApplicationResources,
    { resources, monitors }: { resources: TargetResources; monitors: TargetMonitors | undefined },
  ): void {
    const { environment } = resources.target;
    const built = new Application(this, application.component, application);
    const appEnvironment = new ApplicationEnvironment(built, 'Environment', {
      applicationId: built.applicationId,
      name: environment.name,
      description: environment.description,
      tags: application.tags,
      monitors: monitorsOf(application, built, monitors),
      ...(application.monitor.type === 'composite' && monitors && { dependsOn: [monitors.role.policy] }),
    });
    const { applicationId } = built;
    const { environmentId } = appEnvironment;
    const place = `${arnPrefix(resources)}:application/${applicationId}/environment/${environmentId}`;
    addReader(built, application, { place, permissionsBoundary: resources.permissionsBoundary });
    addNotices(built, application, { environment: appEnvironment, resources });
    this.applications.set(application.component, { application: built, environment: appEnvironment });
  }
}

function arnPrefix({ target: { environment, region } }: TargetResources): string {
  return `arn:aws:appconfig:${region}:${environment.account}`;
}

/** They are of the application, so that they stay with it as long as its documents keep it. */
function addNotices(
  scope: Application,
  { name, notices: { isExtended, rollbacks } }: ApplicationResources,
  { environment, resources }: { environment: ApplicationEnvironment; resources: TargetResources },
): void {
  const { target, forwarding } = resources;
  const { region } = target;
  const { resource } = environment;
  if (isExtended) new EventExtension(scope, 'Events', { region, environmentArn: resource.arn });
  if (!rollbacks) return;
  new RollbackNotices(scope, 'Rollbacks', {
    name: rollbacks.ruleName,
    application: name,
    environment: target.environment.name,
    topics: rollbacks.topics,
    account: target.environment.account,
    roleArn: forwarding?.roleArn,
    dependsOn: [resource],
  });
}

function addReader(
  scope: Application,
  { reader, profiles }: ApplicationResources,
  { place, permissionsBoundary }: { place: string; permissionsBoundary: string | undefined },
): void {
  if (!reader) return;
  const configurations = profiles.map(({ profile }) => [
    profile,
    `${place}/configuration/${scope.findProfileId(profile)}`,
  ]);
  new ReaderAccess(scope, 'Reader', {
    resources: reader,
    configurations: Object.fromEntries(configurations) as Record<string, string>,
    permissionsBoundary,
  });
}

interface TargetMonitors {
  readonly alarms: TargetAlarms;
  readonly role: AlarmRole;
}

function monitorsOf(
  { monitor }: ApplicationResources,
  scope: Construct,
  monitors: TargetMonitors | undefined,
): Monitor[] {
  if (monitor.type === 'named') {
    return monitor.alarmArns.map((alarmArn) => ({ alarmArn, alarmRoleArn: monitor.roleArn }));
  }
  if (monitor.type === 'none' || !monitors) return [];
  const composite = monitors.alarms.addMonitor(scope, monitor.alarms);
  return [{ alarmArn: composite.arn, alarmRoleArn: monitors.role.arn }];
}
