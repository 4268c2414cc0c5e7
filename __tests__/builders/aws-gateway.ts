import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call of AWS. */
export interface AwsCall {
  /** The access key: 12 digits are the account. */
  readonly account: string;
  readonly region: string;
  /** As the signature names it: `s3`, `kms`, `appconfig` … */
  readonly service: string;
  /** `CreateKey`; of an API with paths `POST /createNotificationRule`; of S3 `PUT bucket?policy` or `GET object`. */
  readonly operation: string;
  readonly path: string;
  readonly body: string;
}

/** An answer that neither moto nor our AppConfig gives; nothing: ask them. */
export type AwsStub = (call: AwsCall) => StubbedAnswer | undefined;

export interface StubbedAnswer {
  readonly status: number;
  readonly type: 'application/json' | 'application/xml';
  readonly body: string;
}

/** One address for all of AWS: what AppConfig is asked for goes to ours, the rest to moto, for the account of the key. */
export interface AwsGateway {
  readonly url: string;
  /** Everything that was asked for, oldest first. */
  readonly calls: readonly AwsCall[];
  /** `service operation` of what the stub answered, sorted, each once. */
  stubbed(): string[];
  close(): Promise<void>;
}

export interface AwsBehindGateway {
  readonly moto: { readonly port: number };
  readonly appConfig: { readonly port: number };
  readonly stub: AwsStub;
  /** Our AppConfig knows how alarms are that somebody sets by hand; Terraform still makes them at moto. @default false */
  readonly readsAlarmsThere?: boolean;
}

const SIGNATURE = /Credential=([^/,\s]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request/;

export async function startAwsGateway(behind: AwsBehindGateway): Promise<AwsGateway> {
  const { moto, appConfig, stub, readsAlarmsThere = false } = behind;
  const calls: AwsCall[] = [];
  const stubbed = new Set<string>();
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const call = callOf(request, body);
    calls.push(call);
    const own = stub(call);
    if (!own)
      return pass(request, response, {
        body,
        call,
        port: (isOurs(call) || (readsAlarmsThere && isAskedBySdk(request)) ? appConfig : moto).port,
      });
    stubbed.add(`${call.service} ${call.operation}`);
    response.writeHead(own.status, { 'content-type': own.type }).end(own.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    stubbed: () => [...stubbed].sort(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isOurs({ service }: AwsCall): boolean {
  return service === 'appconfig';
}

/** CloudWatch's JSON protocol; Terraform's AWS provider uses the older one. */
function isAskedBySdk({ headers }: IncomingMessage): boolean {
  return String(headers['x-amz-target']).startsWith('GraniteServiceVersion20100801.');
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function callOf({ method = '', url = '', headers }: IncomingMessage, buffer: Buffer): AwsCall {
  const [, account = '', region = '', service = ''] = SIGNATURE.exec(headers.authorization ?? '') ?? [];
  const [path = '', query = ''] = url.split('?');
  const body = buffer.toString();
  const target = headers['x-amz-target'];
  const action = service === 's3' ? undefined : new URLSearchParams(body).get('Action');
  // A canary's name is in the path.
  const place =
    service === 's3' ? s3Resource(path, query) : path.replace(/^\/canary\/[^/]+/, '/canary/{name}');
  const rest = `${method} ${place}`;
  const named = typeof target === 'string' ? target.split('.').at(-1) : action;
  return { account, region, service, path, body, operation: named ?? rest };
}

/** `bucket?policy`, `object`: without names, and of the query only the subresource. */
function s3Resource(path: string, query: string): string {
  const kind = path.split('/').filter((part) => part !== '').length > 1 ? 'object' : 'bucket';
  const subresource = /^([a-zA-Z]+)=?$/.exec(query)?.[1];
  return subresource === undefined ? kind : `${kind}?${subresource}`;
}

function pass(
  request: IncomingMessage,
  response: ServerResponse,
  { body, call, port }: { body: Buffer; call: AwsCall; port: number },
): void {
  const { method, url } = request;
  const account = /^\d{12}$/.test(call.account) ? { 'x-moto-account-id': call.account } : {};
  const kept = Object.entries(request.headers).filter(([name]) => name !== 'transfer-encoding');
  const headers = { ...Object.fromEntries(kept), ...account, 'content-length': body.length };
  const onward = forward({ host: '127.0.0.1', port, method, path: url, headers }, (reply) => {
    response.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end(body);
}
