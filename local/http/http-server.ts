import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Call } from './call';
import { AwsError, errorReply, internalError } from './errors';
import { readCall, refusalOf } from './read-request';
import type { Reply } from './reply';

type Answer = (call: Call) => Reply;

/** Listens on 127.0.0.1 only. */
export function listen(port: number, answer: Answer): Promise<Server> {
  const server = createServer((request, response) => void respond(request, response, answer));
  server.on('clientError', refuseBadHttp);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** Idle keep-alive connections are closed too: a client that holds one does not keep the server up. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function respond(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  const refusal = refusalOf(request);
  try {
    const reply = refusal === undefined ? answer(await readCall(request)) : forbidden(refusal);
    send(response, reply);
  } catch (error) {
    // A client that went away while it was sending is nobody to answer to.
    if (response.headersSent || response.socket?.destroyed !== false) return void response.destroy();
    send(response, errorReply(error instanceof AwsError ? error : internalError(String(error))));
  }
}

function send(response: ServerResponse, { status, headers, body = '' }: Reply): void {
  const length = status === 204 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { 'x-amzn-requestid': randomUUID(), ...headers, ...length });
  response.end(status === 204 ? undefined : body);
}

function forbidden(message: string): Reply {
  return errorReply(new AwsError('AccessDeniedException', message, { status: 403 }));
}

function refuseBadHttp(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const isTooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const status = isTooLong ? '431 Request Header Fields Too Large' : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
