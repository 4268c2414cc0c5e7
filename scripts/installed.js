'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const PROJECT = path.resolve(__dirname, '..');
const LEAST_NODE = [20, 19];

/** Ends the process with a sentence and exit code 2 when this Node is too old for the project. */
function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isOld = major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]);
  if (!isOld) return;
  process.stderr.write(
    `Node ${LEAST_NODE.join('.')} or newer is needed, this is ${process.versions.node}.\n`,
  );
  process.exit(2);
}

/** Runs `npm ci` unless node_modules already is what package-lock.json says. */
function ensureInstalled() {
  requireNode();
  if (isInstalled()) return;
  process.stderr.write('Installing the packages of package-lock.json (npm ci) ...\n');
  const { status, signal } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: PROJECT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  process.stderr.write('npm ci did not succeed: without the packages nothing here can run.\n');
  process.exit(signal === 'SIGINT' ? 130 : 2);
}

/** Ends the process with a sentence and exit code 2 unless node_modules is what package-lock.json says. */
function requireInstalled() {
  requireNode();
  if (isInstalled()) return;
  process.stderr.write('The packages of package-lock.json are not installed: run `npm ci`.\n');
  process.exit(2);
}

/** npm writes what it installed to node_modules/.package-lock.json: same packages, same versions = nothing to do. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf(path.join('node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([place, { version, optional }]) => {
    return place === '' || optional || present[place]?.version === version;
  });
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(fs.readFileSync(path.join(PROJECT, lockFile), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

module.exports = { ensureInstalled, requireInstalled, requireNode, PROJECT };
