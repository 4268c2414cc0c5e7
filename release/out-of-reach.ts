/** The SDK puts it around what is not an error of AWS. */
const WRAPPER = /^AWS SDK error wrapper for Error: /;

/** AWS's refusal, a closed port, credentials that are missing, in one line. Anything else is our bug: no answer. */
export function outOfReach(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  const isAws = '$metadata' in error || /Provider(Error)?$/.test(error.name) || error.name === 'TimeoutError';
  if (!isAws && code === undefined) return undefined;
  const text = error.message.replace(WRAPPER, '') || (code ?? error.name);
  const name = error.name.endsWith('Exception') || error.name.startsWith('Access') ? `${error.name}: ` : '';
  return `${name}${text}`.split('\n')[0];
}
