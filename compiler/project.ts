import type { Span } from './diagnostic';

/** JSON as it appears in documents. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** All definitions of a folder, valid and frozen. Everything after the compiler only renders it. */
export interface Project {
  /** Sorted by name; includes `shared` when a flag lists `components`. Temporary names are not applied here. */
  readonly components: readonly Component[];
  readonly segments: readonly Segment[];
  /** In rollout order: an environment comes after the one its `after` names and those that mirror it, otherwise by name. Abstract ones are gone. */
  readonly environments: readonly Environment[];
  /** Absent without environments/tools.yaml: then there are no pipelines. */
  readonly tools?: Tools;
}

/** An AppConfig application: what one team's software reads. */
export interface Component {
  readonly name: string;
  /** Sorted by key. Empty: the component has no `flags` profile. */
  readonly flags: readonly Flag[];
  /** Absent: the component has no `operations` profile. */
  readonly operations?: Operations;
  /** Whose alarms watch this application: itself, or for `shared` every listed component. */
  readonly watchedComponents: readonly string[];
}

export type Lifecycle = 'release' | 'experiment' | 'operational' | 'permanent';

export interface Flag {
  readonly key: string;
  /** The application that holds it: a component, or `shared`. */
  readonly component: string;
  /** Who reads it: its component, or the listed `components`. */
  readonly readers: readonly string[];
  readonly description: string;
  readonly owner: string;
  readonly lifecycle: Lifecycle;
  /** `YYYY-MM-DD`. */
  readonly expires?: string;
  readonly deprecated?: { readonly reason: string; readonly replacedBy?: string; readonly date?: string };
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly default: ValueBlock;
  readonly overrides: Readonly<Record<string, ValueBlock>>;
  /** `component/key`, always qualified. */
  readonly requires: readonly string[];
  readonly specs: readonly Spec[];
  readonly at: Span;
}

export type AttributeType = 'string' | 'number' | 'boolean' | 'array';

/** AppConfig's constraints of one attribute. */
export interface Attribute {
  readonly type: AttributeType;
  readonly required: boolean;
  readonly description?: string;
  readonly pattern?: string;
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly elements?: {
    readonly type: 'string' | 'number';
    readonly pattern?: string;
    readonly enum?: readonly (string | number)[];
    readonly minimum?: number;
    readonly maximum?: number;
  };
}

export type AttributeValue = string | number | boolean | readonly string[] | readonly number[];

/** A value block as written: unset things are inherited, `null` removes an optional attribute. */
export interface ValueBlock {
  readonly enabled?: boolean;
  readonly attributes: Readonly<Record<string, AttributeValue | null>>;
  /** Absent = inherited; present replaces as a whole. */
  readonly variants?: readonly Variant[];
}

export interface Variant {
  readonly name: string;
  readonly enabled: boolean;
  /** The AppConfig rule, compiled from `when` or passed on from `rule`. */
  readonly rule: string;
  readonly set: Readonly<Record<string, AttributeValue>>;
}

/** A flag as it is in one target after `default` ← environment ← environment/region. */
export interface FlagState {
  readonly flag: Flag;
  readonly enabled: boolean;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Without the last one, `default`, which is `enabled` and `attributes` themselves. */
  readonly variants: readonly Variant[];
}

export interface Spec {
  readonly name?: string;
  readonly in: string;
  readonly given: Readonly<Record<string, string | number | boolean>>;
  readonly expect: Readonly<Record<string, Json>>;
  readonly at: Span;
}

export interface Segment {
  readonly name: string;
  readonly description: string;
  /** The compiled condition, an AppConfig rule expression. */
  readonly rule: string;
}

export interface Operations {
  readonly component: string;
  readonly owner: string;
  readonly description?: string;
  /** Draft-04, what AppConfig applies. Absent: anything goes. */
  readonly schema?: JsonObject;
  readonly default: JsonObject;
  readonly overrides: Readonly<Record<string, JsonObject>>;
  readonly at: Span;
}

export interface Environment {
  readonly name: string;
  readonly description?: string;
  /** Which one must have succeeded before: what the file says, or else the last that mirrors this one. */
  readonly after?: string;
  /** 12 digits. `local` is `000000000000` unless it says otherwise. */
  readonly account: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly waves: readonly Wave[];
  readonly strategies: { readonly flags: Strategy; readonly operations: Strategy };
  readonly mirrors?: string;
  readonly backend: Backend;
  readonly alarms: readonly Alarm[];
  /** Component → SNS topic ARNs. */
  readonly onCall: Readonly<Record<string, readonly string[]>>;
  readonly canary?: { readonly everyMinutes: number };
  readonly approval: { readonly required: boolean; readonly notify: readonly string[] };
  readonly windows: readonly Window[];
  readonly blockers: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly tests: Readonly<Record<string, TestAction>>;
  readonly readers?: Readers;
  /** Present: short-lived, with applications of its own (`<component>-<environment>`). */
  readonly temporary?: {
    readonly owner: string;
    /** A day, of which the whole is meant, or an instant. */
    readonly expires: string;
    /** The environment that it extends, if any. */
    readonly from?: string;
  };
  readonly at: Span;
  /** Where its values are written: of each key, and of what is in `waves` (`waves.0`) and in `tests` (`tests.dast`). */
  readonly places?: Readonly<Record<string, Span>>;
}

export interface Wave {
  readonly name: string;
  readonly regions: readonly string[];
  /** Watched this long after the wave's last rollout is COMPLETE, before the next wave starts. */
  readonly bakeMinutes: number;
}

/** How a rollout grows inside one region. `predefined` is AppConfig's own name, e.g. `AppConfig.AllAtOnce`. */
export interface Strategy {
  readonly predefined?: string;
  readonly growth: 'linear' | 'exponential';
  readonly factorPercent: number;
  readonly durationMinutes: number;
  readonly bakeMinutes: number;
}

export type Backend =
  | { readonly type: 'local' }
  | { readonly type: 's3'; readonly bucket: string; readonly region: string; readonly kmsKey?: string }
  | {
      readonly type: 'cloud';
      readonly organization: string;
      readonly hostname?: string;
      readonly project?: string;
    };

/** `${component}`, `${environment}`, `${region}` and `${account}` are still in it: `alarmsOf` replaces them. */
export interface Alarm {
  readonly name: string;
  /** Absent: every component. */
  readonly components?: readonly string[];
  readonly metric: {
    readonly namespace: string;
    readonly name: string;
    readonly statistic: string;
    readonly periodSeconds: number;
    readonly dimensions: Readonly<Record<string, string>>;
  };
  readonly compare?: 'above' | 'below';
  readonly threshold?: number;
  readonly anomaly?: { readonly width: number; readonly when: 'above' | 'below' | 'outside' };
  readonly periods: number;
  readonly datapoints?: number;
  readonly missingData?: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
  readonly severity: 'high' | 'low';
}

export interface Window {
  readonly days: string;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

export interface TestAction {
  readonly commands: readonly string[];
  readonly reports: readonly { readonly files: readonly string[]; readonly format: string }[];
  readonly minutes?: number;
  /** Only of resilience: templates of AWS FIS, by their ids, that its commands may start. @default - none */
  readonly experiments?: readonly string[];
}

export type Readers =
  | { readonly organization: string; readonly paths: readonly string[] }
  | { readonly roles: readonly string[] };

/** Who looks at a pull request with access to AWS: a job of GitHub Actions that plans, or a project of CodeBuild. */
export type PullRequests =
  | {
      readonly provider: 'github';
      /** Of GitHub: somebody has to approve its jobs before they run. */
      readonly environment: string;
    }
  | { readonly provider: 'codebuild' };

/** Who sends the events of rollouts to EventBridge: an extension that AWS wrote for it, or AppConfig without it. */
export type RolloutEvents = 'extension' | 'appconfig';

/** Where the definitions come from. */
export interface Source {
  /** ARN of a connection of CodeConnections. */
  readonly connection: string;
  readonly repository: string;
  readonly trunk: string;
  /** Who hosts it, and is asked who reviewed. */
  readonly provider: 'github' | 'gitlab' | 'bitbucket';
  /** Address of its API. @default - the one of github.com or gitlab.com */
  readonly api?: string;
}

/** environments/tools.yaml: the pipeline's account. */
export interface Tools {
  readonly account: string;
  readonly region: string;
  readonly source: Source;
  readonly notify: readonly string[];
  readonly rolloutEvents: RolloutEvents;
  readonly requireReview: boolean;
  /** What shows a pull request besides GitHub's own workflow, which needs no account. @default - nothing */
  readonly pullRequests?: PullRequests;
  /** Workload → components; empty: one delivery pipeline for everything. */
  readonly workloads: Readonly<Record<string, readonly string[]>>;
  readonly backend: Backend;
  readonly at: Span;
  /** Where its values are written: of each key, and of each workload (`workloads.payments`). */
  readonly places?: Readonly<Record<string, Span>>;
}

/** Environment × region. */
export interface Target {
  readonly environment: Environment;
  readonly region: string;
  readonly wave: Wave;
}

export type Profile = 'flags' | 'operations';

/** The JSON AppConfig stores for one profile and target. */
export interface Document {
  readonly component: string;
  /** The AppConfig application: the component, or `<component>-<environment>` for temporary environments. */
  readonly application: string;
  readonly profile: Profile;
  readonly environment: string;
  readonly region: string;
  readonly contentType: 'application/json';
  readonly value: JsonObject;
  /** Canonical: compact, keys sorted at every level, nothing AppConfig would drop. */
  readonly content: string;
  /** `sha256:<hex of content>`: the hosted version's description. */
  readonly fingerprint: string;
}
