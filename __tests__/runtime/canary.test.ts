import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handler, verdictOn, watchAll } from '../../runtime/canary';
import { canarySettings } from '../../runtime/canary-settings';
import type { Finding } from '../../runtime/watch-document';
import { aDataPlane } from '../builders/data-plane';

const VARIABLES = { CANARY_ENVIRONMENT: 'prod', CANARY_COMPONENTS: 'checkout:fo search:fo' };

async function findings(plane = aDataPlane(), variables = VARIABLES): Promise<Finding[]> {
  return watchAll({ settings: canarySettings(variables), plane, memory: new Map(), nowMillis: () => 0 });
}

test('watchAll() keeps the order of the settings', async () => {
  const names = (await findings()).map(({ document }) => `${document.component}/${document.profile}`);
  expect(names).toEqual(['checkout/flags', 'checkout/operations', 'search/flags', 'search/operations']);
});

test('watchAll() reads a hundred components', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `component-${index}:fo`).join(' ');
  expect(await findings(aDataPlane(), { ...VARIABLES, CANARY_COMPONENTS: names })).toHaveLength(200);
});

test('verdictOn() names every document that is not in order, and hides none behind another', async () => {
  const plane = aDataPlane({
    failures: new Map([['checkout/flags', new Error('down')]]),
    bodies: new Map([['search/operations', '[]']]),
  });
  expect(verdictOn(await findings(plane), 'prod')).toBe(
    [
      '2 of 4 documents of prod are not in order:',
      '  checkout/flags cannot be read: Error: down',
      '  search/operations is a list, expected an object',
    ].join('\n'),
  );
});

test('verdictOn() says when all is well', async () => {
  expect(verdictOn(await findings(), 'prod')).toBe('4 documents of prod are served as expected');
});

describe('handler()', () => {
  const before = process.env;
  let server: Server;
  let answer: string;
  let written: string[];
  let stdout: jest.SpyInstance;

  beforeEach(async () => {
    answer = '{"log-level":"info"}';
    server = createServer((request, response) => {
      if (request.method === 'POST') {
        response.writeHead(201, { 'content-type': 'application/json' });
        response.end('{"InitialConfigurationToken":"first"}');
        return;
      }
      response.writeHead(200, {
        'Next-Poll-Configuration-Token': 'next',
        'Next-Poll-Interval-In-Seconds': '60',
      });
      response.end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    process.env = {
      PATH: before['PATH'],
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: '000000000000',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_APPCONFIGDATA: `http://127.0.0.1:${port}`,
      CANARY_ENVIRONMENT: 'prod',
      CANARY_COMPONENTS: 'search:o',
    };
    written = [];
    stdout = jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
      written.push(String(line));
      return true;
    });
  });

  afterEach(async () => {
    stdout.mockRestore();
    process.env = before;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('handler() reads through the AWS SDK and writes a line of metrics for each document', async () => {
    await expect(isolatedHandler()()).resolves.toBe('1 documents of prod are served as expected');
    expect(written.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { Component: 'search', Failed: 0 },
    ]);
  });

  test('handler() throws after it has written the metrics', async () => {
    answer = '[]';
    await expect(isolatedHandler()()).rejects.toThrow('search/operations is a list');
    expect(written.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ Failed: 1 }]);
  });

  test('handler() says which variable is missing', async () => {
    delete process.env['CANARY_COMPONENTS'];
    await expect(handler()).rejects.toThrow('CANARY_COMPONENTS is not set');
  });
});

/** A cold start: the module keeps its client and its sessions from one run to the next. */
function isolatedHandler(): typeof handler {
  let isolated = handler;
  jest.isolateModules(() => {
    isolated = (jest.requireActual('../../runtime/canary') as { handler: typeof handler }).handler;
  });
  return isolated;
}
