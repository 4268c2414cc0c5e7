import type { IncomingMessage } from 'node:http';
import type { Call } from './call';
import { credentialScope } from './credential-scope';
import { AwsError, payloadTooLarge } from './errors';

/** More than AppConfig takes, so that its own limit is what a client hears about. */
const LARGEST_BODY_BYTES = 8 * 1024 * 1024;
/** A body this much too long is not even read to its end. */
const GIVE_UP_BYTES = 64 * 1024 * 1024;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/** Nothing but programs on this machine: no foreign host name (DNS rebinding), no web page. */
export function refusalOf({ headers }: IncomingMessage): string | undefined {
  if (!LOOPBACK.test(headers.host ?? '')) return 'only requests to a loopback host name are answered';
  if (headers.origin !== undefined) return 'requests from web pages (with an Origin) are not answered';
  return undefined;
}

export async function readCall(request: IncomingMessage): Promise<Call> {
  const body = await readBody(request);
  const { pathname, query } = splitUrl(request.url ?? '/');
  return {
    method: request.method ?? 'GET',
    path: pathname,
    query,
    headers: request.headers,
    body,
    params: {},
    scope: credentialScope(request.headers, query),
  };
}

/** By hand, because `URL` would normalise the path. */
function splitUrl(url: string): { pathname: string; query: URLSearchParams } {
  const at = url.indexOf('?');
  const [path, query] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
  const pathname = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  return { pathname, query: new URLSearchParams(query) };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY_BYTES) chunks.push(chunk);
    if (size > GIVE_UP_BYTES) throw new AwsError('PayloadTooLargeException', 'too long', { status: 413 });
  }
  if (size > LARGEST_BODY_BYTES) throw payloadTooLarge(size, 2 * 1024 * 1024);
  return Buffer.concat(chunks);
}
