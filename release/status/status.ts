import { compileDocuments } from '../../compiler/compile-documents';
import { applicationName, PROFILES, stackName } from '../../compiler/names';
import type { Document, Profile, Project, Target } from '../../compiler/project';
import { releaseStackNames } from '../../compiler/workloads';
import { connectAppConfig } from '../appconfig/appconfig-clients';
import { refusalOf } from '../refusal';
import type { DeploymentReference } from '../release-event';
import { type Evidence, judge, type Judgement } from './status-judgement';
import { type SeenDocument, ServedLook } from './status-served';
import { type KnownToTerraform, readKnown, readProfiles } from './status-terraform';
import { targetAccess } from '../target-access';

export interface StatusOptions {
  /** Where the synthesized stacks are: their states are found from there. */
  readonly cdktfOut: string;
  /** For Terraform, from terraformEnvironment(). */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The AppConfig of local environments that are not synthesized. @default http://127.0.0.1:2770 */
  readonly localEndpoint?: string | undefined;
  /** One target is given up after that. @default 60000 */
  readonly deadlineMilliseconds?: number;
}

/** Git, Terraform's state and AppConfig, for every document of one target. */
export interface TargetStatus {
  readonly target: Target;
  readonly documents: readonly DocumentStatus[];
}

export interface DocumentStatus extends Judgement {
  readonly component: string;
  readonly profile: Profile;
  readonly git?: { readonly fingerprint: string };
  readonly terraform:
    | { readonly deploymentNumber: number; readonly configurationVersion: string }
    | { readonly unavailable: string };
  readonly served?: {
    readonly deploymentNumber: number;
    readonly configurationVersion: string;
    readonly state: string;
    readonly percentage: number;
    readonly fingerprint?: string;
  };
}

const DEADLINE_MILLISECONDS = 60_000;

/** Looks at one target; what cannot be reached is said of each document, and stops nothing else. */
export async function statusOf(
  project: Project,
  target: Target,
  options: StatusOptions,
): Promise<TargetStatus> {
  const documents = compileDocuments(project, target);
  const known = await knownOf(project, target, options);
  const clients = connectAppConfig(targetAccess(project, target, options));
  const look = new ServedLook(clients, target.environment.temporary === undefined);
  const all = soughtIn(target, documents, known);
  try {
    const limit = options.deadlineMilliseconds ?? DEADLINE_MILLISECONDS;
    const seen = await within(statusOfAll(all, look, known), limit);
    return { target, documents: seen.concat(await leftIn(target, { all, known, options })) };
  } catch (error) {
    const reason = refusalOf(error)?.text;
    if (reason === undefined) throw error;
    return {
      target,
      documents: all.map((sought) => unreachable(sought, known[sought.profile], reason)),
    };
  } finally {
    clients.destroy();
  }
}

type Known = Readonly<Record<Profile, KnownToTerraform>>;

/** One document to look for: in git, in Terraform's state, or in both. */
interface SoughtDocument {
  readonly component: string;
  readonly application: string;
  readonly environment: string;
  readonly profile: Profile;
  readonly document?: Document;
}

async function knownOf(project: Project, target: Target, { cdktfOut, env }: StatusOptions): Promise<Known> {
  const of = async (profile: Profile): Promise<KnownToTerraform> => {
    const all: KnownToTerraform[] = [];
    for (const name of releaseStackNames(project, target, [profile]))
      all.push(await readKnown(cdktfOut, name, env));
    return together(all);
  };
  return { flags: await of('flags'), operations: await of('operations') };
}

/** What the stacks of all workloads know; what one of them cannot say, nobody can. */
function together(all: readonly KnownToTerraform[]): KnownToTerraform {
  const silent = all.find((known) => 'unavailable' in known);
  return silent ?? { deployments: all.flatMap(deploymentsIn) };
}

function soughtIn(target: Target, documents: readonly Document[], known: Known): SoughtDocument[] {
  const { environment } = target;
  const inGit = documents.map((document): SoughtDocument => {
    const { component, application, profile } = document;
    return { component, application, environment: environment.name, profile, document };
  });
  const gone = PROFILES.flatMap((profile) => deploymentsIn(known[profile]))
    .filter((one) => !inGit.some((each) => each.component === one.component && each.profile === one.profile))
    .map(({ component, profile }): SoughtDocument => ({
      component,
      application: applicationName({ name: component }, environment),
      environment: environment.name,
      profile,
    }));
  return [...inGit, ...gone];
}

/**
 * What git no longer has and the release stacks have let go of. AppConfig is not asked: to read it would be to use it,
 * and what is used is not deleted (deletion protection).
 */
async function leftIn(
  target: Target,
  { all, known, options }: { all: readonly SoughtDocument[]; known: Known; options: StatusOptions },
): Promise<DocumentStatus[]> {
  const foundation = stackName(target, 'foundation');
  const { length } = applicationName({ name: '' }, target.environment);
  const reason = `git no longer has it, and nothing of it is released: the next \`dynconf deploy ${foundation}\` removes the rest`;
  return (await readProfiles(options.cdktfOut, foundation, options.env))
    .filter(({ profile }) => !('unavailable' in known[profile]))
    .filter(
      (left) => !all.some((one) => one.application === left.application && one.profile === left.profile),
    )
    .map(({ application, profile }) => ({
      component: application.slice(0, application.length - length),
      profile,
      state: 'behind',
      isInOrder: false,
      reason,
      differences: [],
      terraform: { unavailable: `only the state of ${foundation} has what is left of it` },
    }));
}

/** One after the other: AppConfig's control plane throttles early. */
async function statusOfAll(
  all: readonly SoughtDocument[],
  look: ServedLook,
  known: Known,
): Promise<DocumentStatus[]> {
  const statuses: DocumentStatus[] = [];
  for (const sought of all) statuses.push(await statusOfDocument(sought, look, known[sought.profile]));
  return statuses;
}

async function statusOfDocument(
  sought: SoughtDocument,
  look: ServedLook,
  terraform: KnownToTerraform,
): Promise<DocumentStatus> {
  const seen = await look.look(sought);
  const known = deploymentsIn(terraform).find(({ component }) => component === sought.component);
  const { component, profile, document } = sought;
  const evidence: Evidence = {
    profile,
    terraform,
    ...(document && { document }),
    ...(known && { known }),
    ...(seen && { seen }),
  };
  return {
    component,
    profile,
    ...judge(evidence),
    ...(document && { git: { fingerprint: document.fingerprint } }),
    terraform: terraformColumn(terraform, known),
    ...(seen && { served: servedColumn(seen) }),
  };
}

function unreachable(
  { component, profile, document }: SoughtDocument,
  terraform: KnownToTerraform,
  reason: string,
): DocumentStatus {
  const known = deploymentsIn(terraform).find((one) => one.component === component);
  return {
    component,
    profile,
    state: 'unreachable',
    isInOrder: false,
    reason,
    differences: [],
    ...(document && { git: { fingerprint: document.fingerprint } }),
    terraform: terraformColumn(terraform, known),
  };
}

function terraformColumn(
  terraform: KnownToTerraform,
  known: DeploymentReference | undefined,
): DocumentStatus['terraform'] {
  if ('unavailable' in terraform) return terraform;
  if (!known) return { unavailable: 'its state knows no deployment' };
  return { deploymentNumber: known.deploymentNumber, configurationVersion: known.configurationVersion };
}

function servedColumn({ newest }: SeenDocument): NonNullable<DocumentStatus['served']> {
  const { number, version, state, percentage, fingerprint } = newest;
  return {
    deploymentNumber: number,
    configurationVersion: version,
    state,
    percentage,
    ...(fingerprint !== undefined && { fingerprint }),
  };
}

function deploymentsIn(known: KnownToTerraform): readonly DeploymentReference[] {
  return 'unavailable' in known ? [] : known.deployments;
}

class TooLate extends Error {
  /** By which refusalOf() knows it, as it does the SDK's own. */
  override readonly name = 'TimeoutError';
}

/** One target that hangs must not hide the others. */
async function within<Value>(work: Promise<Value>, milliseconds: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooLate(`no answer within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
