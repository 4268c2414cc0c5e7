'use strict';

const { crc32, deflateRawSync } = require('node:zlib');

const LOCAL_FILE = 0x04034b50;
const CENTRAL_FILE = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;
/** 1 January 1980, the earliest that the format can say: equal files give an equal archive. */
const DATE = 0x0021;
/** A regular file, readable by everybody: Lambda runs code as another user than the one that packed it. */
const MODE = (0o100644 << 16) >>> 0;

/**
 * A zip archive as bytes, in the order of the entries.
 *
 * cdktf's own archive asset starts a process for each asset and writes the files' times of change into it.
 * Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 * @param {Readonly<Record<string, Buffer>>} files path with `/` → content
 */
function zipFiles(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path, 'utf8');
    const data = deflateRawSync(content, { level: 9 });
    const common = commonFields(name, { content, data });
    const local = Buffer.concat([words(LOCAL_FILE), common, name, data]);
    const central = [words(CENTRAL_FILE), shorts((3 << 8) | VERSION), common, centralFields(offset), name];
    directory.push(Buffer.concat(central));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const count = directory.length;
  const end = [words(END), shorts(0, 0, count, count), words(central.length, offset), shorts(0)];
  return Buffer.concat([...parts, central, ...end]);
}

/** What a local header and its twin in the central directory share, up to the length of the extra field. */
function commonFields(name, { content, data }) {
  return Buffer.concat([
    shorts(VERSION, UTF8_NAMES, DEFLATED, 0, DATE),
    words(crc32(content), data.length, content.length),
    shorts(name.length, 0),
  ]);
}

/** Comment length, disk, internal attributes, external attributes, place of the local header. */
function centralFields(offset) {
  return Buffer.concat([shorts(0, 0, 0), words(MODE, offset)]);
}

function shorts(...values) {
  const buffer = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => buffer.writeUInt16LE(value, index * 2));
  return buffer;
}

function words(...values) {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => buffer.writeUInt32LE(value, index * 4));
  return buffer;
}

module.exports = { zipFiles };
