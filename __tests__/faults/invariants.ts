import type { Input, Output } from './direct-appconfig';
import type { Touched } from './schedule';
import type { SeenDeployment, SimulatedAppConfig } from './simulated-appconfig';

/** What a release may never do, whatever happens to it. */
export const INVARIANTS = [
  'a green release is served',
  'the served version is stored',
  'the version that a rollback goes back to is stored',
  'what an alarm rolled back is not deployed again by itself',
  'what is served is not deployed again',
  'nobody is waited for in silence',
  'old versions are pruned',
  'no state holds what left',
  'an undisturbed run ends well',
  'a second run does nothing',
  'every refusal is a sentence',
] as const;
export type Invariant = (typeof INVARIANTS)[number];

export class Violation extends Error {
  constructor(
    readonly invariant: Invariant,
    detail: string,
  ) {
    super(`${invariant}: ${detail}`);
    this.name = 'Violation';
  }
}

/** Who makes a call. */
export type Caller = 'release' | 'provider' | 'person';

export interface SeenCall {
  readonly by: Caller;
  readonly operation: string;
  readonly input: Input;
  readonly output: Output;
}

const RUNNING = ['VALIDATING', 'DEPLOYING', 'BAKING', 'ROLLING_BACK'];
const BAD = ['ROLLING_BACK', 'ROLLED_BACK', 'REVERTED'];

/** Watches every change of AppConfig, knowing more than the release does. */
export class Invariants {
  /** The first that was broken. */
  broken: Violation | undefined;
  /** Of the other regions of the environment. */
  elsewhere: readonly Invariants[] = [];
  /** Components that the definitions no longer have. */
  left: ReadonlySet<string> = new Set();
  /** Components that left once: with their versions AppConfig has lost what it knew of their documents. */
  everLeft: ReadonlySet<string> = new Set();
  /** A person says that what was rolled back is good after all. */
  isRedeploy = false;
  /** A read was answered from before the last change: what follows from that is no fault of the release. */
  isMisled = false;
  /** Whose StartDeployment is sent again because its answer was lost: the provider does that by itself. */
  private readonly repeated = new Set<string>();
  /** What was in progress, with what started it, when the process last had the chance to look. */
  private readonly startedBy = new Map<string, { readonly by: Caller; readonly run: number }>();
  private run = 0;
  /** Whose document this run has read as a consumer, and whose a person changed after that. */
  private readonly read = new Set<string>();
  private readonly changedAfterRead = new Set<string>();
  private hasPerson = false;

  constructor(private readonly appConfig: SimulatedAppConfig) {}

  break(invariant: Invariant, detail: string): void {
    this.broken ??= new Violation(invariant, detail);
  }

  /** A process starts that may look at everything that was started before. */
  nextRun(): void {
    this.run += 1;
    this.repeated.clear();
    this.read.clear();
    this.changedAfterRead.clear();
    this.hasPerson = false;
  }

  atRepeat(input: Input): void {
    this.repeated.add(keyOf(input));
  }

  afterCall({ by, operation, input, output }: SeenCall): void {
    if (operation === 'StartConfigurationSession')
      this.read.add(componentOf({ ApplicationId: input['ApplicationIdentifier'] }));
    if (by === 'person') this.afterPerson(componentOf(input));
    if (operation === 'StartDeployment') this.afterStart(by, { input, output });
    if (operation === 'DeleteHostedConfigurationVersion') this.afterDelete(input);
  }

  /** A person was faster than the release could look. */
  private afterPerson(component: string): void {
    this.hasPerson = true;
    if (this.read.has(component)) this.changedAfterRead.add(component);
  }

  /** The provider met a deployment in progress and tries again in silence. */
  atConflict(input: Input): void {
    if (this.isMisled || this.repeated.has(keyOf(input))) return;
    const component = componentOf(input);
    const running = this.appConfig.deployments(component).find(({ state }) => RUNNING.includes(state));
    if (running === undefined) return;
    const { run = 0 } = this.startedBy.get(`${component}/${running.number}`) ?? {};
    if (run < this.run)
      this.break(
        'nobody is waited for in silence',
        `the provider waits for deployment ${running.number} of ${component}, which was there before`,
      );
  }

  private afterStart(
    by: Caller,
    { input, output }: { readonly input: Input; readonly output: Output },
  ): void {
    const component = componentOf(input);
    const number = Number(output['DeploymentNumber']);
    this.startedBy.set(`${component}/${number}`, { by, run: this.run });
    if (by !== 'provider' || this.isRedeploy || this.isMisled || this.repeated.has(keyOf(input))) return;
    const all = this.appConfig.deployments(component);
    const started = all.find((deployment) => deployment.number === number);
    if (started !== undefined && !this.everLeft.has(component)) this.requireNews(component, started, all);
  }

  /** The newest deployment of the same document, here and in other regions, says what became of it. */
  private requireNews(component: string, started: SeenDeployment, all: readonly SeenDeployment[]): void {
    const before = all.filter(
      ({ number, profile }) => number < started.number && profile === started.profile,
    );
    const same = before.filter(({ revision }) => revision === started.revision).at(-1);
    const what = `${component} ${started.profile}: deployment ${started.number} is of revision ${started.revision}`;
    const isBad =
      this.isKnownBad(component, same) ||
      this.elsewhere.some((region) => region.knowsBad(component, started));
    if (isBad) this.break('what an alarm rolled back is not deployed again by itself', what);
    if (same && !BAD.includes(same.state) && same === before.at(-1))
      this.break(
        'what is served is not deployed again',
        `${what}, as deployment ${same.number}, ${same.state}`,
      );
  }

  /** The newest deployment of the same document in this region did not last. */
  private knowsBad(component: string, { profile, revision }: SeenDeployment): boolean {
    const all = this.appConfig.deployments(component);
    const same = all.filter((one) => one.profile === profile && one.revision === revision).at(-1);
    return this.isKnownBad(component, same);
  }

  /** AppConfig can tell only as long as the version is stored. */
  private isKnownBad(component: string, deployment: SeenDeployment | undefined): boolean {
    return deployment !== undefined && BAD.includes(deployment.state) && this.isStored(component, deployment);
  }

  /** What is served, what was served before it, and what is on its way had better not be what was deleted. */
  private afterDelete(input: Input): void {
    const component = componentOf(input);
    if (this.left.has(component)) return;
    const profile = profileOf(input);
    const all = this.appConfig.deployments(component).filter((deployment) => deployment.profile === profile);
    const complete = all.filter(({ state }) => state === 'COMPLETE');
    const running = all.filter(({ state }) => RUNNING.includes(state)).at(-1);
    const [served, before] = [complete.at(-1), complete.at(-2)];
    const isLost = (deployment: SeenDeployment | undefined): boolean =>
      deployment !== undefined &&
      deployment.version === input['VersionNumber'] &&
      !this.isStored(component, deployment);
    const what = `${component} ${profile}: version ${String(input['VersionNumber'])} is deleted`;
    // While something grows, the served version is the one that a rollback goes back to.
    if (isLost(running ? undefined : served)) this.break('the served version is stored', what);
    // A person who takes back a deployment between a look and a deletion makes another one the one before.
    if ((!this.hasPerson && isLost(before)) || isLost(served) || isLost(running))
      this.break('the version that a rollback goes back to is stored', what);
  }

  private isStored(component: string, { version, revision, profile }: SeenDeployment): boolean {
    return this.appConfig
      .stored(component, profile)
      .some((one) => one.number === version && this.appConfig.revisionOf(one) === revision);
  }

  /** The newest ones, and beyond them only what is served, was served before, or is on its way. */
  requirePruned({ component, profile }: Touched, kept: number): void {
    const stored = this.appConfig.stored(component, profile).length;
    if (stored > kept + 3)
      this.break('old versions are pruned', `${component} ${profile}: ${stored} versions are stored`);
  }

  /** At the end of a green run. */
  requireServed({ component, profile }: Touched, wanted: number): void {
    if (this.changedAfterRead.has(component)) return;
    const all = this.appConfig.deployments(component).filter((deployment) => deployment.profile === profile);
    const served = all.filter(({ state }) => state === 'COMPLETE').at(-1)?.revision;
    if (served === wanted) return;
    this.break(
      'a green release is served',
      `${component} ${profile}: served is revision ${served ?? 'none'}, released was ${wanted}`,
    );
  }
}

function keyOf(input: Input): string {
  return `${componentOf(input)}/${String(input['ConfigurationProfileId'])}/${String(input['ConfigurationVersion'])}`;
}

function profileOf({ ConfigurationProfileId }: Input): string {
  return String(ConfigurationProfileId).replace(/-.*$/, '');
}

function componentOf({ ApplicationId }: Input): string {
  return String(ApplicationId).replace(/^app-/, '');
}
