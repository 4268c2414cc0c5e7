/** One action of the build, the same at a desk, in CI and in the pipeline: `npm run build:<name>`. */
export interface BuildStep {
  readonly name: string;
  /** What it looks for, in the words of the help. */
  readonly summary: string;
  readonly run: (place: BuildPlace) => Promise<StepOutcome>;
}

export interface BuildPlace {
  /** The folder of package.json. */
  readonly project: string;
  /** Where every report goes: git-ignored. */
  readonly reports: string;
  /** Whether the tests that need a program from outside, Terraform for one, run as well. */
  readonly allTests: boolean;
  /** What people read while it goes on. */
  readonly say: (text: string) => void;
}

export interface StepOutcome {
  readonly result: 'passed' | 'failed' | 'skipped';
  /** What is not in order; what only deserves a look does not count. */
  readonly findings: number;
  /** Files, the one that people want first. */
  readonly reports: readonly string[];
  /** Why it was skipped, or what else a person should know. */
  readonly note?: string;
}

export interface StepRecord extends Omit<StepOutcome, 'note'> {
  readonly name: string;
  readonly seconds: number;
  readonly note: string;
}
