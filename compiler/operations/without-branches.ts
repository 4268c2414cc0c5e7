import type { ErrorObject } from 'ajv';

const CHOICES: readonly string[] = ['anyOf', 'oneOf', 'not'];

/**
 * Leaves out what only says why one branch of `anyOf` or `oneOf` does not fit: that none does is the mistake.
 *
 * ajv lists the errors of the branches before the one of the keyword, at or below the same value.
 */
export function withoutBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.flatMap((error, index) =>
    CHOICES.includes(error.keyword) ? [{ error, index }] : [],
  );
  return errors.filter((error, index) => !choices.some((choice) => isInBranch({ error, index }, choice)));
}

interface Listed {
  readonly error: ErrorObject;
  readonly index: number;
}

function isInBranch(inner: Listed, choice: Listed): boolean {
  if (inner.index >= choice.index || !isBelow(inner.error.instancePath, choice.error.instancePath))
    return false;
  // Behind a `$ref` the path of the schema starts anew, so that it does not show the branch.
  const isReferenced =
    !inner.error.schemaPath.startsWith('#/') || inner.error.schemaPath.includes('/definitions/');
  return isReferenced || inner.error.schemaPath.startsWith(`${choice.error.schemaPath}/`);
}

function isBelow(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}/`);
}
