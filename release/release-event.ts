import type { Profile } from '../compiler/project';

/** One rollout, as the output `deployments` of a release stack lists it. */
export interface DeploymentReference {
  readonly component: string;
  readonly profile: Profile;
  readonly applicationId: string;
  readonly environmentId: string;
  readonly deploymentNumber: number;
  readonly configurationVersion: string;
}

/** The left column of a log: seven characters at most. */
export type ReleaseStep =
  | 'look'
  | 'gate'
  | 'check'
  | 'init'
  | 'adopt'
  | 'plan'
  | 'keep'
  | 'apply'
  | 'await'
  | 'verify'
  | 'prune'
  | 'destroy';

/** What happens during a release, for a screen or a log; this room knows neither. */
export type ReleaseEvent =
  | { readonly type: 'step'; readonly step: ReleaseStep; readonly detail: string }
  | { readonly type: 'resource'; readonly text: string }
  /** What one look found changed: rollouts of one stack mostly grow in step. */
  | { readonly type: 'rollouts'; readonly changed: readonly RolloutProgress[] }
  | { readonly type: 'warning'; readonly text: string };

export interface RolloutProgress {
  readonly deployment: DeploymentReference;
  readonly state: string;
  readonly percentage: number;
  /** At most this long, if nothing rolls it back. */
  readonly minutesLeft: number;
}

export type OnReleaseEvent = (event: ReleaseEvent) => void;

/** `checkout flags`. */
export function documentName({
  component,
  profile,
}: Pick<DeploymentReference, 'component' | 'profile'>): string {
  return `${component} ${profile}`;
}
