import type { Profile } from '../../compiler/project';
import { canonicalJson } from '../../compiler/canonical-json';
import type { AppConfigClients } from '../../release/appconfig-clients';
import type { deployStack } from '../../release/deploy';
import type { redeployStack } from '../../release/redeploy';
import type { Trunk } from '../../release/trunk';
import type { Reach } from '../../release/reach';
import type { ReleaseEvent } from '../../release/release-event';
import { DEPLOYMENT, HOSTED_VERSION, type StackDocument, type StackFolder } from '../../release/stack-folder';
import { type Input, type Output, isChanging } from './direct-appconfig';
import { type Caller, Invariants, type SeenCall } from './invariants';
import { EMPTY_STATE, type StateFile, stateResources } from './model-state';
import { ModelTerraform } from './model-terraform';
import { Random } from './random';
import type { Act, Schedule, Touched } from './schedule';
import { SimulatedAppConfig, documentOf, fingerprintOf } from './simulated-appconfig';
import { Steps } from './steps';

/** The flow under test; a mutant brings its own. */
export interface Flow {
  readonly deployStack: typeof deployStack;
  readonly redeployStack: typeof redeployStack;
}

export type Outcome = 'green' | 'killed' | { readonly error: Error & { readonly kind?: string } };

const MINUTE_MS = 60_000;
const REGION = 'eu-west-1';

/** `green`, `killed`, what kind of refusal, or AWS's own word. */
export function outcomeName(outcome: Outcome): string {
  return typeof outcome === 'string' ? outcome : (outcome.error.kind ?? outcome.error.name);
}

/** One target with its trunk, its states and its AppConfig; processes come and go. */
export class Simulation {
  readonly appConfig: SimulatedAppConfig;
  readonly invariants: Invariants;
  readonly trace: string[] = [];
  private readonly trunk = new Map<string, number[]>();
  private readonly files: Record<Profile, StateFile>;
  private readonly random: Random;
  private current: { readonly flow: Flow; readonly profile: Profile } | undefined;
  private revisions = 0;
  /** Persons are not the trunk: what they deploy is told apart. */
  private foreign = 9000;

  constructor(
    readonly schedule: Schedule,
    private readonly isTraced: boolean,
  ) {
    this.appConfig = new SimulatedAppConfig(schedule.target);
    this.invariants = new Invariants(this.appConfig);
    this.random = new Random(schedule.seed ^ 0x5eed);
    const file = (): StateFile => ({ state: EMPTY_STATE, isWrittenAlong: schedule.isStateWrittenAlong });
    this.files = { flags: file(), operations: file() };
  }

  documents(): Touched[] {
    const { target, profiles } = this.schedule;
    return target.components.flatMap((component) => profiles.map((profile) => ({ component, profile })));
  }

  /** What the trunk holds. */
  wanted({ component, profile }: Touched): number {
    return this.trunk.get(`${component}/${profile}`)?.at(-1) ?? 0;
  }

  commit({ change, touches }: Pick<Act, 'change' | 'touches'>): void {
    for (const { component, profile } of change === 'none' ? [] : touches) {
      const name = `${component}/${profile}`;
      const history = this.trunk.get(name) ?? [];
      const before = history.at(-2);
      this.trunk.set(name, [...history, change === 'revert' && before ? before : ++this.revisions]);
    }
  }

  note(line: string): void {
    if (this.isTraced) this.trace.push(line);
  }

  /** A process's steps, with the faults that will happen to them. */
  steps(faults: Act['faults'], process: AbortController): Steps {
    const { appConfig } = this;
    return new Steps(faults, {
      delay: (minutes) => appConfig.advance(minutes),
      alarm: (component, minutes) => appConfig.fireAlarm(component, minutes),
      foreign: (component) => this.deployAsPerson(component),
      stopped: (component) => this.stopAsPerson(component),
      restart: () => appConfig.restart(),
      interrupt: () => process.abort(),
      rival: () => this.releaseBeside(),
      note: (line) => this.note(line),
    });
  }

  /** Who releases at the same time is bound to do some things twice, and may never lose or delete anything. */
  private async releaseBeside(): Promise<void> {
    if (this.current === undefined) return;
    const { flow, profile } = this.current;
    const process = new AbortController();
    const outcome = await this.release(flow, profile, {
      process,
      steps: this.steps([], process),
      isRedeploy: false,
    });
    this.note(`  the second process: ${outcomeName(outcome)}`);
    this.invariants.isMisled = true;
  }

  /** One process releases one stack. */
  async release(
    flow: Flow,
    profile: Profile,
    {
      steps,
      process,
      isRedeploy,
    }: { readonly steps: Steps; readonly process: AbortController; isRedeploy: boolean },
  ): Promise<Outcome> {
    this.invariants.nextRun();
    this.current = { flow, profile };
    const stack = this.stackOf(profile);
    try {
      const act = isRedeploy ? flow.redeployStack : flow.deployStack;
      await act(stack, {
        env: {},
        reason: 'the alarm was wrong',
        trunk: this.trunkOf(stack),
        keepVersions: this.schedule.keepVersions,
        pollMilliseconds: this.schedule.pollMinutes * MINUTE_MS,
        signal: process.signal,
        reach: this.reach(stack, { profile, steps, process }),
        sleep: (milliseconds) =>
          steps.take({ name: 'sleep', act: () => this.appConfig.advance(milliseconds / MINUTE_MS) }),
        onEvent: (event) => this.note(`    ${textOf(event)}`),
      });
    } catch (error) {
      return steps.isDead ? 'killed' : { error: error as Error };
    }
    return steps.isDead ? 'killed' : 'green';
  }

  private reach(
    stack: StackFolder,
    { profile, steps, process }: { profile: Profile; steps: Steps; process: AbortController },
  ): Reach {
    const file = this.files[profile];
    const call = (operation: string, input: Input): Promise<Output> =>
      this.call(steps, { by: 'provider', operation, input });
    const waitMinute = (): Promise<void> =>
      steps.take({ name: 'provider wait', act: () => this.appConfig.advance(1) });
    const terraform = new ModelTerraform(stack, {
      file,
      steps,
      random: this.random,
      signal: process.signal,
      provider: { appConfig: this.appConfig, call, waitMinute },
    });
    const clients = this.clients(steps);
    return {
      terraform,
      clients,
      resources: () => steps.take({ name: 'terraform resources', act: () => stateResources(file.state) }),
    };
  }

  private clients(steps: Steps): AppConfigClients {
    const send = (command: { constructor: { name: string }; input: Input }): Promise<Output> => {
      const operation = command.constructor.name.replace(/Command$/, '');
      return this.call(steps, { by: 'release', operation, input: command.input });
    };
    return { control: { send }, data: { send }, destroy: () => undefined } as unknown as AppConfigClients;
  }

  private call(
    steps: Steps,
    { by, operation, input }: { readonly by: Caller; readonly operation: string; readonly input: Input },
  ): Promise<Output> {
    let times = 0;
    return steps.take({
      name: `${by} ${operation}`,
      isCall: true,
      act: (isStale) => {
        times += 1;
        this.invariants.isMisled ||= isStale;
        if (times > 1 && operation === 'StartDeployment') this.invariants.atRepeat(input);
        return this.answer({ by, operation, input }, isStale);
      },
    });
  }

  private answer(call: Omit<SeenCall, 'output'>, isStale: boolean): Output {
    const { by, operation, input } = call;
    try {
      const output = this.appConfig.send(operation, input, isStale);
      if (this.isTraced) this.note(`  ${by} ${operation} ${shortOf(input)} → ${shortOf(output)}`);
      if (isChanging(operation) || operation === 'StartConfigurationSession')
        this.invariants.afterCall({ ...call, output });
      return output;
    } catch (error) {
      this.note(`  ${by} ${operation} ${shortOf(input)} → ${(error as Error).name}`);
      const isConflict = operation === 'StartDeployment' && (error as Error).name === 'ConflictException';
      if (isConflict && by === 'provider') this.invariants.atConflict(input);
      throw error;
    }
  }

  private deployAsPerson(component: string): void {
    const profile = this.random.pick(this.schedule.profiles);
    const { EnvironmentId, DeploymentStrategyId, ...ids } = this.appConfig.idsOf(component, profile);
    const Content = Buffer.from(canonicalJson(documentOf(profile, ++this.foreign)));
    try {
      const version = this.answer(
        {
          by: 'person',
          operation: 'CreateHostedConfigurationVersion',
          input: { ...ids, ContentType: 'application/json', Content },
        },
        false,
      );
      const ConfigurationVersion = String(version['VersionNumber']);
      const input = { ...ids, EnvironmentId, DeploymentStrategyId, ConfigurationVersion };
      this.answer({ by: 'person', operation: 'StartDeployment', input }, false);
    } catch (error) {
      if ((error as Error).name !== 'ConflictException') throw error;
    }
  }

  private stopAsPerson(component: string): void {
    const newest = this.appConfig.deployments(component).at(-1);
    if (newest === undefined) return;
    const { ApplicationId, EnvironmentId } = this.appConfig.idsOf(component, newest.profile);
    const input = { ApplicationId, EnvironmentId, DeploymentNumber: newest.number, AllowRevert: true };
    try {
      this.answer({ by: 'person', operation: 'StopDeployment', input }, false);
    } catch (error) {
      if ((error as Error).name !== 'BadRequestException') throw error;
    }
  }

  /** What the definitions want, as the command line hands it over. */
  private trunkOf({ name }: StackFolder): Trunk {
    const documents = this.documents().map((document) => ({
      ...document,
      application: document.component,
      fingerprint: fingerprintOf(document.profile, this.wanted(document)),
    }));
    const here = { selector: `prod/${REGION}`, region: REGION, wave: 'all', order: 0, stack: name };
    return {
      environment: 'prod',
      here: { ...here, documents: () => documents },
      others: [],
      applicationOf: (component) => component,
    };
  }

  stackOf(profile: Profile): StackFolder {
    const { components } = this.schedule.target;
    const documents = components.map((component): StackDocument => {
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
    return { name: `prod-${REGION}-${profile}`, folder: '/nowhere', access: { region: REGION }, documents };
  }
}

function textOf(event: ReleaseEvent): string {
  if (event.type === 'step') return `${event.step}: ${event.detail}`;
  if (event.type === 'rollouts')
    return event.changed
      .map(({ deployment, state, percentage }) => `${deployment.component} ${state} ${percentage} %`)
      .join(', ');
  return event.text;
}

/** Numbers and states are what a person looks for. */
function shortOf(members: Input): string {
  const shown = ['ApplicationId', 'VersionNumber', 'DeploymentNumber', 'ConfigurationVersion', 'State'];
  return shown
    .flatMap((name) =>
      members[name] === undefined ? [] : [`${name.replace(/[a-z]/g, '')}=${String(members[name])}`],
    )
    .join(' ');
}
