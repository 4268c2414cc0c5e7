'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { runBundle } = require('./run-bundle');
const { identityOf, writeWhole } = require('./whole-file');

const PROJECT = path.resolve(__dirname, '..');
const CACHE = path.join(PROJECT, 'node_modules', '.cache', 'dynconf');
/**
 * The library's own build without Node's environment: the other one looks into `process.env` at every token, which is a
 * quarter of the time that it takes to parse a definition.
 */
const YAML = path.join(PROJECT, 'node_modules', 'yaml', 'browser', 'dist', 'index.js');
/** Files are stamped with a clock that lags behind by a tick of the kernel. */
const CLOCK_STEP_MS = 20;

/**
 * Runs one of the project's TypeScript files and returns its exports.
 *
 * The file is bundled once with everything it imports and kept under node_modules/.cache; a bundle is used again
 * as long as every file it was made of is unchanged. That is what makes `cdktf synth` start in a fraction of the
 * time `npx ts-node` takes.
 * @param {string} entry relative to the project folder
 */
function loadTypeScript(entry) {
  const name = entry.replace(/[^a-z0-9]+/gi, '-');
  const bundle = path.join(CACHE, `${name}.js`);
  const inputs = path.join(CACHE, `${name}.inputs.json`);
  if (!isFresh(bundle, inputs)) build(entry, { bundle, inputs });
  return runBundle(bundle);
}

function isFresh(bundle, inputs) {
  try {
    const recorded = JSON.parse(fs.readFileSync(inputs, 'utf8'));
    if (recorded.bundle !== identify(bundle)) return false;
    return Object.entries(recorded.files).every(([file, identity]) => identity === identify(file));
  } catch {
    return false;
  }
}

/** A bundle never outlives a change of its sources: a copied or checked-out file gets a new identity. */
function identify(file) {
  return identityOf(fs.statSync(path.resolve(PROJECT, file)));
}

function build(entry, { bundle, inputs }) {
  const start = Date.now();
  const { files, code, sourceMap } = bundledOrMissing(entry, bundle);
  fs.mkdirSync(CACHE, { recursive: true });
  writeWhole(`${bundle}.map`, sourceMap);
  const identity = writeWhole(bundle, code);
  // Nobody knows whether a source saved meanwhile was read before or after: such a bundle is used this once.
  if (files.some((file) => changedSince(file, start - CLOCK_STEP_MS))) return;
  const identities = Object.fromEntries(files.map((file) => [file, identify(file)]));
  writeWhole(inputs, JSON.stringify({ bundle: identity, files: identities }));
}

/** Without the packages, or those of another lock file, nothing can be built: that is said in a sentence. */
function bundledOrMissing(entry, bundle) {
  try {
    return bundled(entry, bundle);
  } catch (error) {
    const isMissing =
      error.code === 'MODULE_NOT_FOUND' ||
      error.errors?.some(({ text }) => text.startsWith('Could not resolve'));
    if (isMissing) require('./installed').requireInstalled();
    throw error;
  }
}

function bundled(entry, bundle) {
  const { metafile, outputFiles } = require('esbuild').buildSync({
    entryPoints: [path.join(PROJECT, entry)],
    absWorkingDir: PROJECT,
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // `import()` becomes `require`: a script of node:vm has no loader of its own.
    supported: { 'dynamic-import': false },
    alias: { yaml: YAML },
    metafile: true,
    write: false,
    logLevel: 'error',
    // Beside it, where it costs nothing: read only with --enable-source-maps.
    sourcemap: 'linked',
    sourcesContent: false,
  });
  const [sourceMap, code] = ['.map', '.js'].map((extension) =>
    outputFiles.find((file) => file.path.endsWith(extension)),
  );
  // node_modules changes only through the lock file, so that one file stands for all of it.
  const own = Object.keys(metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
  const files = [...own, 'package-lock.json', path.relative(PROJECT, __filename)];
  return { files, code: code.contents, sourceMap: sourceMap.contents };
}

function changedSince(file, time) {
  return fs.statSync(path.resolve(PROJECT, file)).mtimeMs >= time;
}

module.exports = { loadTypeScript, PROJECT };
