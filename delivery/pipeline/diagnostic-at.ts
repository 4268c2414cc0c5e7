import type { Diagnostic, Span } from '../../compiler/diagnostic';
import type { DiagnosticCode } from '../../compiler/diagnostic-codes';
import type { Environment, Tools } from '../../compiler/project';

/** What is wrong with a plan, and what to do about it; lower case, in the words of the YAML. */
export interface PlanFinding {
  readonly code: DiagnosticCode;
  /** @default error */
  readonly severity?: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
}

export function diagnosticAt(at: Span, { code, severity = 'error', message, fix }: PlanFinding): Diagnostic {
  return { code, severity, ...at, message, fix };
}

/** Where the first of these is that the file, or one that it extends, has. */
export function placeIn({ places = {}, at }: Environment | Tools, ...keys: readonly string[]): Span {
  const key = keys.find((candidate) => places[candidate] !== undefined);
  return key === undefined ? at : (places[key] ?? at);
}

/** Where the regions of a wave are written. */
export function placeOfWave(environment: Environment, wave: string | undefined): Span {
  const index = environment.waves.findIndex(({ name }) => name === wave);
  return placeIn(environment, `waves.${index}`, 'regions');
}
