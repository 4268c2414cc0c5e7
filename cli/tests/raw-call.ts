import { request as http } from 'node:http';
import { request as https } from 'node:https';

/** A request exactly as it is written down: no client puts its path in order, signs it or tries it again. */
export interface RawCall {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const ANSWER_MILLISECONDS = 10_000;
/** What is looked at of an answer. */
const MOST_BYTES = 65_536;

class TooLate extends Error {
  /** By which refusalOf() knows it, as it does the SDK's own. */
  override readonly name = 'TimeoutError';
}

export function rawCall(origin: string, { method, path, headers = {}, body }: RawCall): Promise<RawAnswer> {
  const { protocol, hostname, port } = new URL(origin);
  const start = protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const call = start({ hostname, port, method, path, headers: { ...headers } }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => {
        if (text.length < MOST_BYTES) text += chunk.toString('latin1');
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
      );
      answer.on('error', reject);
    });
    call.setTimeout(ANSWER_MILLISECONDS, () => call.destroy(new TooLate('no answer in 10 seconds')));
    call.on('error', reject);
    call.end(body);
  });
}
