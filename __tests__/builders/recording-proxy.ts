import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy in front of a local AppConfig: it writes down what changes something, and refuses what it is told to. */
export interface RecordingProxy {
  readonly url: string;
  /** `POST …/hostedconfigurationversions`, oldest first; reads are not recorded. */
  readonly changes: string[];
  /** The next call that matches is answered with a 400 and does not arrive. */
  refuseNext(pattern: RegExp): void;
  close(): Promise<void>;
}

export async function startRecordingProxy(target: { readonly port: number }): Promise<RecordingProxy> {
  const changes: string[] = [];
  let refused: RegExp | undefined;
  const server = createServer((request, response) => {
    const call = `${request.method ?? ''} ${request.url ?? ''}`;
    if (request.method !== 'GET') changes.push(call);
    if (refused?.test(call) !== true) return pass(request, response, target.port);
    refused = undefined;
    request.resume();
    response.writeHead(400, {
      'content-type': 'application/json',
      'x-amzn-errortype': 'BadRequestException:',
    });
    response.end(JSON.stringify({ Message: 'refused by the test' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    changes,
    refuseNext: (pattern) => {
      refused = pattern;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pass(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url, headers } = request;
  const onward = forward({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}
