import { ReleaseError, type ReleaseErrorKind } from '../release/release-error';
import { CommandError, EXIT, type ExitCode } from './exit-codes';

const EXIT_OF: Readonly<Record<ReleaseErrorKind, ExitCode>> = {
  usage: EXIT.usage,
  prerequisite: EXIT.usage,
  refused: EXIT.refused,
  'rolled-back': EXIT.rolledBack,
  'not-served': EXIT.rolledBack,
  failed: EXIT.notInOrder,
  interrupted: EXIT.interrupted,
};

/** What a release throws, with its exit code; a refusal of AWS is a sentence, too, and anything else is our bug. */
export function releaseExit(error: unknown): unknown {
  if (error instanceof ReleaseError) return new CommandError(EXIT_OF[error.kind], error.message);
  if (!(error instanceof Error)) return error;
  if (isConnectionProblem(error)) {
    // AWS's endpoints refuse no connection; they are not found, or time out.
    const hint = codeOf(error) === 'ECONNREFUSED' ? ' (is `npx dynconf serve` running?)' : '';
    return new CommandError(EXIT.usage, `AppConfig does not answer: ${messageOf(error)}${hint}`);
  }
  if ('$metadata' in error)
    return new CommandError(EXIT.notInOrder, `AWS refused: ${error.name}: ${error.message}`);
  if (error.name === 'CredentialsProviderError')
    return new CommandError(EXIT.usage, `AWS credentials are missing: ${error.message}`);
  return error;
}

function isConnectionProblem(error: Error): boolean {
  return ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT'].includes(codeOf(error));
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

/** Node tries every address of a name and then has no message of its own. */
function messageOf(error: Error): string {
  return error.message || codeOf(error) || error.name;
}
