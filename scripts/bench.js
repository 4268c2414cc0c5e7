'use strict';

const { ensureInstalled } = require('./installed');

ensureInstalled();
require('./load-typescript')
  .loadTypeScript('scripts/bench/bench.ts')
  .bench(process.argv.slice(2))
  .then((exitCode) => {
    process.exitCode = exitCode;
  });
