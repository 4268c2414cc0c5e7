import type { Diagnostic, Severity, Span } from '../diagnostic';
import type { DiagnosticCode } from '../diagnostic-codes';
import { spanOf, type Place } from './source';

/** What is wrong, and what to do about it; both lower case, in the words of the YAML. */
export interface Says {
  readonly message: string;
  readonly fix: string;
}

const SECRET_FOUND: DiagnosticCode = 'SECRET_FOUND';

/** Collects the mistakes of all files; the same mistake at the same place is kept once. */
export class Findings {
  readonly #diagnostics: Diagnostic[] = [];
  readonly #seen = new Set<string>();
  readonly #files = new Set<string>();
  readonly #hidden: { readonly place: Span; readonly text: string }[] = [];
  #errors = 0;

  get errorCount(): number {
    return this.#errors;
  }

  /** Whether anything has been found in a file so far. */
  isAbout(file: string): boolean {
    return this.#files.has(file);
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

  /** Keeps a secret out of what is shown: other findings at its place, and its text in messages about other places. */
  hide(at: Place, text: string): void {
    this.#hidden.push({ place: spanOf(at), text });
  }

  /** By file, line and column. */
  sorted(): readonly Diagnostic[] {
    return this.#shown().sort(compareDiagnostics);
  }

  #shown(): Diagnostic[] {
    const isHidden = (found: Diagnostic) =>
      found.code !== SECRET_FOUND && this.#hidden.some(({ place }) => isSamePlace(place, found));
    const hide = (says: string) =>
      this.#hidden.reduce((said, { text }) => said.replaceAll(text, '***'), says);
    return this.#diagnostics
      .filter((found) => !isHidden(found))
      .map((found) => ({ ...found, message: hide(found.message), fix: hide(found.fix) }));
  }

  #add(at: Place, what: Says & { readonly code: string; readonly severity: Severity }): void {
    // An aliased or inherited value is checked wherever it is used, but it was written once.
    const identity = `${what.code} ${at.source.file} ${at.start} ${what.message}`;
    if (this.#seen.has(identity)) return;
    this.#seen.add(identity);
    this.#files.add(at.source.file);
    const { code, severity, message, fix } = what;
    this.#diagnostics.push({ code, severity, ...spanOf(at), message, fix });
    if (severity === 'error') this.#errors += 1;
  }
}

function isSamePlace(one: Span, other: Span): boolean {
  return one.file === other.file && one.line === other.line && one.column === other.column;
}

/** By file, line and column. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** By code unit: the same order on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
