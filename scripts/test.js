'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { ensureInstalled, PROJECT } = require('./installed');

ensureInstalled();
const jest = path.join(PROJECT, 'node_modules', 'jest', 'bin', 'jest.js');
const { status, signal } = spawnSync(process.execPath, [jest, ...process.argv.slice(2)], {
  cwd: PROJECT,
  stdio: 'inherit',
});
process.exitCode = signal === 'SIGINT' ? 130 : (status ?? 1);
