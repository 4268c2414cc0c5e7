import type { ExitCode } from './exit-codes';

/** Where a command reads and writes; tests hand in their own. */
export interface Io {
  /** Machine output: what another program may parse. */
  readonly out: (text: string) => void;
  /** Everything else: progress, hints, errors. */
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False when piped or with NO_COLOR. */
  readonly color: boolean;
  /** Columns that tables and paragraphs are made for: the terminal's, 80 when piped. */
  readonly width: number;
  /** Where a line of progress is cut off: the terminal's columns. @default - nowhere, a log keeps whole lines */
  readonly clipAt?: number;
  /** Aborted by the first ctrl-C. */
  readonly signal: AbortSignal;
}

export type OptionValue = string | boolean | readonly string[] | undefined;

/** What a command is called with, already taken apart. */
export interface Input {
  /** The definitions folder, absolute: `--root`, `DYNCONF_ROOT`, or the current folder. */
  readonly root: string;
  readonly args: readonly string[];
  /** By camelCase name of the option. */
  readonly options: Readonly<Record<string, OptionValue>>;
}

export type Run = (io: Io, input: Input) => Promise<ExitCode>;

export interface CommandDefinition {
  /** With its arguments: `deploy <stack>`, or `bake <environment> <wave>`; two words are a subcommand: `verify served <stack>`. */
  readonly usage: string;
  readonly summary: string;
  /** Commander flags and their help: `['--strict', 'warnings are errors']`. A third entry is the default. */
  readonly options?: readonly (readonly [flags: string, help: string, value?: string])[];
  /** Loaded only when the command runs, so that `check` does not pay for `deploy`. */
  readonly load: () => Promise<{ readonly run: Run }>;
}
