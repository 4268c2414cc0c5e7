'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');
const { identityOf, writeWhole } = require('./whole-file');

/** A cache starts with the identity of its bundle, filled up to this. */
const HEADER_BYTES = 96;

/**
 * Runs a bundle and returns its exports, with the machine code that V8 made of it last time.
 *
 * V8 by itself compares no more of the source than its length. So a cache names the very file that it was made of,
 * and it lies under the tag of the V8, its flags and the processor; anything else is compiled anew and cached when
 * the process ends, with the functions that it has used.
 */
function runBundle(bundle) {
  // Node maps positions back to the sources only in what it loads itself.
  // eslint-disable-next-line security/detect-non-literal-require -- a bundle that we have just made
  if (process.sourceMapsEnabled) return require(bundle);
  const { source, identity } = readBundle(bundle);
  const cache = `${bundle}.${v8.cachedDataVersionTag()}.cache`;
  const cachedData = readCache(cache, identity);
  // eslint-disable-next-line sonarjs/code-eval -- a bundle that we have just made
  const script = new vm.Script(Module.wrap(source), {
    filename: bundle,
    cachedData,
  });
  if (cachedData === undefined || script.cachedDataRejected) {
    process.once('exit', () => writeCache(cache, { identity, data: script.createCachedData() }));
  }
  const module = { exports: {} };
  const requireThere = Module.createRequire(bundle);
  script.runInThisContext()(module.exports, requireThere, module, bundle, path.dirname(bundle));
  return module.exports;
}

/** Both of one and the same file, even when another process puts a new one in its place just now. */
function readBundle(bundle) {
  const descriptor = fs.openSync(bundle);
  try {
    return {
      identity: identityOf(fs.fstatSync(descriptor)),
      source: fs.readFileSync(descriptor, 'utf8'),
    };
  } finally {
    fs.closeSync(descriptor);
  }
}

function readCache(file, identity) {
  try {
    const content = fs.readFileSync(file);
    const isOfBundle = content.subarray(0, HEADER_BYTES).equals(headerOf(identity));
    return isOfBundle ? content.subarray(HEADER_BYTES) : undefined;
  } catch {
    return undefined;
  }
}

function writeCache(file, { identity, data }) {
  try {
    writeWhole(file, Buffer.concat([headerOf(identity), data]));
  } catch {
    // A full or read-only disk: everything has been done, and the next start is as slow as this one.
  }
}

function headerOf(identity) {
  return Buffer.from(identity.padEnd(HEADER_BYTES));
}

module.exports = { runBundle };
