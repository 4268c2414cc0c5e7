import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, fingerprint } from '../../compiler/canonical-json';
import type { JsonObject, Profile } from '../../compiler/project';
import type { DeploymentState } from '../../delivery/deployment-states';
import { setAlarm } from '../../local/alarms/alarms';
import { manualClock } from '../../local/clock';
import type { World } from '../../local/place';
import { rolloutAt } from '../../local/rollout';
import { Sessions, type Session } from '../../local/data-plane/sessions';
import { emptyRegion, type Application, type HostedVersion, type State } from '../../local/state';
import { openStore, type Store } from '../../local/store';
import { DEFAULT_SWITCHES, type LocalSwitches } from '../../local/switches';
import { callDirectly, isChanging, type Input, type Output } from './direct-appconfig';

const ACCOUNT = '000000000000';
const SCOPE = { account: ACCOUNT, region: 'eu-west-1' };
const MINUTE_SECONDS = 60;

/** How the rollouts of one profile grow. */
export interface Pace {
  readonly minutes: number;
  readonly bakeMinutes: number;
}

export interface SimulatedTarget {
  readonly components: readonly string[];
  readonly paces: Readonly<Record<Profile, Pace>>;
  readonly switches: Partial<LocalSwitches>;
  /** Its memory is a folder, so that it can be restarted. */
  readonly isRestarted: boolean;
  /** Earlier states are kept, so that a read can be answered from before the last change. */
  readonly hasStaleReads: boolean;
}

/** A deployment as an observer sees it who knows everything. */
export interface SeenDeployment {
  readonly number: number;
  readonly profile: Profile;
  readonly version: number;
  readonly revision: number;
  readonly state: DeploymentState;
}

/** Where every simulation begins. */
export function aClock(): World['clock'] {
  return manualClock('2026-11-21T12:00:00Z');
}

/** AppConfigs of one clock, minute by minute, so that an alarm that ends meanwhile does so on time. */
export function advanceTogether(all: readonly SimulatedAppConfig[], minutes: number): void {
  for (let left = minutes; left > 0; left -= 1) {
    all[0]?.tick(Math.min(left, 1));
    for (const appConfig of all) appConfig.endDueAlarms();
  }
}

/** The local AppConfig in process, on a clock that only the simulation moves, with people and alarms beside the release. */
export class SimulatedAppConfig {
  private world: World;
  private store: Store;
  private readonly folder: string | undefined;
  private before: string | undefined;
  /** How often anybody changed anything. */
  changes = 0;
  private readonly alarmsEnd: { readonly component: string; readonly at: number }[] = [];

  constructor(
    private readonly target: SimulatedTarget,
    clock = aClock(),
  ) {
    this.folder = target.isRestarted ? mkdtempSync(join(tmpdir(), 'dynconf-faults-')) : undefined;
    this.store = openStore(this.folder);
    this.world = worldOf(this.store, target, clock);
    this.world.state.regions[`${ACCOUNT}/${SCOPE.region}`] = regionOf(target, this.world.clock.now());
  }

  /** One call of whoever; with `isStale` a read is answered from before the last change. */
  send(name: string, input: Input, isStale = false): Output {
    if (isStale && this.before !== undefined && !isChanging(name)) {
      const state = JSON.parse(this.before) as State;
      return callDirectly({ ...this.world, state }, SCOPE, { name, input });
    }
    if (isChanging(name)) this.changes += 1;
    if (this.target.hasStaleReads && isChanging(name)) this.before = JSON.stringify(this.world.state);
    return callDirectly(this.world, SCOPE, { name, input });
  }

  /** Only this AppConfig; several share a clock and are moved together. */
  advance(minutes: number): void {
    advanceTogether([this], minutes);
  }

  /** Moves the clock, which others may share. */
  tick(minutes: number): void {
    this.world.clock.advance(minutes * MINUTE_SECONDS);
  }

  /** What ends by now. */
  endDueAlarms(): void {
    const due = this.alarmsEnd.filter(({ at }) => at <= this.now);
    for (const alarm of due) this.endAlarm(alarm);
  }

  get now(): number {
    return this.world.clock.now();
  }

  fireAlarm(component: string, minutes: number): void {
    setAlarm(this.world, alarmOf(component), 'ALARM');
    this.alarmsEnd.push({ component, at: this.now + minutes * MINUTE_SECONDS * 1000 });
  }

  endAlarms(): void {
    for (const alarm of [...this.alarmsEnd]) this.endAlarm(alarm);
  }

  private endAlarm(alarm: { readonly component: string; readonly at: number }): void {
    this.alarmsEnd.splice(this.alarmsEnd.indexOf(alarm), 1);
    const isStillOn = this.alarmsEnd.some(({ component }) => component === alarm.component);
    if (!isStillOn) setAlarm(this.world, alarmOf(alarm.component), 'OK');
  }

  /** Stopped and started again: what it knows comes from its data folder, and nobody's session survives. */
  restart(): void {
    if (this.folder === undefined) throw new Error('this one has no folder to start again from');
    const { clock } = this.world;
    this.store.save(clock.now());
    this.store = openStore(this.folder);
    this.world = worldOf(this.store, this.target, clock);
  }

  close(): void {
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }

  idsOf(component: string, profile: Profile) {
    return {
      ApplicationId: `app-${component}`,
      EnvironmentId: `env-${component}`,
      ConfigurationProfileId: `${profile}-${component}`,
      DeploymentStrategyId: `pace-${profile}`,
    };
  }

  /** Of both profiles, oldest first. */
  deployments(component: string): SeenDeployment[] {
    const environment = this.application(component).environments[0];
    return (environment?.deployments ?? []).map((deployment) => ({
      number: deployment.number,
      profile: deployment.profileName as Profile,
      version: Number(deployment.configurationVersion),
      revision: revisionIn(this.world.contents.get(deployment.content)),
      state: rolloutAt(deployment.rollout, this.now).state,
    }));
  }

  stored(component: string, profile: Profile): readonly HostedVersion[] {
    return this.application(component).profiles.find(({ name }) => name === profile)?.versions ?? [];
  }

  revisionOf(version: HostedVersion): number {
    return revisionIn(this.world.contents.get(version.content));
  }

  private application(component: string): Application {
    const region = this.world.state.regions[`${ACCOUNT}/${SCOPE.region}`];
    const application = region?.applications.find(({ name }) => name === component);
    if (application === undefined) throw new Error(`there is no ${component}`);
    return application;
  }
}

/** A document that a person can tell apart by one number. */
export function documentOf(profile: Profile, revision: number): JsonObject {
  if (profile === 'operations') return { revision };
  const attributes = { revision: { constraints: { type: 'number' } } };
  return {
    version: '1',
    flags: { 'one-click-pay': { name: 'one-click-pay', attributes } },
    values: { 'one-click-pay': { enabled: true, revision } },
  };
}

const fingerprints = new Map<string, string>();

export function fingerprintOf(profile: Profile, revision: number): string {
  const key = `${profile}/${revision}`;
  const known = fingerprints.get(key) ?? fingerprint(canonicalJson(documentOf(profile, revision)));
  fingerprints.set(key, known);
  return known;
}

const revisions = new WeakMap<Buffer, number>();

function revisionIn(content: Buffer): number {
  const known = revisions.get(content);
  if (known !== undefined) return known;
  const revision = Number(/"revision":(\d+)/.exec(content.toString('utf8'))?.[1]);
  revisions.set(content, revision);
  return revision;
}

export function alarmOf(component: string): string {
  return `arn:aws:cloudwatch:${SCOPE.region}:${ACCOUNT}:alarm:${component}-prod`;
}

function worldOf(store: Store, { switches }: SimulatedTarget, clock: World['clock']): World {
  return {
    state: store.state,
    contents: store.contents,
    sessions: new CountedSessions(),
    clock,
    switches: { ...DEFAULT_SWITCHES, enforcePollInterval: false, ...switches },
  };
}

/** Callers are numbered: on which side of a growing rollout one is must not change from run to run. */
class CountedSessions extends Sessions {
  private readonly counted = new Map<string, { session: Session; issuedAt: number }>();
  private given = 0;

  override start(session: Omit<Session, 'id'>, now: number): string {
    return this.give({ ...session, id: `caller-${this.given}` }, now);
  }

  override find(token: string) {
    return this.counted.get(token);
  }

  override renew(token: string, now: number): string {
    const known = this.counted.get(token);
    if (known === undefined) throw new Error('only a known token is renewed');
    this.counted.delete(token);
    return this.give(known.session, now);
  }

  private give(session: Session, issuedAt: number): string {
    this.given += 1;
    const token = `token-${this.given}`;
    this.counted.set(token, { session, issuedAt });
    return token;
  }
}

function regionOf({ components, paces }: SimulatedTarget, createdAt: number) {
  const strategies = (['flags', 'operations'] as const).map((profile) => ({
    id: `pace-${profile}`,
    name: `prod-${profile}`,
    growthType: 'LINEAR' as const,
    growthFactor: paces[profile].minutes === 0 ? 100 : 20,
    durationMinutes: paces[profile].minutes,
    bakeMinutes: paces[profile].bakeMinutes,
    replicateTo: 'NONE',
  }));
  const applications = components.map((name) => applicationOf(name, createdAt));
  return { ...emptyRegion(ACCOUNT, SCOPE.region), strategies, applications };
}

function applicationOf(name: string, createdAt: number): Application {
  const AlarmRoleArn = `arn:aws:iam::${ACCOUNT}:role/monitor`;
  const profile = (kind: Profile, type: string) => ({
    id: `${kind}-${name}`,
    name: kind,
    type,
    locationUri: 'hosted',
    createdAt,
    versions: [],
    highestVersionNumber: 0,
  });
  const monitors = [{ AlarmArn: alarmOf(name), AlarmRoleArn }];
  return {
    id: `app-${name}`,
    name,
    environments: [{ id: `env-${name}`, name: 'prod', monitors, createdAt, deployments: [] }],
    profiles: [profile('flags', 'AWS.AppConfig.FeatureFlags'), profile('operations', 'AWS.Freeform')],
  };
}
