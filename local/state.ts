import type { GrowthStep } from '../delivery/targets/growth';

/** Everything the local AppConfig remembers; plain JSON, so that it can be kept in a file. */
export interface State {
  /** `account/region` → what lives there; nothing is shared between them. */
  readonly regions: Record<string, Region>;
  readonly alarms: AlarmSetting[];
  /** All that was set, oldest first; absent in data folders of earlier versions. */
  alarmHistory?: AlarmSetting[];
}

export interface Region {
  readonly account: string;
  readonly name: string;
  readonly applications: Application[];
  readonly strategies: DeploymentStrategy[];
  readonly extensions: Extension[];
  readonly associations: ExtensionAssociation[];
  /** Resource path of the ARN, e.g. `application/abc1234` → tags. */
  readonly tags: Record<string, Record<string, string>>;
  deletionProtection: { enabled: boolean; periodMinutes: number };
}

export interface Application {
  readonly id: string;
  name: string;
  description?: string | undefined;
  readonly environments: Environment[];
  readonly profiles: ConfigurationProfile[];
}

export interface Monitor {
  readonly AlarmArn: string;
  readonly AlarmRoleArn?: string;
}

export interface Environment {
  readonly id: string;
  name: string;
  description?: string | undefined;
  monitors: readonly Monitor[];
  readonly createdAt: number;
  lastPolledAt?: number | undefined;
  /** Oldest first; a deployment's number is its place, from 1. */
  readonly deployments: Deployment[];
}

export interface Validator {
  readonly Type: string;
  readonly Content: string;
}

export interface ConfigurationProfile {
  readonly id: string;
  name: string;
  description?: string | undefined;
  readonly locationUri: string;
  readonly type: string;
  retrievalRoleArn?: string | undefined;
  kmsKeyIdentifier?: string | undefined;
  validators?: readonly Validator[] | undefined;
  readonly createdAt: number;
  lastPolledAt?: number | undefined;
  /** Oldest first. */
  readonly versions: HostedVersion[];
  highestVersionNumber: number;
}

export interface HostedVersion {
  readonly number: number;
  readonly contentType: string;
  readonly description?: string | undefined;
  readonly versionLabel?: string | undefined;
  /** SHA-256 of the content, which is kept apart from the state. */
  readonly content: string;
}

export interface DeploymentStrategy {
  readonly id: string;
  readonly name: string;
  description?: string | undefined;
  growthType: 'LINEAR' | 'EXPONENTIAL';
  growthFactor: number;
  durationMinutes: number;
  bakeMinutes: number;
  readonly replicateTo: string;
}

/** How a deployment goes on by itself, and how it was ended before that. Its state at any time follows from this. */
export interface Rollout {
  readonly startedAt: number;
  readonly durationMinutes: number;
  readonly bakeMinutes: number;
  readonly steps: readonly GrowthStep[];
  rolledBack?: {
    readonly at: number;
    readonly doneAt: number;
    readonly by: 'USER' | 'CLOUDWATCH_ALARM';
    readonly cause: string;
  };
  revertedAt?: number;
}

export interface Deployment {
  readonly number: number;
  readonly strategy: DeploymentStrategy;
  readonly profileId: string;
  readonly profileName: string;
  readonly profileType: string;
  readonly locationUri: string;
  readonly configurationVersion: string;
  readonly versionLabel?: string | undefined;
  readonly description?: string | undefined;
  readonly kmsKeyIdentifier?: string | undefined;
  /** The deployed copy: deleting the hosted version later changes nothing for clients. */
  readonly content: string;
  readonly contentType: string;
  readonly rollout: Rollout;
  /** What was associated when it started; absent in data folders of earlier versions. */
  readonly extensions?: readonly AppliedExtension[];
}

/** As GetDeployment answers it. */
export interface AppliedExtension {
  readonly ExtensionId: string;
  readonly ExtensionAssociationId: string;
  readonly VersionNumber: number;
  readonly Parameters: Readonly<Record<string, string>>;
}

export interface ExtensionAction {
  readonly Name?: string;
  readonly Description?: string;
  readonly Uri?: string;
  readonly RoleArn?: string;
}

export interface ExtensionParameter {
  readonly Description?: string;
  readonly Required: boolean;
  readonly Dynamic: boolean;
}

export interface Extension {
  readonly id: string;
  readonly name: string;
  readonly versionNumber: number;
  description?: string | undefined;
  actions: Readonly<Record<string, readonly ExtensionAction[]>>;
  parameters?: Readonly<Record<string, ExtensionParameter>> | undefined;
}

export interface ExtensionAssociation {
  readonly id: string;
  readonly extensionId: string;
  readonly extensionVersionNumber: number;
  readonly resourceArn: string;
  parameters?: Readonly<Record<string, string>> | undefined;
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** An alarm's state as it was set by hand; the latest that fits an ARN counts. */
export interface AlarmSetting {
  readonly nameOrArn: string;
  readonly state: AlarmState;
  /** When it came into this state; absent in data folders of earlier versions. */
  readonly since?: number;
}

export function emptyRegion(account: string, name: string): Region {
  return {
    account,
    name,
    applications: [],
    strategies: [],
    extensions: [],
    associations: [],
    tags: {},
    deletionProtection: { enabled: true, periodMinutes: 60 },
  };
}
