import type { IncomingHttpHeaders } from 'node:http';
import type { Scope } from './credential-scope';

/** One request, already taken apart. */
export interface Call {
  readonly method: string;
  /** As it came, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** From the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly scope: Scope;
}

/** A parameter of the path. Asking for one that the route does not have is our bug. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`the route of ${call.method} ${call.path} has no {${name}}`);
  return value;
}

export function header(call: Call, name: string): string | undefined {
  const value = call.headers[name.toLowerCase()];
  return Array.isArray(value) ? value[0] : value;
}
