import type { Json } from '../../compiler/project';

/** One broken constraint, in AppConfig's words. */
export interface Problem {
  readonly Constraint: string;
  readonly Location: string;
  readonly Type: string;
  readonly Value: string;
  readonly Reason?: string;
}

export type Report = (
  problem: Pick<Problem, 'Constraint' | 'Location'> & Partial<Omit<Problem, 'Constraint' | 'Location'>>,
) => void;

/** Flag keys and attribute keys: "Type reference for AWS.AppConfig.FeatureFlags" in the AppConfig user guide. */
export const ATTRIBUTE_KEY = /^[a-z][a-zA-Z\d_-]{0,63}$/;

/** Reports unless the constraint holds. */
export function satisfies(holds: boolean, report: Report, problem: Parameters<Report>[0]): void {
  if (!holds) report(problem);
}

/** A value as AppConfig shows it in a refusal. */
export function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
