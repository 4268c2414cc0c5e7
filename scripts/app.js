'use strict';

require('./load-typescript').loadTypeScript('main.ts');
