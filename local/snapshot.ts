import type { DeploymentState } from '../delivery/deployment-states';
import { knownAlarms, type KnownAlarm } from './alarms/alarms';
import { environmentState } from './control-plane/environments';
import type { World } from './place';
import { rolloutAt } from './rollout';
import type { Region } from './state';

export interface DeploymentSnapshot {
  readonly number: number;
  readonly profile: string;
  readonly configurationVersion: string;
  readonly state: DeploymentState;
  readonly percentage: number;
}

export interface EnvironmentSnapshot {
  readonly name: string;
  readonly id: string;
  readonly state: string;
  readonly deployments: readonly DeploymentSnapshot[];
}

export interface ApplicationSnapshot {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly id: string;
  readonly environments: readonly EnvironmentSnapshot[];
  readonly profiles: readonly {
    readonly name: string;
    readonly id: string;
    readonly versions: readonly number[];
  }[];
}

/** What is there right now, for tests and curious people. */
export interface Snapshot {
  readonly now: string;
  readonly applications: readonly ApplicationSnapshot[];
  readonly alarms: readonly KnownAlarm[];
}

export function snapshot(world: World): Snapshot {
  const now = world.clock.now();
  const applications = Object.values(world.state.regions).flatMap((region) => applicationsOf(region, now));
  return { now: new Date(now).toISOString(), applications, alarms: knownAlarms(world) };
}

function applicationsOf(region: Region, now: number): ApplicationSnapshot[] {
  return region.applications.map(({ id, name, environments, profiles }) => ({
    account: region.account,
    region: region.name,
    name,
    id,
    environments: environments.map((environment) => ({
      name: environment.name,
      id: environment.id,
      state: environmentState(environment, now),
      deployments: environment.deployments.map(({ number, profileName, configurationVersion, rollout }) => {
        const { state, percentage } = rolloutAt(rollout, now);
        return { number, profile: profileName, configurationVersion, state, percentage };
      }),
    })),
    profiles: profiles.map((profile) => ({
      name: profile.name,
      id: profile.id,
      versions: profile.versions.map(({ number }) => number),
    })),
  }));
}
