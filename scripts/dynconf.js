#!/usr/bin/env node
'use strict';

const { loadTypeScript } = require('./load-typescript');

loadTypeScript('cli/dynconf.ts')
  .run(process.argv.slice(2))
  .then((exitCode) => {
    process.exitCode = exitCode;
  });
