import { hash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename } from 'node:path';

/** Ten times what 10,000 flags need. */
const MAXIMUM_BYTES = 128 * 1024 * 1024;
/** Two SHA-256 in hexadecimal: of who wrote it as which file, and of all that follows. Data starts where a number of 32 bits may. */
const HEADER_BYTES = 128;
/** A pipe in its place would never be open. */
const READ_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** What this version wrote there, every byte of it; undefined for anything else, whatever the reason. */
export function readCacheFile(path: string, version: string): Buffer | undefined {
  try {
    const content = readOrdinaryFile(path);
    const data = content?.subarray(HEADER_BYTES);
    const header = content?.subarray(0, HEADER_BYTES);
    return data && header?.equals(headerOf(path, version, data)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Written beside and renamed: nobody ever reads half of it. Whether it could be written matters to nobody. */
export function writeCacheFile(path: string, version: string, parts: readonly Uint8Array[]): void {
  const data = Buffer.concat(parts);
  if (data.length + HEADER_BYTES > MAXIMUM_BYTES) return;
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(beside, Buffer.concat([headerOf(path, version, data), data]), { flag: 'wx' });
    renameSync(beside, path);
  } catch {
    removeIfThere(beside);
  }
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // There is not even its folder.
  }
}

function readOrdinaryFile(path: string): Buffer | undefined {
  const descriptor = openSync(path, READ_WITHOUT_WAITING);
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile() || status.size < HEADER_BYTES || status.size > MAXIMUM_BYTES) return undefined;
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function headerOf(path: string, version: string, data: Uint8Array): Buffer {
  const writer = `${version} ${basename(path)}`;
  return Buffer.concat([writer, data].map((each) => Buffer.from(hash('sha256', each, 'hex'))));
}
