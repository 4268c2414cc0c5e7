import { connect } from 'node:net';
import { request } from 'node:http';
import { startLocalAppConfig } from '../../local/server';
import { aLocalAppConfig, closeLocalAppConfigs } from '../builders/a-local-app-config';

afterEach(closeLocalAppConfigs);

/** `fetch` sets no Host and no Origin of its own choosing. */
function ask(url: string, path: string, { method = 'GET', headers = {}, body = '' } = {}) {
  const { port } = new URL(url);
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>(
    (resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    },
  );
}

test('startLocalAppConfig() answers an unsigned GET /applications', async () => {
  const { url } = await aLocalAppConfig();
  const answer = await ask(url, '/applications');
  expect([answer.status, answer.body]).toEqual([200, '{"Items":[]}']);
  expect(answer.headers['content-type']).toBe('application/json');
  expect(answer.headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
});

test.each([
  [{ host: 'example.com' }, 403],
  [{ host: 'localhost.example.com:80' }, 403],
  [{ host: '169.254.169.254' }, 403],
  [{ origin: 'http://localhost:3000' }, 403],
  [{ origin: 'null' }, 403],
  [{ host: 'localhost:2770' }, 200],
  [{ host: '[::1]:2770' }, 200],
  [{ host: '127.0.0.1' }, 200],
])(
  'startLocalAppConfig() keeps web pages and foreign host names out: %j gets %d',
  async (headers, status) => {
    const { url } = await aLocalAppConfig();
    expect((await ask(url, '/applications', { headers })).status).toBe(status);
    expect(
      (await ask(url, '/_local/clock', { headers: { ...headers, 'x-dynconf-local': '1' } })).status,
    ).toBe(status);
  },
);

const post = (body: string) => ({ method: 'POST', body });
test.each([
  ['an unknown path', { path: '/nope' }, '404 UnknownOperationException:'],
  ['OPTIONS', { method: 'OPTIONS' }, '404 UnknownOperationException:'],
  ['PUT', { method: 'PUT' }, '404 UnknownOperationException:'],
  ['HEAD', { method: 'HEAD' }, '404 UnknownOperationException:'],
  ['a body that is no JSON', post('{'), '400 BadRequestException:'],
  ['a body that is no object', post('[1]'), '400 BadRequestException:'],
  ['a member of another type', post('{"Name":1}'), '400 BadRequestException:'],
  ['a missing member', post('{"Name":null}'), '400 BadRequestException:'],
  ['a broken escape', { path: '/applications/%zz' }, '400 BadRequestException:'],
  ['a name of Object.prototype', { path: '/applications/__proto__' }, '404 ResourceNotFoundException:'],
])('startLocalAppConfig() answers %s with an error, and goes on', async (_name, sent, said) => {
  const { url } = await aLocalAppConfig();
  const { path = '/applications', ...rest }: { path?: string; method?: string; body?: string } = sent;
  const { status, headers } = await ask(url, path, rest);
  expect(`${status} ${String(headers['x-amzn-errortype'])}`).toBe(said);
  expect((await ask(url, '/applications')).status).toBe(200);
});

test('startLocalAppConfig() survives what is not HTTP, too many headers, and clients that hang up', async () => {
  const { url, port } = await aLocalAppConfig();
  const raw = (text: string) =>
    new Promise<string>((resolve) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (chunk) => (answer += String(chunk)));
      socket.on('close', () => resolve(answer));
      socket.on('error', () => undefined);
    });
  expect(await raw('\0\0 nonsense\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
  expect(await raw(`GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 431 /,
  );
  const socket = connect(port, '127.0.0.1', () => {
    socket.write('POST /applications HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{"Na');
    socket.destroy();
  });
  await new Promise((resolve) => socket.on('close', resolve));
  expect((await ask(url, '/applications')).status).toBe(200);
});

test('startLocalAppConfig() closes although a client keeps its connection', async () => {
  const local = await startLocalAppConfig();
  const socket = connect(local.port, '127.0.0.1');
  await new Promise((resolve) => socket.on('connect', resolve));
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.on('error', () => undefined);
  await local.close();
  await closed;
  await expect(fetch(`${local.url}/applications`)).rejects.toThrow();
});

test('startLocalAppConfig() says which port is in use, and leaves nothing open', async () => {
  const { port } = await aLocalAppConfig();
  await expect(startLocalAppConfig({ port })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
  await expect(startLocalAppConfig({ agentPort: port })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
});
