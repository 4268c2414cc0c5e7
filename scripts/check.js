'use strict';

const { ensureInstalled, PROJECT } = require('./installed');

ensureInstalled();
require('./load-typescript')
  .loadTypeScript('scripts/build/check.ts')
  .check(PROJECT, process.argv.slice(2))
  .then((exitCode) => {
    process.exitCode = exitCode;
  });
