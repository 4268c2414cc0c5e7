import type { Profile } from '../../compiler/project';
import type { AppConfigClients } from '../../release/appconfig/appconfig-clients';
import type { deployStack } from '../../release/deploy/deploy';
import type { redeployStack } from '../../release/deploy/redeploy';
import type { Trunk } from '../../release/deploy/trunk';
import type { Reach } from '../../release/deploy/reach';
import type { ReleaseEvent } from '../../release/release-event';
import { DEPLOYMENT, HOSTED_VERSION } from '../../release/terraform/resource-types';
import type { StackDocument, StackFolder } from '../../release/terraform/stack-folder';
import type { Input, Output } from './direct-appconfig';
import type { SeenCall } from './invariants';
import { stateResources } from './model-state';
import { ModelTerraform } from './model-terraform';
import { Random } from './random';
import type { Act, Schedule, Touched } from './schedule';
import { aClock, advanceTogether, documentOf, fingerprintOf } from './simulated-appconfig';
import { SimulatedRegion } from './simulated-region';
import { Steps } from './steps';

/** The flow under test; a mutant brings its own. */
export interface Flow {
  readonly deployStack: typeof deployStack;
  readonly redeployStack: typeof redeployStack;
}

export type Outcome = 'green' | 'killed' | { readonly error: Error & { readonly kind?: string } };

const MINUTE_MS = 60_000;

/** `green`, `killed`, what kind of refusal, or AWS's own word. */
export function outcomeName(outcome: Outcome): string {
  return typeof outcome === 'string' ? outcome : (outcome.error.kind ?? outcome.error.name);
}

/** What is being released just now. */
interface Current {
  readonly flow: Flow;
  readonly region: SimulatedRegion;
  readonly profile: Profile;
}

interface Process {
  readonly steps: Steps;
  readonly process: AbortController;
  readonly isRedeploy: boolean;
}

/** One environment with its trunk and its regions; processes come and go. */
export class Simulation {
  readonly regions: readonly SimulatedRegion[];
  readonly trace: string[] = [];
  private readonly trunk = new Map<string, number[]>();
  private readonly left = new Set<string>();
  private readonly everLeft = new Set<string>();
  private readonly random: Random;
  private current: Current | undefined;
  private revisions = 0;
  private lastLine = '';
  private times = 0;
  private foreign = 9000;

  constructor(
    readonly schedule: Schedule,
    private readonly isTraced: boolean,
  ) {
    this.random = new Random(schedule.seed ^ 0x5eed);
    const clock = aClock();
    const { random } = this;
    const note = isTraced ? (line: string) => this.note(line) : undefined;
    const nextForeign = (): number => ++this.foreign;
    this.regions = schedule.regions.map(
      (name) => new SimulatedRegion({ name, schedule, clock, random, note, nextForeign }),
    );
    for (const { invariants } of this.regions)
      Object.assign(invariants, { left: this.left, everLeft: this.everLeft });
    for (const { invariants } of this.regions)
      invariants.elsewhere = this.regions
        .map((region) => region.invariants)
        .filter((one) => one !== invariants);
  }

  advance(minutes: number): void {
    advanceTogether(
      this.regions.map(({ appConfig }) => appConfig),
      minutes,
    );
  }

  /** A commit lands, a person decides, and whoever was misled is so no more. */
  begin(act: Pick<Act, 'kind' | 'change' | 'touches'>): void {
    if (act.kind === 'release') this.commit(act);
    for (const { invariants } of this.regions) {
      invariants.isMisled = false;
      invariants.isRedeploy = act.kind === 'redeploy';
    }
  }

  /** What the definitions list: components come and go. */
  documents(): Touched[] {
    const { profiles } = this.schedule;
    return this.components().flatMap((component) => profiles.map((profile) => ({ component, profile })));
  }

  /** What the trunk holds. */
  wanted({ component, profile }: Touched): number {
    return this.trunk.get(`${component}/${profile}`)?.at(-1) ?? 0;
  }

  /** A foundation deletes what left once no release stack holds it; it deletes stored versions by itself. */
  requireGone(): void {
    for (const { invariants, files } of this.regions) {
      const addresses = Object.values(files).flatMap(({ state }) => Object.keys(state.resources));
      const held = addresses.filter((address) => this.left.has(address.split('.')[1] ?? ''));
      if (held.length > 0) invariants.break('no state holds what left', held.join(', '));
    }
  }

  private components(): string[] {
    return this.schedule.target.components.filter((component) => !this.left.has(component));
  }

  private commit({ change, touches }: Pick<Act, 'change' | 'touches'>): void {
    for (const { component } of change === 'leave' ? touches : []) {
      this.left.add(component);
      this.everLeft.add(component);
    }
    if (change === 'none' || change === 'leave') return;
    for (const { component, profile } of touches) {
      this.left.delete(component);
      const name = `${component}/${profile}`;
      const history = this.trunk.get(name) ?? [];
      const before = history.at(-2);
      this.trunk.set(name, [...history, change === 'revert' && before ? before : ++this.revisions]);
    }
  }

  /** What happens again and again is counted, not repeated. */
  note(line: string): void {
    if (!this.isTraced) return;
    this.times = line === this.lastLine ? this.times + 1 : 1;
    if (this.times > 1) this.trace.pop();
    this.trace.push(this.times > 1 ? `${line} (${this.times} times)` : line);
    this.lastLine = line;
  }

  /** A process's steps, with the faults that will happen to them. */
  steps(faults: Act['faults'], process: AbortController): Steps {
    const here = (): SimulatedRegion => this.current?.region ?? this.firstRegion();
    return new Steps(faults, {
      delay: (minutes) => this.advance(minutes),
      alarm: (component, minutes) => here().appConfig.fireAlarm(component, minutes),
      foreign: (component) => here().deployAsPerson(component),
      stopped: (component) => here().stopAsPerson(component),
      restart: () => here().appConfig.restart(),
      interrupt: () => process.abort(),
      rival: () => this.releaseBeside(),
      note: (line) => this.note(line),
    });
  }

  private firstRegion(): SimulatedRegion {
    const [first] = this.regions;
    if (first === undefined) throw new Error('an environment has a region');
    return first;
  }

  /** Who releases at the same time is bound to do some things twice, and may never lose or delete anything. */
  private async releaseBeside(): Promise<void> {
    if (this.current === undefined) return;
    const { region } = this.current;
    const process = new AbortController();
    const steps = this.steps([], process);
    const outcome = await this.release(this.current, { process, steps, isRedeploy: false });
    this.note(`  the second process: ${outcomeName(outcome)}`);
    region.invariants.isMisled = true;
  }

  /** One process releases one stack. */
  async release(current: Current, { steps, process, isRedeploy }: Process): Promise<Outcome> {
    const { flow, region, profile } = current;
    region.invariants.nextRun();
    this.current = current;
    const stack = this.stackOf(region, profile);
    try {
      const act = isRedeploy ? flow.redeployStack : flow.deployStack;
      await act(stack, {
        env: {},
        reason: 'the alarm was wrong',
        trunk: this.trunkOf(region, profile),
        keepVersions: this.schedule.keepVersions,
        pollMilliseconds: this.schedule.pollMinutes * MINUTE_MS,
        signal: process.signal,
        reach: this.reach(stack, current, { steps, process }),
        sleep: (milliseconds) =>
          steps.take({ name: 'sleep', act: () => this.advance(milliseconds / MINUTE_MS) }),
        onEvent: (event) => this.note(`    ${textOf(event)}`),
      });
    } catch (error) {
      return steps.isDead ? 'killed' : { error: error as Error };
    }
    return steps.isDead ? 'killed' : 'green';
  }

  private reach(
    stack: StackFolder,
    { region, profile }: Current,
    { steps, process }: Pick<Process, 'steps' | 'process'>,
  ): Reach {
    const file = region.files[profile];
    const call = (operation: string, input: Input): Promise<Output> =>
      callIn(region, steps, { by: 'provider', operation, input });
    const waitMinute = (): Promise<void> => steps.take({ name: 'provider wait', act: () => this.advance(1) });
    const terraform = new ModelTerraform(stack, {
      file,
      steps,
      random: this.random,
      signal: process.signal,
      provider: { appConfig: region.appConfig, call, waitMinute },
    });
    const connect = ({ region: name }: { readonly region: string }): AppConfigClients =>
      clientsOf(this.regions.find((one) => one.name === name) ?? region, steps);
    return {
      terraform,
      clients: clientsOf(region, steps),
      connect,
      resources: () => steps.take({ name: 'terraform resources', act: () => stateResources(file.state) }),
    };
  }

  /** What the definitions want, as the command line hands it over. */
  private trunkOf({ name }: SimulatedRegion, profile: Profile): Trunk {
    const documents = this.documents().map((document) => ({
      ...document,
      application: document.component,
      fingerprint: fingerprintOf(document.profile, this.wanted(document)),
    }));
    const targets = this.schedule.regions.map((region, order) => ({
      selector: `prod/${region}`,
      region,
      wave: `wave-${order}`,
      order,
      stack: `prod-${region}-${profile}`,
      documents: () => documents,
    }));
    const [here] = targets.filter(({ region }) => region === name);
    if (here === undefined) throw new Error(`nothing is released in ${name}`);
    const others = targets.filter((target) => target !== here);
    return { environment: 'prod', here, others, applicationOf: (component) => component };
  }

  private stackOf({ name: region }: SimulatedRegion, profile: Profile): StackFolder {
    const documents = this.components().map((component): StackDocument => {
      const revision = this.wanted({ component, profile });
      return {
        component,
        profile,
        versionAddress: `${HOSTED_VERSION}.${component}`,
        deploymentAddress: `${DEPLOYMENT}.${component}`,
        fingerprint: fingerprintOf(profile, revision),
        read: () => documentOf(profile, revision),
      };
    });
    return { name: `prod-${region}-${profile}`, folder: '/nowhere', access: { region }, documents };
  }
}

function clientsOf(region: SimulatedRegion, steps: Steps): AppConfigClients {
  const send = (command: { constructor: { name: string }; input: Input }): Promise<Output> => {
    const operation = command.constructor.name.replace(/Command$/, '');
    return callIn(region, steps, { by: 'release', operation, input: command.input });
  };
  return { control: { send }, data: { send }, destroy: () => undefined } as unknown as AppConfigClients;
}

function callIn(region: SimulatedRegion, steps: Steps, call: Omit<SeenCall, 'output'>): Promise<Output> {
  const { by, operation, input } = call;
  let times = 0;
  return steps.take({
    name: `${by} ${operation}`,
    isCall: true,
    act: (isStale) => {
      times += 1;
      region.invariants.isMisled ||= isStale;
      if (times > 1 && operation === 'StartDeployment') region.invariants.atRepeat(input);
      return region.answer(call, isStale);
    },
  });
}

function textOf(event: ReleaseEvent): string {
  if (event.type === 'step') return `${event.step}: ${event.detail}`;
  if (event.type === 'rollouts')
    return event.changed
      .map(({ deployment, state, percentage }) => `${deployment.component} ${state} ${percentage} %`)
      .join(', ');
  return event.text;
}
