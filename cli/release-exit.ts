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
    return new CommandError(
      EXIT.usage,
      `AppConfig does not answer: ${messageOf(error)} (is \`npx dynconf serve\` running?)`,
    );
  }
  if ('$metadata' in error)
    return new CommandError(EXIT.notInOrder, `AWS refused: ${error.name}: ${error.message}`);
  if (error.name === 'CredentialsProviderError')
    return new CommandError(EXIT.usage, `AWS credentials are missing: ${error.message}`);
  return error;
}

function isConnectionProblem(error: Error): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT'].includes(code);
}

/** Node tries every address of a name and then has no message of its own. */
function messageOf(error: Error): string {
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
}
