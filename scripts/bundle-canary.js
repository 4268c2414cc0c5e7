'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { zipFiles } = require('./zip-files');

const PROJECT = path.resolve(__dirname, '..');
const CACHE = path.join(PROJECT, 'node_modules', '.cache', 'dynconf');
const ROOM = path.join(PROJECT, 'runtime');

/** `<file>.<export>`, as the canary resource names it. */
const HANDLER = 'canary.handler';
/**
 * The largest archive that a canary takes without a bucket, in its base64 form.
 * https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CanaryCodeInput.html
 */
const MAXIMUM_BASE64_BYTES = 225_000;
/**
 * Synthetics looks for the file here (CloudWatch user guide, "Packaging your Node.js canary files"); its newer
 * runtimes also at the root of the archive, and the guide does not say so of the one without a browser. A file in
 * both places is right either way.
 */
const CODE_PLACE = 'nodejs/node_modules/canary.js';
const ROOT_FILE = { 'canary.js': Buffer.from(`module.exports = require('./${CODE_PLACE}');\n`) };

/**
 * Bundles runtime/canary.ts with the AWS SDK into one file and packs it as CloudWatch Synthetics wants it.
 *
 * The same sources give the same bytes on every checkout; a bundle is made once and kept under node_modules/.cache.
 * @returns {{ folder: string, zip: string, hash: string }} the unpacked layout, the archive, and what to call both
 */
function bundleCanary() {
  const hash = hashOfSources();
  const place = path.join(CACHE, `canary-${hash}`);
  const bundle = { folder: path.join(place, 'code'), zip: path.join(place, 'canary.zip'), hash };
  if (!fs.existsSync(place)) build(place);
  return bundle;
}

function build(place) {
  const files = { ...ROOT_FILE, [CODE_PLACE]: bundledCode() };
  const zip = zipFiles(files);
  const size = zip.toString('base64').length;
  if (size >= MAXIMUM_BASE64_BYTES) {
    throw new Error(`the canary takes ${size} bytes, a canary without a bucket has ${MAXIMUM_BASE64_BYTES}`);
  }
  const beside = fs.mkdtempSync(`${ensureParent(place)}-`);
  fs.writeFileSync(path.join(beside, 'canary.zip'), zip);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(beside, 'code', name);
    fs.writeFileSync(ensureParent(file), content);
  }
  rename(beside, place);
}

function bundledCode() {
  const { outputFiles } = require('esbuild').buildSync({
    entryPoints: ['./runtime/canary.ts'],
    absWorkingDir: PROJECT,
    bundle: true,
    minify: true,
    platform: 'node',
    // Older than the Node.js of compiler/runtimes.ts: the tests load it where the project runs.
    target: 'node20',
    format: 'cjs',
    // The SDK's ES modules: what is not used falls away, a quarter of the size.
    mainFields: ['module', 'main'],
    legalComments: 'none',
    tsconfigRaw: '{}',
    write: false,
    logLevel: 'error',
  });
  return Buffer.from(outputFiles[0].contents);
}

/** The lock file stands for all of node_modules, this folder's files for how it is done. */
function hashOfSources() {
  const hash = createHash('sha256');
  const sources = fs.readdirSync(ROOM).filter((name) => name.endsWith('.ts'));
  const files = [...sources.sort().map((name) => path.join(ROOM, name)), __filename];
  for (const file of [
    ...files,
    path.join(__dirname, 'zip-files.js'),
    path.join(PROJECT, 'package-lock.json'),
  ]) {
    const content = fs.readFileSync(file);
    hash.update(`${path.basename(file)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 32);
}

function ensureParent(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return file;
}

/** Another process that was faster left the same bytes. */
function rename(from, to) {
  try {
    fs.renameSync(from, to);
  } catch (error) {
    fs.rmSync(from, { recursive: true });
    if (!fs.existsSync(to)) throw error;
  }
}

module.exports = { bundleCanary, HANDLER };

if (require.main === module)
  process.stdout.write(`${JSON.stringify({ ...bundleCanary(), handler: HANDLER })}\n`);
