import { isNativeError } from 'node:util/types';

/** Why nobody did what was asked of AWS, or of what stands in for it. */
export interface Refusal {
  /**
   * - `refused`: there is an answer, and it is no
   * - `unreachable`: there is none, or none that AWS would give
   * - `no-credentials`: nobody is there who asks, or no longer
   */
  readonly kind: 'refused' | 'unreachable' | 'no-credentials';
  /** One line. */
  readonly text: string;
}

/** The SDK puts it around what is not an error of AWS. */
const WRAPPER = /^AWS SDK error wrapper for Error: /;
/** What Node says of a call that was written wrongly begins with ERR_; only these of it are the other side's. */
const OUR_MISTAKE = /^ERR_(?!TLS|SSL)/;
const SERVE_HINT = ' (is `npx dynconf serve` running?)';

/** What was no with AWS, in one line; nothing where the error is our bug, or where somebody called it off. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!isNativeError(error) || error.name === 'AbortError') return undefined;
  const text = textOf(error);
  const status = statusOf(error);
  if (lacksCredentials(error)) return { kind: 'no-credentials', text };
  // A page where AWS sends JSON is a proxy's, whatever its status.
  if (status > 0 && error.name === 'SyntaxError')
    return { kind: 'unreachable', text: `something else does: ${text}` };
  if (status > 0) return { kind: 'refused', text: `${error.name}: ${text}` };
  if (!isOfNetwork(error)) return undefined;
  // AWS's endpoints refuse no connection; they are not found, or time out.
  return { kind: 'unreachable', text: text.includes('ECONNREFUSED') ? text + SERVE_HINT : text };
}

/** The SDK writes `$metadata` on errors of the network, too: only an answer has a status. */
function statusOf(error: Error): number {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
}

function lacksCredentials(error: Error): boolean {
  const { path } = error as NodeJS.ErrnoException;
  const isTokenFile = path !== undefined && path === process.env['AWS_WEB_IDENTITY_TOKEN_FILE'];
  return isTokenFile || /Provider(Error)?$|^ExpiredToken/.test(error.name);
}

/** Errors of files and programs have a path, those of the network have none. */
function isOfNetwork(error: Error): boolean {
  if ('$metadata' in error || error.name === 'TimeoutError') return true;
  const code = codeOf(error);
  return code !== '' && !OUR_MISTAKE.test(code) && (error as NodeJS.ErrnoException).path === undefined;
}

/** Node tries every address of a name and then has no message of its own. */
function textOf(error: Error): string {
  const text = error.message.replace(WRAPPER, '') || codeOf(error) || error.name;
  return text.split('\n')[0] ?? text;
}

function codeOf(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
