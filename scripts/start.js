'use strict';

const { ensureInstalled } = require('./installed');

ensureInstalled();
require('./load-typescript')
  .loadTypeScript('cli/dynconf.ts')
  .run(['rehearse', ...process.argv.slice(2)])
  .then((exitCode) => {
    process.exitCode = exitCode;
  });
