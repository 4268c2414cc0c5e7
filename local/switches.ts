/**
 * Where AWS is unknown, contradicts itself, or would be in the way of a test.
 * docs/local-appconfig.md says for each what is known publicly.
 */
export interface LocalSwitches {
  /** The first share is served at minute 0 instead of after the first step. @default false */
  readonly firstStepAtZero: boolean;
  /** What StartDeployment answers for a timed rollout. @default 'DEPLOYING' */
  readonly initialState: 'VALIDATING' | 'DEPLOYING';
  /** How long a deployment is ROLLING_BACK before it is ROLLED_BACK. @default 0 */
  readonly rollbackSeconds: number;
  /** INSUFFICIENT_DATA rolls back as ALARM does. @default false */
  readonly insufficientDataRollsBack: boolean;
  /** A deleted version's number is given again when it was the highest. @default false */
  readonly reuseVersionNumbers: boolean;
  /** Freeform content equal to the latest version makes no new version, as it does for flags. @default false */
  readonly dedupeFreeform: boolean;
  /** A session that asked for a minimum poll interval is refused when it polls earlier. @default true */
  readonly enforcePollInterval: boolean;
  /** A monitor without AlarmRoleArn is refused. @default true */
  readonly requireAlarmRole: boolean;
  /** Deletion protection as new accounts have it: on, 60 minutes. @default true */
  readonly deletionProtection: boolean;
  /** 100 applications; 20 strategies; 100 profiles and 20 environments per application. @default true */
  readonly enforceQuotas: boolean;
}

export const DEFAULT_SWITCHES: LocalSwitches = {
  firstStepAtZero: false,
  initialState: 'DEPLOYING',
  rollbackSeconds: 0,
  insufficientDataRollsBack: false,
  reuseVersionNumbers: false,
  dedupeFreeform: false,
  enforcePollInterval: true,
  requireAlarmRole: true,
  deletionProtection: true,
  enforceQuotas: true,
};
