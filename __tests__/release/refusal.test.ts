import { readdirSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AppConfigClient,
  type AppConfigClientConfig,
  ListApplicationsCommand,
} from '@aws-sdk/client-appconfig';
import { refusalOf } from '../../release/refusal';

const CREDENTIALS = { accessKeyId: '000000000000', secretAccessKey: 'none' };

async function thrownBy(config: AppConfigClientConfig, abortSignal?: AbortSignal): Promise<unknown> {
  const client = new AppConfigClient({
    region: 'eu-west-1',
    credentials: CREDENTIALS,
    maxAttempts: 1,
    ...config,
  });
  return client
    .send(new ListApplicationsCommand({}), { ...(abortSignal && { abortSignal }) })
    .finally(() => client.destroy())
    .then(
      () => undefined,
      (error: unknown) => error,
    );
}

/** What the SDK makes of an answer, whatever it is. */
async function thrownAfter(answer: RequestListener): Promise<unknown> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const error = await thrownBy({ endpoint });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return error;
}

function anError(message: string, properties: object): Error {
  return Object.assign(new Error(message), properties);
}

test.each([
  ['a closed port', { endpoint: 'http://127.0.0.1:1' }],
  ['a name that nobody has', { endpoint: 'http://appconfig.invalid' }],
])('refusalOf() of the SDK at %s is unreachable, although it has metadata', async (_, config) => {
  const error = await thrownBy(config);
  expect(error).toHaveProperty('$metadata');
  expect(refusalOf(error)).toMatchObject({ kind: 'unreachable' });
});

test('refusalOf() asks whether `dynconf serve` runs where a port is closed, and nowhere else', async () => {
  expect(refusalOf(await thrownBy({ endpoint: 'http://127.0.0.1:1' }))?.text).toBe(
    'connect ECONNREFUSED 127.0.0.1:1 (is `npx dynconf serve` running?)',
  );
  expect(refusalOf(anError('getaddrinfo EAI_AGAIN a', { code: 'EAI_AGAIN' }))?.text).not.toContain('serve');
});

test.each(['EAI_AGAIN', 'EPIPE', 'ETIMEDOUT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
  'refusalOf() of %s is unreachable, with the metadata of the SDK and without',
  (code) => {
    expect(refusalOf(anError(code, { code }))?.kind).toBe('unreachable');
    expect(refusalOf(anError(code, { code, $metadata: { attempts: 3 } }))?.kind).toBe('unreachable');
  },
);

test('refusalOf() of a connection that is cut, of a request that takes too long, and of a page of a proxy is unreachable', async () => {
  expect(refusalOf(await thrownAfter((request) => request.socket.destroy()))?.kind).toBe('unreachable');
  expect(refusalOf(anError('it took too long', { name: 'TimeoutError' }))?.kind).toBe('unreachable');
  const page = await thrownAfter((_, response) => response.writeHead(502).end('<html>'));
  expect(refusalOf(page)).toMatchObject({
    kind: 'unreachable',
    text: expect.stringMatching(/^something else does: [^\n]*$/),
  });
});

test('refusalOf() of an answer with a status is refused, with the name that AWS gives it', async () => {
  const error = await thrownAfter((_, response) =>
    response.writeHead(403).end('{"__type":"AccessDeniedException","message":"not allowed"}'),
  );
  expect(refusalOf(error)).toEqual({ kind: 'refused', text: 'AccessDeniedException: not allowed' });
});

test.each(['CredentialsProviderError', 'TokenProviderError', 'ProviderError'])(
  'refusalOf() of %s is no-credentials, with metadata and without',
  (name) => {
    expect(refusalOf(anError('none', { name }))).toEqual({ kind: 'no-credentials', text: 'none' });
    expect(refusalOf(anError('none', { name, $metadata: {} }))?.kind).toBe('no-credentials');
  },
);

test('refusalOf() of credentials that have expired is no-credentials, although AWS says it', async () => {
  const error = await thrownAfter((_, response) =>
    response.writeHead(403).end('{"__type":"ExpiredTokenException","message":"the token is expired"}'),
  );
  expect(refusalOf(error)).toEqual({ kind: 'no-credentials', text: 'the token is expired' });
});

test('refusalOf() of a token file that is not there is no-credentials, of any other file it is nothing', () => {
  const file = '/nowhere/token';
  const before = process.env['AWS_WEB_IDENTITY_TOKEN_FILE'];
  process.env['AWS_WEB_IDENTITY_TOKEN_FILE'] = file;
  try {
    expect(refusalOf(anError('no such file', { code: 'ENOENT', path: file }))?.kind).toBe('no-credentials');
    expect(refusalOf(anError('no such file', { code: 'ENOENT', path: '/other' }))).toBeUndefined();
  } finally {
    if (before === undefined) delete process.env['AWS_WEB_IDENTITY_TOKEN_FILE'];
    else process.env['AWS_WEB_IDENTITY_TOKEN_FILE'] = before;
  }
});

test('refusalOf() knows nothing of our bugs, nor of what somebody called off', async () => {
  const ofNode = ((): unknown => {
    try {
      return readdirSync(undefined as unknown as string);
    } catch (error) {
      return error;
    }
  })();
  expect(ofNode).toHaveProperty('code', 'ERR_INVALID_ARG_TYPE');
  const calledOff = await thrownBy({ endpoint: 'http://127.0.0.1:1' }, AbortSignal.abort());
  for (const error of [new TypeError('undefined is no function'), ofNode, calledOff, 'a text']) {
    expect(refusalOf(error)).toBeUndefined();
  }
});
