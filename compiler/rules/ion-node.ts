import type { Located, RuleProblem } from './rule';

/** The part of Amazon Ion that a rule can be made of, before anyone asks what it means. */
export type IonNode = IonValue & Located & { readonly names: readonly IonName[] };

/** An Ion annotation, `pct::`: AppConfig's named operands. */
export interface IonName extends Located {
  readonly text: string;
}

export type IonValue =
  | { readonly type: 'sexp'; readonly items: readonly IonNode[] }
  | { readonly type: 'list'; readonly items: readonly IonNode[] }
  | { readonly type: 'symbol'; readonly value: string }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'timestamp'; readonly value: number }
  | { readonly type: 'null' };

/** Stops the reading of a rule at its first character that is not Ion; caught by `parseRule`. */
export class IonSyntaxError extends Error {
  constructor(readonly problem: RuleProblem) {
    super(problem.message);
    this.name = 'IonSyntaxError';
  }
}
