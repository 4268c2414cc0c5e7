import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pair, type Paired, type Run } from './pair';
import { writeFleet } from './fleet';
import { runProcess } from './run-process';

/** The folder that a bench works in, and how it is asked to work. */
export class Workplace {
  constructor(
    /** The checkout. */
    readonly project: string,
    /** Everything that a measure writes lies in here. */
    readonly folder: string,
    private readonly options: {
      readonly rounds: number;
      readonly signal: AbortSignal;
      readonly progress: (text: string) => void;
    },
  ) {}

  /** The definitions of this many targets; written once. */
  fleet(targets: number): string {
    const folder = this.path(`fleet-${targets}`);
    if (!existsSync(folder)) writeFleet(folder, targets);
    return folder;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Starts a program in the checkout and answers with the milliseconds until it has ended. */
  run(command: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
    return runProcess(command, {
      cwd: this.project,
      // What a program leaves behind when it is stopped goes with the folder.
      env: { ...process.env, CHECKPOINT_DISABLE: '1', TMPDIR: this.folder, ...env },
      signal: this.options.signal,
    });
  }

  pair(a: Run, b: Run): Promise<Paired> {
    const { rounds, progress } = this.options;
    return pair(a, b, { rounds, onRound: (round) => progress(`round ${round} of ${rounds}`) });
  }
}
