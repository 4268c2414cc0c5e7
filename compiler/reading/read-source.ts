import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from './findings';
import { Source, startOfFile } from './source';

/** Larger than any document AppConfig stores (2 MB by default), small enough to parse in seconds. */
const MAXIMUM_FILE_BYTES = 5 * 1024 * 1024;
/** A pipe without a writer would never be open. */
const READ_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
/** Drops the byte order mark: columns count from the first real character. */
const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** A file as text, or the reason why not; nothing is thrown. */
export function readSource(root: string, file: string, findings: Findings): Source | undefined {
  const bytes = readBytes(root, file, findings);
  if (bytes === undefined) return undefined;
  const text = decode(bytes);
  if (text !== undefined) return new Source(file, text);
  findings.error(startOfFile(file), 'FILE_NOT_TEXT', {
    message: `${file} is not text in UTF-8`,
    fix: 'save it as UTF-8 text, or remove it',
  });
  return undefined;
}

function readBytes(root: string, file: string, findings: Findings): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(join(root, file), READ_WITHOUT_WAITING);
    return readOpen(file, descriptor, findings);
  } catch (error) {
    return refuse(file, `cannot be read (${reason(error)})`, findings);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function readOpen(file: string, descriptor: number, findings: Findings): Buffer | undefined {
  const status = fstatSync(descriptor);
  if (status.isDirectory()) return refuse(file, 'is a folder, not a file', findings);
  if (!status.isFile()) return refuse(file, 'is not an ordinary file', findings);
  if (status.size <= MAXIMUM_FILE_BYTES) return readAll(descriptor, status.size);
  findings.error(startOfFile(file), 'FILE_TOO_LARGE', {
    message: `${file} has ${megabytes(status.size)} MB, at most ${megabytes(MAXIMUM_FILE_BYTES)} MB is read`,
    fix: 'split it: AppConfig stores 2 MB per document',
  });
  return undefined;
}

/** Nearly every file fits; each is text before the next is read. */
const small = Buffer.allocUnsafe(64 * 1024);

/** `readFileSync` would ask for the size once more, and for room of its own. */
function readAll(descriptor: number, size: number): Buffer {
  const bytes = size <= small.length ? small : Buffer.allocUnsafe(size);
  let read = 0;
  while (read < size) {
    const more = readSync(descriptor, bytes, read, size - read, null);
    if (more === 0) break;
    read += more;
  }
  return bytes.subarray(0, read);
}

function refuse(file: string, what: string, findings: Findings): undefined {
  findings.error(startOfFile(file), 'FILE_UNREADABLE', {
    message: `${file} ${what}`,
    fix: 'replace it by a readable file, or remove it',
  });
  return undefined;
}

/** What the operating system said, in words. */
export function reason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'it is a link to nothing, or it is gone';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ELOOP') return 'its links go in a circle';
  return code ?? 'for an unknown reason';
}

function megabytes(bytes: number): string {
  return (bytes / (1024 * 1024)).toFixed(1).replace(/\.0$/, '');
}

function decode(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return UTF_8.decode(bytes);
  } catch {
    return undefined;
  }
}
