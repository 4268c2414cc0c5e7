import type { StackKind, TestKind } from '../../compiler/names';

/** What happens between a commit and the last region, as plain data: rendered by the pipeline stacks and by `dynconf pipeline`. */
export interface DeliveryPlan {
  /** The name in CodePipeline. */
  readonly name: string;
  readonly kind: 'delivery' | 'platform';
  /** Only where tools.yaml splits the components. */
  readonly workload?: string;
  /** What it releases, by name; empty: the pipelines and roles themselves. */
  readonly components: readonly string[];
  readonly trigger: Trigger;
  /** In order; a stage starts when the one before has succeeded. */
  readonly stages: readonly Stage[];
  /** Every CodeBuild project that an action of the plan runs in, once. */
  readonly projects: readonly CodeBuildProject[];
}

/** Which pushes start the pipeline: one of the filters has to match. */
export interface Trigger {
  readonly branch: string;
  readonly pushFilters: readonly PathFilter[];
}

/** Globs of CodePipeline ("Working with glob patterns in syntax"), relative to the repository. */
export interface PathFilter {
  readonly includes: readonly string[];
}

export type StageKind = 'source' | 'build' | 'sign' | 'approval' | 'gate' | 'wave' | 'plan' | 'apply';

export interface Stage {
  /** Unique in the plan; CodePipeline takes `[A-Za-z0-9.@_-]{1,100}`. */
  readonly name: string;
  readonly kind: StageKind;
  readonly environment?: string;
  readonly wave?: string;
  readonly regions: readonly string[];
  /** How long rollouts, tests and the watch afterwards take when nothing goes wrong. */
  readonly estimatedMinutes: number;
  /** Before its first action starts. @default - none */
  readonly entry?: Condition;
  /** After its last action succeeded. @default - none */
  readonly success?: Condition;
  readonly failure: OnFailure;
  readonly actions: readonly Action[];
}

/** All rules must hold; what is not in order fails the stage. */
export interface Condition {
  readonly result: 'FAIL';
  readonly rules: readonly Rule[];
}

export type Rule = AlarmRule | WindowRule;

/** The alarm is in none of these states. */
export interface AlarmRule {
  readonly type: 'alarm';
  readonly name: string;
  readonly alarmName: string;
  readonly states: readonly ('ALARM' | 'INSUFFICIENT_DATA')[];
  readonly region: string;
  readonly account: string;
  /** What the pipeline looks at the alarm with, in the account of the environment. */
  readonly role: string;
}

/** Waits until the window opens. */
export interface WindowRule {
  readonly type: 'window';
  readonly name: string;
  /** Seconds, minutes, hours, day of month, month, day of week, year. */
  readonly cron: string;
  readonly timeZone: string;
}

/** CodePipeline stops by itself where no failure condition says otherwise; later stages stay untouched. */
export interface OnFailure {
  readonly result: 'stop';
  /** SNS topics that hear of it. */
  readonly notify: readonly string[];
}

export type ActionKind =
  | 'source'
  | 'build'
  | 'review'
  | 'sign'
  | 'page'
  | 'approve'
  | 'gate'
  | StackKind
  | 'verify'
  | TestKind
  | 'bake'
  | 'plan'
  | 'apply';

export interface Action {
  /** Unique in its stage. */
  readonly name: string;
  readonly kind: ActionKind;
  readonly environment?: string;
  readonly regions: readonly string[];
  /** The stack that is planned or applied. */
  readonly stack?: string;
  /** What a person would type to do the same; empty where AWS acts by itself. */
  readonly commands: readonly string[];
  /** What a test runs today, in plans for people: the pipeline learns it when it runs. @default - nothing of a file */
  readonly runs?: readonly string[];
  /** Actions with the same number run side by side. */
  readonly runOrder: number;
  readonly estimatedMinutes: number;
  readonly timeoutMinutes: number;
  /** The CodeBuild project that it runs in; absent for a source and an approval. */
  readonly project?: string;
  /** What the commands run as; absent where nothing is called in another account. */
  readonly role?: string;
  /** Set when the project is started, on top of the project's own; all of it is one value of the action's configuration. */
  readonly variables: Readonly<Record<string, string>>;
  /** `npx dynconf verify artifact` runs first, with a verifier and a key that do not come from the artifact. */
  readonly verifiesArtifact: boolean;
  readonly input?: ArtifactName;
  readonly output?: ArtifactName;
  /** Only of an approval. */
  readonly approval?: Approval;
  /** What actions after it can refer to as `#{namespace.variable}`. @default - nothing */
  readonly exports?: Exports;
}

/** Variables of the shell that an action ends with. */
export interface Exports {
  /** Unique in the plan; CodePipeline takes `[A-Za-z0-9@_-]{1,100}`. */
  readonly namespace: string;
  /** All of an action's together hold 122,880 bytes (CodePipeline user guide, "Quotas"). */
  readonly variables: readonly string[];
}

/** What actions hand on: the commit, what the build made of it, and the same with its signature. */
export type ArtifactName = 'Source' | 'Build' | 'Signed';

export interface Approval {
  /** SNS topics that hear that somebody is waited for. */
  readonly notify: readonly string[];
  /** What is asked, with variables of CodePipeline in it. */
  readonly question: string;
  /** The page to look at before answering; `#{Source.CommitId}` is in it. */
  readonly link: string;
}

/** A CodeBuild project of the tools account. */
export interface CodeBuildProject {
  readonly name: string;
  readonly description: string;
  readonly kind: 'build' | 'review' | 'sign' | 'deploy' | 'test' | 'plan' | 'apply';
  /** The project's own role, in the account of the tools; projects may share one. */
  readonly roleName: string;
  /** Roles of other accounts that it may take on. */
  readonly takesOn: readonly string[];
  /** Needs npm's packages and Terraform installed; what signs runs neither. */
  readonly installs: boolean;
  readonly variables: Readonly<Record<string, string>>;
  /** Variables whose values a build gets from Secrets Manager: the name of the secret of each. @default - none */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly reports: readonly Report[];
  /** Longer than any action that runs in it. */
  readonly timeoutMinutes: number;
}

/** A report group of a CodeBuild project. A report holds 500 test cases at most (CodeBuild user guide, "Quotas"). */
export interface Report {
  readonly group: string;
  readonly type: 'TEST' | 'CODE_COVERAGE';
  readonly files: readonly string[];
  /** CodeBuild's word. */
  readonly format: string;
}
