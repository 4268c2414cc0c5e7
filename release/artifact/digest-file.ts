import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1 << 20;

/** `sha256:<hex>` of a regular file, read piece by piece: a file of any size takes 1 MiB of memory. */
export function digestFile(file: string): string {
  const hash = createHash('sha256');
  for (const chunk of chunksOf(file)) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}

/** What digestFile() says of the same text with the line ends of Unix: a checkout may have rewritten them. */
export function digestWithoutCarriageReturns(file: string): string {
  const hash = createHash('sha256');
  let isPending = false;
  for (const chunk of chunksOf(file)) {
    const text: string = (isPending ? '\r' : '') + chunk.toString('latin1');
    isPending = text.endsWith('\r');
    hash.update(Buffer.from((isPending ? text.slice(0, -1) : text).replaceAll('\r\n', '\n'), 'latin1'));
  }
  if (isPending) hash.update('\r');
  return `sha256:${hash.digest('hex')}`;
}

/** Each chunk is overwritten by the next one. */
function* chunksOf(file: string): Generator<Buffer> {
  // Neither follows a link that was put there after the folder was listed, nor waits for somebody to write into a pipe.
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!fstatSync(descriptor).isFile()) throw new Error(`${file} is not a regular file`);
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      const length = readSync(descriptor, buffer, 0, CHUNK_BYTES, null);
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}
