/** How much a Diagnostic matters: errors stop a release, warnings do not (unless `--strict`). */
export type Severity = 'error' | 'warning';

/**
 * A place in a file a person wrote. Lines and columns count from 1; columns count UTF-16 code units,
 * `endColumn` is the column after the last character.
 */
export interface Span {
  /** Relative to the definitions folder, with `/` on every system. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** An author's mistake. Collected, never thrown. */
export interface Diagnostic extends Span {
  /** UPPER_SNAKE, stable: listed with an example in docs/diagnostics.md. */
  readonly code: string;
  readonly severity: Severity;
  /** Lower case, the words of the YAML, the value got and the values allowed. */
  readonly message: string;
  /** What to do about it; lower case, one clause. */
  readonly fix: string;
}

/** The first character of a file: where something missing from the whole file is reported. */
export function startOf(file: string): Span {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}
