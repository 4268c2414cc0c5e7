import { type Refusal, refusalOf } from '../../release/refusal';
import { ReleaseError, type ReleaseErrorKind } from '../../release/release-error';
import { CommandError, EXIT, type ExitCode } from '../exit-codes';

const EXIT_OF: Readonly<Record<ReleaseErrorKind, ExitCode>> = {
  usage: EXIT.usage,
  prerequisite: EXIT.usage,
  refused: EXIT.refused,
  'rolled-back': EXIT.rolledBack,
  'not-served': EXIT.rolledBack,
  failed: EXIT.notInOrder,
  interrupted: EXIT.interrupted,
};

const OF_REFUSAL: Readonly<Record<Refusal['kind'], readonly [ExitCode, says: string]>> = {
  refused: [EXIT.notInOrder, 'AWS refused'],
  unreachable: [EXIT.usage, 'AppConfig does not answer'],
  'no-credentials': [EXIT.usage, 'AWS credentials are missing or expired'],
};

/** What a release throws, with its exit code; a refusal of AWS is a sentence, too, and anything else is our bug. */
export function releaseExit(error: unknown): unknown {
  if (error instanceof ReleaseError) return new CommandError(EXIT_OF[error.kind], error.message);
  const refusal = refusalOf(error);
  if (refusal === undefined) return error;
  const [exitCode, says] = OF_REFUSAL[refusal.kind];
  return new CommandError(exitCode, `${says}: ${refusal.text}`);
}
