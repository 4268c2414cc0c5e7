import { canonicalJson } from '../../compiler/canonical-json';
import type { Profile } from '../../compiler/project';
import { type Input, type Output, isChanging } from './direct-appconfig';
import { Invariants, type SeenCall } from './invariants';
import { EMPTY_STATE, type StateFile } from './model-state';
import type { Random } from './random';
import type { Schedule } from './schedule';
import { SimulatedAppConfig, documentOf } from './simulated-appconfig';
import type { World } from '../../local/place';

export interface RegionOptions {
  readonly name: string;
  readonly schedule: Schedule;
  /** One time for all regions. */
  readonly clock: World['clock'];
  readonly random: Random;
  /** Absent: nobody reads a trace. */
  readonly note: ((line: string) => void) | undefined;
  /** Persons are not the trunk: what they deploy is told apart. */
  readonly nextForeign: () => number;
}

/** AppConfig in one region, the states of its stacks, who acts there and who watches. */
export class SimulatedRegion {
  readonly name: string;
  readonly appConfig: SimulatedAppConfig;
  readonly invariants: Invariants;
  readonly files: Readonly<Record<Profile, StateFile>>;

  constructor(private readonly options: RegionOptions) {
    const { schedule, clock } = options;
    this.name = options.name;
    this.appConfig = new SimulatedAppConfig(schedule.target, clock);
    this.invariants = new Invariants(this.appConfig);
    const file = (): StateFile => ({ state: EMPTY_STATE, isWrittenAlong: schedule.isStateWrittenAlong });
    this.files = { flags: file(), operations: file() };
  }

  /** One call of whoever, seen by the invariants. */
  answer(call: Omit<SeenCall, 'output'>, isStale = false): Output {
    const { by, operation, input } = call;
    try {
      const output = this.appConfig.send(operation, input, isStale);
      this.options.note?.(`  ${by} ${operation} ${shortOf(input)} → ${shortOf(output)}`);
      if (isChanging(operation) || operation === 'StartConfigurationSession')
        this.invariants.afterCall({ ...call, output });
      return output;
    } catch (error) {
      this.options.note?.(`  ${by} ${operation} ${shortOf(input)} → ${(error as Error).name}`);
      const isConflict = operation === 'StartDeployment' && (error as Error).name === 'ConflictException';
      if (isConflict && by === 'provider') this.invariants.atConflict(input);
      throw error;
    }
  }

  /** Something that is not in the definitions, with the console's own hands. */
  deployAsPerson(component: string): void {
    const profile = this.options.random.pick(this.options.schedule.profiles);
    const { EnvironmentId, DeploymentStrategyId, ...ids } = this.appConfig.idsOf(component, profile);
    const Content = Buffer.from(canonicalJson(documentOf(profile, this.options.nextForeign())));
    const upload = { ...ids, ContentType: 'application/json', Content };
    this.asPerson('ConflictException', () => {
      const version = this.answer({
        by: 'person',
        operation: 'CreateHostedConfigurationVersion',
        input: upload,
      });
      const ConfigurationVersion = String(version['VersionNumber']);
      const input = { ...ids, EnvironmentId, DeploymentStrategyId, ConfigurationVersion };
      this.answer({ by: 'person', operation: 'StartDeployment', input });
    });
  }

  /** Stops what is rolling out, or takes back what is complete. */
  stopAsPerson(component: string): void {
    const newest = this.appConfig.deployments(component).at(-1);
    if (newest === undefined) return;
    const { ApplicationId, EnvironmentId } = this.appConfig.idsOf(component, newest.profile);
    const input: Input = {
      ApplicationId,
      EnvironmentId,
      DeploymentNumber: newest.number,
      AllowRevert: true,
    };
    this.asPerson('BadRequestException', () =>
      this.answer({ by: 'person', operation: 'StopDeployment', input }),
    );
  }

  /** A person who is refused goes away. */
  private asPerson(refusal: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      if ((error as Error).name !== refusal) throw error;
    }
  }
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
