/**
 * Why a release stopped, in one word; the screen turns it into an exit code.
 *
 * - `usage`: asked for something that does not exist
 * - `prerequisite`: something must be installed, built or applied first
 * - `refused`: a conflict, or a document known to be bad
 * - `rolled-back`, `not-served`: AppConfig does not serve what was released
 * - `failed`: Terraform or AWS said no
 * - `interrupted`: a person did
 */
export type ReleaseErrorKind =
  'usage' | 'prerequisite' | 'refused' | 'rolled-back' | 'not-served' | 'failed' | 'interrupted';

/** Ends a release with a sentence for a person; anything else that is thrown is a bug. */
export class ReleaseError extends Error {
  constructor(
    readonly kind: ReleaseErrorKind,
    message: string,
  ) {
    super(message);
    this.name = 'ReleaseError';
  }
}
