'use strict';

process.exitCode = require('./load-typescript').loadTypeScript('main.ts').main();
