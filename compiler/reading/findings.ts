import type { Diagnostic, Severity } from '../diagnostic';
import type { DiagnosticCode } from '../diagnostic-codes';
import { spanOf, type Place } from './source';

/** What is wrong, and what to do about it; both lower case, in the words of the YAML. */
export interface Says {
  readonly message: string;
  readonly fix: string;
}

/** Collects the mistakes of all files; the same mistake at the same place is kept once. */
export class Findings {
  readonly #diagnostics: Diagnostic[] = [];
  readonly #seen = new Set<string>();
  #errors = 0;

  get errorCount(): number {
    return this.#errors;
  }

  error(at: Place, code: DiagnosticCode, says: Says): void {
    this.#add(at, { code, severity: 'error', ...says });
  }

  warning(at: Place, code: DiagnosticCode, says: Says): void {
    this.#add(at, { code, severity: 'warning', ...says });
  }

  /** A problem found by the rule compiler, which has codes of its own. */
  problem(at: Place, problem: Says & { readonly code: string }): void {
    this.#add(at, { code: problem.code, severity: 'error', message: problem.message, fix: problem.fix });
  }

  /** By file, line and column. */
  sorted(): readonly Diagnostic[] {
    return [...this.#diagnostics].sort(
      (a, b) =>
        compareText(a.file, b.file) ||
        a.line - b.line ||
        a.column - b.column ||
        compareText(a.code, b.code) ||
        compareText(a.message, b.message),
    );
  }

  #add(at: Place, what: Says & { readonly code: string; readonly severity: Severity }): void {
    // An aliased or inherited value is checked wherever it is used, but it was written once.
    const identity = `${what.code} ${at.source.file} ${at.start} ${what.message}`;
    if (this.#seen.has(identity)) return;
    this.#seen.add(identity);
    const { code, severity, message, fix } = what;
    this.#diagnostics.push({ code, severity, ...spanOf(at), message, fix });
    if (severity === 'error') this.#errors += 1;
  }
}

/** By code unit: the same order on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
