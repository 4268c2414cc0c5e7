'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');

/** What changes whenever a file is written, copied, checked out or put in another's place. */
function identityOf({ size, mtimeMs, ctimeMs, ino }) {
  return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}

/** Written beside and renamed: two processes that write at once leave one whole file. Answers with its identity. */
function writeWhole(file, contents) {
  const suffix = createHash('sha256')
    .update(`${process.pid} ${process.hrtime.bigint()}`)
    .digest('hex')
    .slice(0, 12);
  const beside = `${file}.${suffix}`;
  const descriptor = fs.openSync(beside, 'w');
  try {
    fs.writeFileSync(descriptor, contents);
    fs.renameSync(beside, file);
    // Of what was written here, even when another process has already put its own in this place.
    return identityOf(fs.fstatSync(descriptor));
  } finally {
    fs.closeSync(descriptor);
  }
}

module.exports = { identityOf, writeWhole };
