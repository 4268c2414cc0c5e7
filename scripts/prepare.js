'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const PROJECT = path.resolve(__dirname, '..');
const BIN = path.join(PROJECT, 'node_modules', '.bin');

/**
 * Runs at the end of `npm ci`: installs the pre-commit hook that is stored as code, and puts the project's own
 * `cdktf` (scripts/cdktf.js) where `npx cdktf` looks, so that Terraform finds a provider mirror by itself.
 */
function prepare() {
  if (fs.existsSync(path.join(PROJECT, '.git'))) {
    spawnSync('git', ['config', 'core.hooksPath', '.githooks'], { cwd: PROJECT, stdio: 'ignore' });
  }
  // `npm ci --omit=dev` in a runtime image has no cdktf-cli to stand in front of.
  if (fs.existsSync(path.join(PROJECT, 'node_modules', 'cdktf-cli'))) linkBin('cdktf');
  linkBin('dynconf');
}

function linkBin(name) {
  // npm makes .cmd shims on Windows, which is not a platform of ours (README).
  if (process.platform === 'win32' || !fs.existsSync(BIN)) return;
  const link = path.join(BIN, name);
  fs.rmSync(link, { force: true });
  fs.symlinkSync(path.join('..', '..', 'scripts', `${name}.js`), link);
}

prepare();
