import type { IncomingHttpHeaders } from 'node:http';

/** Whose resources a request means. */
export interface Scope {
  readonly account: string;
  readonly region: string;
}

export const DEFAULT_ACCOUNT = '000000000000';
export const DEFAULT_REGION = 'us-east-1';

/**
 * Account and region of a request, from the credential scope of its SigV4 signature.
 *
 * A 12-digit access key is that account, any other key is 000000000000. The signature itself is not checked: there is
 * no secret. Unsigned requests get us-east-1.
 */
export function credentialScope(headers: IncomingHttpHeaders, query: URLSearchParams): Scope {
  const fromHeader = /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1];
  const [accessKey = '', , region = ''] = (fromHeader ?? query.get('X-Amz-Credential') ?? '').split('/');
  return {
    account: /^\d{12}$/.test(accessKey) ? accessKey : DEFAULT_ACCOUNT,
    region: /^[a-z0-9-]{1,32}$/.test(region) ? region : DEFAULT_REGION,
  };
}
