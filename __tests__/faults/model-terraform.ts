import type { Profile } from '../../compiler/project';
import type { ReleaseTerraform } from '../../release/deploy/reach';
import type { DeploymentReference } from '../../release/release-event';
import { ReleaseError } from '../../release/release-error';
import { HOSTED_VERSION } from '../../release/terraform/resource-types';
import type { StackDocument, StackFolder } from '../../release/terraform/stack-folder';
import type { Plan } from '../../release/terraform/terraform';
import { type TerraformProblem, explainProblems } from '../../release/terraform/terraform-problems';
import { type DocumentPlan, type ModelPlan, planOf, postconditionOf } from './model-plan';
import * as provider from './model-provider';
import {
  type Instance,
  type ModelState,
  type StateFile,
  currentOf,
  resourceAt,
  typeOf,
  withResource,
  write,
} from './model-state';
import type { Random } from './random';
import type { Steps } from './steps';

export interface ModelTerraformOptions {
  readonly file: StateFile;
  readonly provider: provider.ProviderReach;
  readonly steps: Steps;
  /** Decides in which order independent resources are worked on. */
  readonly random: Random;
  readonly signal: AbortSignal;
}

type Work = () => Promise<void>;

/** One process's Terraform: commands over the state of one stack, in the order of calls seen with the real one. */
export class ModelTerraform implements ReleaseTerraform {
  private readonly plans = new Map<string, ModelPlan>();
  private state: ModelState;

  constructor(
    private readonly stack: Pick<StackFolder, 'name' | 'documents'>,
    private readonly options: ModelTerraformOptions,
  ) {
    this.state = options.file.state;
  }

  init(): Promise<void> {
    return this.command('init', () => undefined);
  }

  plan(file: string, replace: readonly string[] = []): Promise<Plan> {
    return this.command('plan', async () => {
      const { serial } = this.options.file.state;
      const refreshed = await this.refreshed();
      const plan = planOf(refreshed, { serial, documents: this.stack.documents, replace });
      if (plan.problems.length > 0) throw this.explain('plan', plan.problems);
      this.plans.set(file, plan);
      return { file, isNeeded: plan.isNeeded, changes: plan.changes };
    });
  }

  apply({ file }: Plan): Promise<void> {
    return this.command('apply', async () => {
      const plan = this.plans.get(file);
      if (plan?.serial !== this.options.file.state.serial)
        throw this.explain('apply', [problem('Saved plan is stale')]);
      this.state = plan.refreshed;
      const problems = await this.work(plan);
      if (problems.length === 0 && !this.options.signal.aborted)
        this.state = { ...this.state, deployments: outputsOf(this.state, this.stack.documents) };
      write(this.options.file, this.state);
      if (problems.length > 0 && !this.options.signal.aborted) throw this.explain('apply', problems);
    });
  }

  forget(addresses: readonly string[]): Promise<void> {
    return this.command('forget', () => {
      const { state } = this.options.file;
      const left = Object.entries(state.resources).filter(([address]) => !addresses.includes(address));
      write(this.options.file, { ...state, resources: Object.fromEntries(left) });
    });
  }

  /** `terraform import`: what AppConfig has becomes the resource of this address. */
  adopt(address: string, id: string): Promise<void> {
    return this.command('adopt', async () => {
      const { file, provider: reach } = this.options;
      if (currentOf(file.state, address))
        throw this.explain('plan', [problem('Resource already managed by Terraform')]);
      const read = typeOf(address) === HOSTED_VERSION ? provider.readVersion : provider.readDeployment;
      const instance = await this.calling(() => read(reach, provider.importedAs(address, id)));
      if (instance === undefined)
        throw this.explain('plan', [problem('Cannot import non-existent remote object')]);
      write(file, withResource(file.state, address, { current: instance, deposed: [] }));
    });
  }

  outputs(): Promise<Readonly<Record<string, unknown>>> {
    return this.command('outputs', () => {
      const { deployments } = this.options.file.state;
      return deployments === undefined ? {} : { deployments };
    });
  }

  private command<Result>(name: string, act: () => Result | Promise<Result>): Promise<Result> {
    return this.options.steps.take({
      name: `terraform ${name}`,
      act: async () => {
        const result = await act();
        if (this.options.signal.aborted) throw new ReleaseError('interrupted', 'Terraform was interrupted');
        return result;
      },
    });
  }

  private async refreshed(): Promise<ModelState> {
    let { state } = this.options.file;
    for (const [address, { current, deposed }] of Object.entries(state.resources)) {
      const seen = current && (await this.calling(() => this.read(address, current)));
      const left: Instance[] = [];
      for (const instance of deposed) {
        const found = await this.calling(() => this.read(address, instance));
        if (found !== undefined) left.push(found);
      }
      state = withResource(state, address, { ...(seen && { current: seen }), deposed: left });
    }
    return state;
  }

  private read(address: string, instance: Instance): Promise<Instance | undefined> {
    const read = typeOf(address) === HOSTED_VERSION ? provider.readVersion : provider.readDeployment;
    return read(this.options.provider, instance);
  }

  /** A refusal of AWS ends the plan with a sentence. */
  private async calling<Result>(act: () => Promise<Result>): Promise<Result> {
    try {
      return await act();
    } catch (error) {
      if ((error as Error).name === 'Killed') throw error;
      throw this.explain('plan', [refusalOf(error as Error)]);
    }
  }

  private explain(phase: 'plan' | 'apply', problems: readonly TerraformProblem[]): ReleaseError {
    return explainProblems({ stack: this.stack.name, phase }, problems);
  }

  /** Documents are independent of each other: one that fails does not stop the others. */
  private async work(plan: ModelPlan): Promise<TerraformProblem[]> {
    const lines = [
      ...plan.documents.map((document) => this.workOn(document)),
      ...plan.leaving.map((address) => [() => this.destroyCurrent(address)]),
    ];
    const problems: TerraformProblem[] = [];
    for (let open = lines; open.length > 0 && !this.options.signal.aborted;) {
      const line = this.options.random.pick(open);
      try {
        await line.shift()?.();
      } catch (error) {
        if ((error as Error).name === 'Killed') throw error;
        problems.push(...(error instanceof Broken ? error.problems : [refusalOf(error as Error)]));
        line.length = 0;
      }
      if (this.options.file.isWrittenAlong) write(this.options.file, this.state);
      open = open.filter((left) => left.length > 0);
    }
    return problems;
  }

  /** Version, deployment, then the predecessors: the deployment's is only forgotten, the version's is deleted. */
  private workOn({ document, version, deployment }: DocumentPlan): Work[] {
    const { versionAddress, deploymentAddress } = document;
    return [
      ...(version === 'noop' ? [] : [() => this.create(document, versionAddress)]),
      ...(deployment === 'noop' ? [] : [() => this.create(document, deploymentAddress)]),
      () => this.destroyDeposed(deploymentAddress),
      () => this.destroyDeposed(versionAddress),
    ];
  }

  private async create(document: StackDocument, address: string): Promise<void> {
    const before = resourceAt(this.state, address);
    const deposed = [...before.deposed, ...(before.current ? [before.current] : [])];
    const set = (current: Instance): void => {
      this.state = withResource(this.state, address, { current, deposed });
    };
    try {
      const created = await this.createAt(document, address);
      set(created);
      const broken = typeOf(address) === HOSTED_VERSION ? [] : postconditionOf(document, created);
      if (broken.length > 0) throw new Broken(broken);
    } catch (error) {
      if (error instanceof provider.Tainted) set(error.instance);
      throw error;
    }
  }

  private createAt(document: StackDocument, address: string): Promise<Instance> {
    if (typeOf(address) === HOSTED_VERSION) return provider.createVersion(this.options.provider, document);
    const version = currentOf(this.state, document.versionAddress);
    if (version === undefined) throw new Error(`${document.versionAddress} should be there by now`);
    return provider.createDeployment(this.options.provider, document, version);
  }

  private async destroyDeposed(address: string): Promise<void> {
    const { current, deposed } = resourceAt(this.state, address);
    for (const instance of deposed) await this.destroy(address, instance);
    this.state = withResource(this.state, address, { ...(current && { current }), deposed: [] });
  }

  private async destroyCurrent(address: string): Promise<void> {
    const { current, deposed } = resourceAt(this.state, address);
    if (current !== undefined) await this.destroy(address, current);
    this.state = withResource(this.state, address, { deposed });
    await this.destroyDeposed(address);
  }

  /** Destroying a deployment does nothing in AppConfig. */
  private async destroy(address: string, instance: Instance): Promise<void> {
    if (typeOf(address) === HOSTED_VERSION) await provider.deleteVersion(this.options.provider, instance);
  }
}

/** Created, but not as it should be. */
class Broken extends Error {
  constructor(readonly problems: readonly TerraformProblem[]) {
    super(problems.map(({ detail }) => detail).join('\n'));
  }
}

function problem(summary: string): TerraformProblem {
  return { severity: 'error', summary, detail: '' };
}

function refusalOf(error: Error): TerraformProblem {
  return problem(`${error.name}: ${error.message}`);
}

/** In the order of the stack, as the output `deployments` is written. */
function outputsOf(state: ModelState, documents: readonly StackDocument[]): DeploymentReference[] {
  return documents.map(({ component, profile, deploymentAddress }) => {
    const attributes = currentOf(state, deploymentAddress)?.attributes ?? {};
    return {
      component,
      profile: profile satisfies Profile,
      applicationId: String(attributes['application_id']),
      environmentId: String(attributes['environment_id']),
      deploymentNumber: Number(attributes['deployment_number']),
      configurationVersion: String(attributes['configuration_version']),
    };
  });
}
