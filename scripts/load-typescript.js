'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const PROJECT = path.resolve(__dirname, '..');
const CACHE = path.join(PROJECT, 'node_modules', '.cache', 'dynconf');

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
  return require(bundle);
}

function isFresh(bundle, inputs) {
  try {
    const recorded = JSON.parse(fs.readFileSync(inputs, 'utf8'));
    if (recorded.bundle !== identityOf(bundle)) return false;
    return Object.entries(recorded.files).every(([file, identity]) => identity === identityOf(file));
  } catch {
    return false;
  }
}

/** Size, time of change and place; a copied or checked-out file gets a new one, so a bundle never outlives its source. */
function identityOf(file) {
  const { size, mtimeMs, ino } = fs.statSync(path.resolve(PROJECT, file));
  return `${size} ${mtimeMs} ${ino}`;
}

function build(entry, { bundle, inputs }) {
  const { metafile, outputFiles } = require('esbuild').buildSync({
    entryPoints: [path.join(PROJECT, entry)],
    absWorkingDir: PROJECT,
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    metafile: true,
    write: false,
    logLevel: 'error',
    sourcemap: 'inline',
    sourcesContent: false,
  });
  // node_modules changes only through the lock file, so that one file stands for all of it.
  const own = Object.keys(metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
  fs.mkdirSync(CACHE, { recursive: true });
  writeWhole(bundle, outputFiles[0].contents);
  const files = Object.fromEntries([...own, 'package-lock.json'].map((file) => [file, identityOf(file)]));
  writeWhole(inputs, JSON.stringify({ bundle: identityOf(bundle), files }));
}

/** Written beside and renamed: two processes that build at once leave one whole file. */
function writeWhole(file, contents) {
  const suffix = createHash('sha256')
    .update(`${process.pid} ${process.hrtime.bigint()}`)
    .digest('hex')
    .slice(0, 12);
  fs.writeFileSync(`${file}.${suffix}`, contents);
  fs.renameSync(`${file}.${suffix}`, file);
}

module.exports = { loadTypeScript, PROJECT };
