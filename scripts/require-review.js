'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { writeWhole } = require('./whole-file');

const PROJECT = path.resolve(__dirname, '..');
const CACHE = path.join(PROJECT, 'node_modules', '.cache', 'dynconf');
const FOLDER = path.join(__dirname, 'require-review');

/**
 * The file with scripts/require-review/ in one piece, as pipelines carry it in their own definition.
 *
 * Not minified: whoever looks at the pipeline reads what runs. The same sources give the same bytes on every checkout;
 * it is made once and kept under node_modules/.cache.
 */
function requireReview() {
  const file = path.join(CACHE, `require-review-${hashOfSources()}.js`);
  if (!fs.existsSync(file)) {
    fs.mkdirSync(CACHE, { recursive: true });
    writeWhole(file, bundled());
  }
  return file;
}

function bundled() {
  const { outputFiles } = require('esbuild').buildSync({
    entryPoints: ['./require-review.ts'],
    absWorkingDir: FOLDER,
    bundle: true,
    platform: 'node',
    // Older than the Node.js of CodeBuild: the tests run it where the project runs.
    target: 'node20',
    format: 'cjs',
    tsconfigRaw: '{}',
    banner: { js: '// scripts/require-review/ in one piece' },
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0].contents;
}

/** The lock file stands for the bundler, this file for how it is asked. */
function hashOfSources() {
  const hash = createHash('sha256');
  const names = fs.readdirSync(FOLDER).sort();
  const sources = names.map((name) => path.join(FOLDER, name));
  for (const file of [...sources, __filename, path.join(PROJECT, 'package-lock.json')]) {
    const content = fs.readFileSync(file);
    hash.update(`${path.basename(file)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 32);
}

module.exports = { requireReview };

// eslint-disable-next-line security/detect-non-literal-require -- what we have just made
if (require.main === module) require(requireReview());
