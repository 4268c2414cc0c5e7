'use strict';

const { ensureInstalled, PROJECT } = require('./installed');

ensureInstalled();
require('./load-typescript')
  .loadTypeScript('scripts/build/build.ts')
  .build(PROJECT, process.argv.slice(2))
  .then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error) => {
      process.stderr.write(`the build broke down, and that is a bug of ours:\n${error.stack}\n`);
      process.exitCode = 70;
    },
  );
