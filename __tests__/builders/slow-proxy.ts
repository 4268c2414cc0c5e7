import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy in front of a local AppConfig: every answer comes later, and as many as are told are refused. */
export interface SlowProxy {
  readonly url: string;
  delayMilliseconds: number;
  /** Answered with 503 instead. */
  isBroken: boolean;
  close(): Promise<void>;
}

export async function startSlowProxy(target: { readonly port: number }): Promise<SlowProxy> {
  const server = createServer((request, response) => {
    if (proxy.isBroken) {
      request.resume();
      return void response.writeHead(503, { 'content-type': 'application/json' }).end('{"message":"down"}');
    }
    const { method, url, headers } = request;
    const onward = forward({ host: '127.0.0.1', port: target.port, method, path: url, headers }, (answer) => {
      setTimeout(() => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      }, proxy.delayMilliseconds);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: SlowProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    delayMilliseconds: 0,
    isBroken: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}
