import type { Statement } from '../../constructs/policies/policy';

/** One request, as a policy sees it. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Condition keys; `aws:PrincipalArn` is who asks. */
  readonly context: Readonly<Record<string, string>>;
}

type Operator = (actual: string | undefined, wanted: readonly string[]) => boolean;

/** Only what our policies use; anything else throws, so that no test passes because a condition was overlooked. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: (actual, wanted) => actual !== undefined && wanted.includes(actual),
  'ForAnyValue:StringEquals': (actual, wanted) => actual !== undefined && wanted.includes(actual),
  StringNotEquals: (actual, wanted) => actual === undefined || !wanted.includes(actual),
  StringLike: (actual, wanted) => actual !== undefined && wanted.some((pattern) => matches(pattern, actual)),
  ArnEquals: (actual, wanted) => actual !== undefined && wanted.some((pattern) => matches(pattern, actual)),
  ArnLike: (actual, wanted) => actual !== undefined && wanted.some((pattern) => matches(pattern, actual)),
  ArnNotLike: (actual, wanted) => actual === undefined || !wanted.some((pattern) => matches(pattern, actual)),
  Bool: (actual, wanted) => actual !== undefined && wanted.includes(actual),
  Null: (actual, wanted) => wanted.includes(String(actual === undefined)),
};

/** What a policy says: a denial wins over everything, and what nobody allows is not allowed. */
export function decide(
  statements: readonly Statement[],
  request: Request,
): 'allowed' | 'denied' | 'not allowed' {
  const effects = statements.filter((statement) => concerns(statement, request)).map(({ Effect }) => Effect);
  if (effects.includes('Deny')) return 'denied';
  return effects.includes('Allow') ? 'allowed' : 'not allowed';
}

function concerns(statement: Statement, { action, resource, context }: Request): boolean {
  const { Action, Resource, NotResource, Condition = {} } = statement;
  const among = (patterns: string | readonly string[] | undefined, value: string): boolean =>
    [patterns ?? []].flat().some((pattern) => matches(pattern, value));
  if (!among(Action, action)) return false;
  if (NotResource === undefined ? !among(Resource, resource) : among(NotResource, resource)) return false;
  return Object.entries(Condition).every(([name, keys]) => {
    const operator = OPERATORS[name];
    if (!operator) throw new Error(`this reader of policies does not know ${name}`);
    return Object.entries(keys).every(([key, wanted]) => operator(context[key], [wanted].flat()));
  });
}

function matches(pattern: string, value: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(value);
}
