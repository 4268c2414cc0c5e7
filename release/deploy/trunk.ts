import { compileDocuments } from '../../compiler/compile-documents';
import { applicationName } from '../../compiler/names';
import type { Document, Environment, Profile, Project, Target } from '../../compiler/project';
import { selectorOf, targetsOfEnvironment } from '../../compiler/targets';
import { ReleaseError } from '../release-error';
import type { StackFolder } from '../terraform/stack-folder';

/** A document as the definitions want it, and the names that AppConfig finds it by. */
export type TrunkDocument = Pick<Document, 'component' | 'application' | 'profile' | 'fingerprint'>;

/** One region of the environment that a stack is released in. */
export interface TrunkTarget {
  /** `prod/us-east-1`. */
  readonly selector: string;
  readonly region: string;
  readonly wave: string;
  /** Which wave it is, from 0: a lower one is released earlier. */
  readonly order: number;
  /** The stack that releases there what this one releases here. */
  readonly stack: string;
  /** Every component, both profiles. */
  readonly documents: () => readonly TrunkDocument[];
}

/** What the definitions want where a stack releases, and in the other regions of its environment. */
export interface Trunk {
  readonly environment: string;
  readonly here: TrunkTarget;
  readonly others: readonly TrunkTarget[];
  /** The name of a component's AppConfig application, of one that the definitions no longer have, too. */
  readonly applicationOf: (component: string) => string;
}

type NamedStack = Pick<StackFolder, 'name' | 'access'>;

/** Finds the target that a stack belongs to; a stack older than the definitions may belong to none. */
export function requireTarget(project: Project, { name, access: { region } }: NamedStack): Target {
  const [environment] = project.environments
    .filter((one) => name.startsWith(`${one.name}-${region}-`))
    .sort((left, right) => right.name.length - left.name.length);
  const targets = environment ? targetsOfEnvironment(environment) : [];
  const target = targets.find((one) => one.region === region);
  if (target !== undefined) return target;
  throw new ReleaseError(
    'prerequisite',
    `${name} belongs to no environment of these definitions: synthesize it from them (\`npx cdktf synth\`), or release it with the definitions that it was made from (--root)`,
  );
}

/** What the definitions want where a stack releases and around it. */
export function trunkOf(project: Project, stack: NamedStack): Trunk {
  const target = requireTarget(project, stack);
  const { environment, region } = target;
  const kind = stack.name.slice(`${environment.name}-${region}-`.length);
  const render = (one: Target): TrunkTarget => targetOf(project, one, kind);
  return {
    environment: environment.name,
    here: render(target),
    others: targetsOfEnvironment(environment)
      .filter((one) => one.region !== region)
      .map(render),
    applicationOf: (component) => applicationName({ name: component }, environment),
  };
}

/** The wanted document of one component and profile, if the definitions have it. */
export function documentIn(
  target: TrunkTarget,
  { component, profile }: { readonly component: string; readonly profile: Profile },
): TrunkDocument | undefined {
  return target.documents().find((one) => one.component === component && one.profile === profile);
}

function targetOf(project: Project, target: Target, kind: string): TrunkTarget {
  const { environment, region, wave } = target;
  let documents: readonly TrunkDocument[] | undefined;
  return {
    selector: selectorOf(target),
    region,
    wave: wave.name,
    order: waveOrder(environment, wave.name),
    stack: `${environment.name}-${region}-${kind}`,
    // Asked for only when something is about to start.
    documents: () => (documents ??= compileDocuments(project, target)),
  };
}

function waveOrder({ waves }: Environment, name: string): number {
  return waves.findIndex((wave) => wave.name === name);
}
