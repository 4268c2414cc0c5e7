/** Every code of the checks, and what it means in one line; docs/diagnostics.md has an example of each. */
export const DIAGNOSTIC_CODES = {} as const;

export type DiagnosticCode = string;
