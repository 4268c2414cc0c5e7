/** What a process says to the shell that started it; the same for every command. */
export const EXIT = {
  done: 0,
  /** What was asked about is not in order: diagnostics, a failed spec, drift. */
  notInOrder: 1,
  /** Wrong usage, or a missing prerequisite. */
  usage: 2,
  /** Refused: a blocker, a window, a conflict, a known-bad document. */
  refused: 3,
  /** Rolled back, or not served. */
  rolledBack: 4,
  ourBug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with a sentence for a person and an exit code; never shown with a stack trace. */
export class CommandError extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
    this.name = 'CommandError';
  }
}
