import type { Diagnostic } from './diagnostic';
import { formatGithub } from './formats/format-github';
import { formatSarif } from './formats/format-sarif';
import { formatText } from './formats/format-text';

export const DIAGNOSTIC_FORMATS = ['text', 'json', 'sarif', 'github'] as const;
export type DiagnosticFormat = (typeof DIAGNOSTIC_FORMATS)[number];

export interface FormatOptions {
  readonly format: DiagnosticFormat;
  /** By file: for the line a diagnostic is about, and for how many files were read. */
  readonly sources: ReadonlyMap<string, string>;
  /** ANSI colours; only `text` has any. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** Diagnostics for a person, a program, a code scanner or a pull request. Without a newline at the end. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: FormatOptions): string {
  switch (options.format) {
    case 'text':
      return formatText(diagnostics, options);
    case 'json':
      return formatJson(diagnostics);
    case 'sarif':
      return formatSarif(diagnostics);
    case 'github':
      return formatGithub(diagnostics);
  }
}

function formatJson(diagnostics: readonly Diagnostic[]): string {
  const count = (wanted: Diagnostic['severity']) =>
    diagnostics.filter(({ severity }) => severity === wanted).length;
  return JSON.stringify({ diagnostics, errors: count('error'), warnings: count('warning') }, undefined, 2);
}
