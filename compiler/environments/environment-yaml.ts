import type { Alarm } from '../project';

/** A valid environment as plain data, in the words of its file and with what it inherits. */
export interface EnvironmentYaml {
  readonly extends?: string;
  readonly description?: string;
  readonly after?: string;
  readonly account?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly regions?: readonly string[];
  readonly waves?: readonly {
    readonly name: string;
    readonly regions: readonly string[];
    readonly 'bake-minutes': number;
  }[];
  readonly strategy?: StrategyYaml;
  readonly strategies?: { readonly flags?: StrategyYaml; readonly operations?: StrategyYaml };
  readonly mirrors?: string;
  readonly backend?: BackendYaml;
  readonly alarms?: readonly AlarmYaml[];
  readonly 'on-call'?: Readonly<Record<string, string | readonly string[]>>;
  readonly canary?: { readonly 'every-minutes': number };
  readonly approval?: { readonly required: boolean; readonly notify?: string | readonly string[] };
  readonly windows?: readonly {
    readonly days: string | readonly string[];
    readonly from: string;
    readonly to: string;
    readonly 'time-zone': string;
  }[];
  readonly blockers?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly tests?: Readonly<Record<string, TestYaml>>;
  readonly readers?: {
    readonly organization?: string;
    readonly paths?: readonly string[];
    readonly roles?: readonly string[];
  };
  readonly temporary?: { readonly owner: string; readonly expires: string };
}

export type StrategyYaml =
  | string
  | {
      readonly growth: 'linear' | 'exponential';
      readonly 'factor-percent': number;
      readonly 'duration-minutes': number;
      readonly 'bake-minutes': number;
    };

export interface BackendYaml {
  readonly type: 'local' | 's3' | 'cloud';
  readonly bucket?: string;
  readonly region?: string;
  readonly 'kms-key'?: string;
  readonly organization?: string;
  readonly hostname?: string;
  readonly project?: string;
}

export interface AlarmYaml {
  readonly name: string;
  readonly components?: readonly string[];
  readonly metric: {
    readonly namespace: string;
    readonly name: string;
    readonly statistic: string;
    readonly 'period-seconds': number;
    readonly dimensions?: Readonly<Record<string, string>>;
  };
  readonly compare?: 'above' | 'below';
  readonly threshold?: number;
  readonly anomaly?: NonNullable<Alarm['anomaly']>;
  readonly periods: number;
  readonly datapoints?: number;
  readonly 'missing-data'?: NonNullable<Alarm['missingData']>;
  readonly severity?: 'high' | 'low';
}

export interface TestYaml {
  readonly commands: readonly string[];
  readonly reports?: readonly { readonly files: string | readonly string[]; readonly format: string }[];
  readonly minutes?: number;
  /** Only of resilience. */
  readonly experiments?: readonly string[];
}
