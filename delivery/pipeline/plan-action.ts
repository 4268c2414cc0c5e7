import { SHARED_COMPONENT } from '../../compiler/names';
import type { Environment, Project } from '../../compiler/project';
import type { Workload } from '../../compiler/workloads';
import type { Action, ActionKind, Approval, Exports, OnFailure } from './delivery-plan';
import { externalId, readRoleName, releaseRoleName, roleArn } from '../role-names';
import { topicsIn } from './topics-in';

/** What a pipeline calls the commit that it releases. */
export const COMMIT = '#{Source.CommitId}';
/** When it began: `date -u`. */
export const BUILD_EXPORTS: Exports = { namespace: 'Build', variables: ['STARTED'] };
export const BUILD_STARTED = '#{Build.STARTED}';

/** Where the log of a release action can be read, which every one of them exports. */
export const BUILD_URL = 'BUILD_URL';

/** What is planned, and what goes where. */
export interface Delivered {
  readonly project: Project;
  readonly workload: Workload;
  readonly environment: Environment;
}

/** What an action of an environment says for itself; the rest follows. */
export interface ActionOfEnvironment {
  readonly name: string;
  readonly kind: ActionKind;
  readonly commands: readonly string[];
  readonly runOrder: number;
  readonly timeoutMinutes: number;
  /** @default - what looks and changes nothing */
  readonly role?: string;
  /** @default - none in particular */
  readonly regions?: readonly string[];
  readonly stack?: string;
  /** @default 0 */
  readonly estimatedMinutes?: number;
  /** @default - those that every action has */
  readonly variables?: Readonly<Record<string, string>>;
  /** @default - the one that releases to the environment */
  readonly project?: string;
  /** @default - nothing */
  readonly exports?: Exports;
}

/** An action in CodeBuild that acts on an environment as one of its roles, on a verified artifact. */
export function environmentAction({ environment }: Delivered, given: ActionOfEnvironment): Action {
  const { name, account } = environment;
  const role = given.role ?? roleArn(account, readRoleName(name));
  return {
    project: releaseRoleName(name),
    regions: [],
    estimatedMinutes: 0,
    ...given,
    environment: name,
    role,
    variables: { ...variablesOf({ ...given, role, environment: name }), ...given.variables },
    verifiesArtifact: true,
    input: 'Signed',
  };
}

/** CodePipeline's own default: a person has a week. */
const APPROVAL_TIMEOUT_MINUTES = 7 * 24 * 60;

/** A person says yes or no. */
export function approveAction(approval: Approval): Action {
  return {
    name: 'approve',
    kind: 'approve',
    regions: [],
    commands: [],
    runOrder: 1,
    estimatedMinutes: 0,
    timeoutMinutes: APPROVAL_TIMEOUT_MINUTES,
    variables: {},
    verifiesArtifact: false,
    approval,
  };
}

/**
 * Who hears of failures and of approvals in an environment, each topic once.
 *
 * A topic of another region than the pipeline's cannot be told (CodePipeline user guide, "Add a manual approval action",
 * EventBridge user guide, "Event bus targets").
 */
export function topicsOf({ project, workload, environment }: Delivered, own: readonly string[]): string[] {
  const { tools } = project;
  const onCall = Object.keys(environment.onCall)
    .filter((component) => isReleasedBy(workload, component))
    .sort()
    .flatMap((component) => environment.onCall[component] ?? []);
  const topics = [...new Set([...own, ...(tools?.notify ?? []), ...onCall])];
  return tools ? topicsIn(tools.region, topics) : topics;
}

/**
 * Of what a file says, not of the components that there are: pipelines change with environments only. Who reads a flag of
 * `shared` is in no environment file, so whoever releases it tells everybody.
 */
function isReleasedBy({ name, components }: Workload, component: string): boolean {
  return name === undefined || components.some((own) => [component, SHARED_COMPONENT].includes(own.name));
}

export function onFailure(notify: readonly string[]): OnFailure {
  return { result: 'stop', notify };
}

interface Session {
  /** Absent: the project runs the same for all of its actions. */
  readonly commands?: readonly string[];
  /** Absent: the project acts as itself. */
  readonly role: string | undefined;
  readonly environment: string;
  readonly stack?: string | undefined;
  readonly timeoutMinutes: number;
}

/** All that the one buildspec of a project has to know of an action. */
export function variablesOf(session: Session): Record<string, string> {
  const { commands, role, environment, stack, timeoutMinutes } = session;
  return {
    ...(commands && { COMMAND: commands.join(' && ') }),
    ...(role !== undefined && {
      ROLE_ARN: role,
      EXTERNAL_ID: externalId(role.slice(role.lastIndexOf('/') + 1)),
    }),
    // What CloudTrail says of each call that the session makes.
    SESSION_TAGS: [
      `Key=Environment,Value=${environment}`,
      ...(stack === undefined ? [] : [`Key=Stack,Value=${stack}`]),
    ].join(' '),
    TIMEOUT_MINUTES: String(timeoutMinutes),
    DYNCONF_COMMIT: COMMIT,
  };
}
